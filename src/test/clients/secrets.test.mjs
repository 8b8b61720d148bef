// No token or secret but in the one answer that shows it: after a run with every kind of them, by every way in, nothing
// that can be read afterwards has one: logs, traces, metrics, the audit, the database, the pages, and no other answer.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { test } from "node:test";
import { startCollector } from "./collector.mjs";
import { directory, startPostgres, startSandbox, startServer } from "./processes.mjs";

/** What anybody or an admin can read; `management` is the operators' port. */
const PAGES = [
  "/",
  "/q/openapi",
  "/api/v1/info",
  "/api/v1/accounts",
  "/api/v1/accounts/default/connectors",
  "/api/v1/accounts/second/connectors",
  "/api/v1/caller-tokens",
  "/api/v1/audit?limit=500",
  "/api/v1/audit/export",
  "/api/v1/audit/verify",
];
const MANAGEMENT_PAGES = ["/q/metrics", "/q/health"];
/** Every page, script and style that is served as it is. */
const STATIC = "../../main/resources/META-INF/resources";

/** The only one that the sandbox's databases take; the page about the tools has it in an example. */
const DEMO_PASSWORD = "postgres-demo-password";

const random = (prefix = "") => prefix + randomBytes(32).toString("base64url");

for (const database of ["h2", "postgresql"]) {
  test(`no secret is anywhere but where it belongs, with ${database}`, { timeout: 600_000 }, async (t) => {
    const dir = directory(`secrets-${database}`);
    const postgres = database === "postgresql" ? await startPostgres(dir) : undefined;
    if (postgres === null) {
      assert.notEqual(process.env.CI, "true", "no PostgreSQL binaries below /usr/lib/postgresql; CI needs them");
      return t.skip("no PostgreSQL binaries below /usr/lib/postgresql");
    }
    t.after(() => postgres?.stop());
    const sandbox = await startSandbox(dir);
    t.after(sandbox.stop);

    const collector = await startCollector();
    t.after(collector.stop);

    const secrets = new Map();
    const secret = (what, value = random()) => (secrets.set(what, value), value);
    const admin = secret("admin token", randomBytes(32).toString("hex"));
    const env = {
      SEQUIN_URL: sandbox.url,
      SEQUIN_API_TOKEN: secret("API token of the account", sandbox.token),
      SEQUIN_MCP_ADMIN_TOKEN: admin,
      SEQUIN_MCP_ENCRYPTION_KEY: secret("encryption key"),
      SEQUIN_MCP_FREE_WRONG_TOKENS: "100000",
      SEQUIN_MCP_CONNECTORS_DECLARED_TOKEN: secret("declared connector token", random("smcp_")),
      SEQUIN_MCP_CONNECTORS_DECLARED_METHODS: "read,write,custom",
      SEQUIN_MCP_CONNECTORS_DECLARED_TAGS: "sinks,backfills,streams,databases,http_endpoints,config,system,advanced",
      // Not compressed here, so that the file can be searched: what was deleted is in it, too
      ...(postgres ? {} : { QUARKUS_DATASOURCE_H2_JDBC_URL: `jdbc:h2:file:${join(dir, "data", "sequin-mcp")};WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE` }),
      SEQUIN_MCP_SECRETS_KAFKA_VALUE: secret("secret of the operator"),
      SEQUIN_MCP_SECRETS_KAFKA_FIELDS: "destination.password,encrypted_headers.*",
      SEQUIN_MCP_SECRETS_KAFKA_HOSTS: "*",
      SEQUIN_MCP_SEQUIN_API_KEY_CREATION: "show",
      QUARKUS_HTTP_ACCESS_LOG_ENABLED: "true",
      QUARKUS_LOG_CATEGORY__IO_SEQUINMCP__LEVEL: "DEBUG",
      ...collector.env,
      ...postgres?.env,
    };
    const server = await startServer(dir, env);
    const visit = new Visit(server.url, secret);

    await visit.admins(admin);
    for (const token of [env.SEQUIN_MCP_CONNECTORS_DECLARED_TOKEN, ...visit.connectors]) {
      await visit.agents(token);
    }
    await visit.strangers();

    const read = new Map();
    for (const page of PAGES) {
      const answer = await fetch(server.url + page, { headers: { Authorization: `Bearer ${admin}` } });
      read.set(page, await answer.text());
    }
    assert.equal(JSON.parse(read.get("/api/v1/audit/verify")).intact, true);
    assert.ok(read.get("/api/v1/audit/export").split("\n").length > 60, "the audit has it all");
    assert.ok(read.get("/q/openapi").length > 1000 && read.get("/api/v1/accounts").includes("second"));
    const served = files(STATIC).map((file) => `/${relative(STATIC, file)}`);
    assert.ok(served.includes("/index.html") && served.filter((path) => path.endsWith(".js")).length > 10);
    for (const page of served) {
      const answer = await fetch(server.url + page, { headers: { Authorization: `Bearer ${admin}` } });
      assert.equal(answer.status, 200, page);
      read.set(page, (await answer.text()) + JSON.stringify([...answer.headers]));
    }
    for (const page of MANAGEMENT_PAGES) {
      read.set(page, await (await fetch(server.management + page)).text());
      assert.ok(read.get(page).length > 100, page);
    }
    await server.stop();
    read.set("the log", readFileSync(server.log, "latin1"));
    assert.ok(/HTTP\/1\.1\\?" \d{3}/.test(read.get("the log")), "the access log is on");
    const traces = collector.exported("traces").map(({ text }) => text).join("");
    const spans = traces.split("tools/call").length - 1;
    assert.ok(spans > 200 && traces.includes("list_sinks") && traces.includes("/mcp/{token}"), `${spans} spans of tool calls`);
    collector.bodies.forEach(({ path, headers, text }, i) => read.set(`export ${i} to ${path}`, headers + text));
    for (const file of files(join(dir, "data"))) read.set(`file ${file}`, readFileSync(file, "latin1"));
    if (postgres) {
      const tables = postgres.sql("select tablename from pg_tables where schemaname = 'public'").trim().split("\n");
      assert.ok(tables.includes("audit_record"));
      for (const table of tables) read.set(`table ${table}`, postgres.sql(`select * from ${table}`));
      postgres.sql("checkpoint");
      for (const file of files(join(postgres.data, "base"))) read.set(`file ${file}`, readFileSync(file, "latin1"));
    } else {
      assert.ok([...read.keys()].some((what) => what.endsWith(".mv.db")), "the database file is read");
      assert.ok([...read].some(([what, text]) => what.endsWith(".mv.db") && text.includes("probe-endpoint")), "and can be");
    }

    const found = [];
    for (const [what, value] of secrets) {
      for (const [where, text] of read) {
        const example = value === DEMO_PASSWORD && where === "/tools.md";
        if (!example && forms(value).some((form) => text.includes(form))) found.push(`${what} in ${where}`);
      }
      const showing = visit.answers.filter(({ text }) => forms(value).some((form) => text.includes(form)));
      const allowed = visit.shown.get(value);
      for (const { label } of showing) {
        if (label !== allowed) found.push(`${what} in the answer to ${label}`);
      }
      if (allowed) assert.equal(showing.length, 1, `${what} is shown once`);
    }
    assert.deepEqual(found, []);
    t.diagnostic(`${secrets.size} secrets, ${visit.answers.length} answers, ${spans} spans of tool calls, ${read.size} other places, ${[...read.values()].reduce((sum, it) => sum + it.length, 0)} characters`);
  });
}

/** A secret as it may be written. */
function forms(value) {
  const bare = value.replace(/^smc[pt]_/, "");
  return [bare, encodeURIComponent(bare), Buffer.from(value).toString("base64").slice(0, -4), Buffer.from(value).toString("hex")];
}

function files(directory) {
  if (!existsSync(directory)) return [];
  return readdirSync(directory).flatMap((name) => {
    const path = join(directory, name);
    return statSync(path).isDirectory() ? files(path) : [path];
  });
}

/** Everybody who comes by, and all that they are answered. */
class Visit {
  answers = [];
  connectors = [];
  /** Which answer may show a secret. */
  shown = new Map();

  constructor(url, secret) {
    this.url = url;
    this.secret = secret;
  }

  async send(label, path, { method = "POST", headers = {}, body } = {}) {
    const answer = await fetch(this.url + path, {
      method,
      headers: { "Content-Type": "application/json", ...headers },
      body: typeof body === "object" ? JSON.stringify(body) : body,
    });
    const text = await answer.text();
    this.answers.push({ label: `${label} ${this.answers.length}`, text: text + JSON.stringify([...answer.headers]) });
    return { label: this.answers.at(-1).label, status: answer.status, etag: answer.headers.get("etag"), text, json: () => JSON.parse(text) };
  }

  show(what, answer, value) {
    this.shown.set(this.secret(what, value), answer.label);
    return value;
  }

  async admins(token) {
    const api = (method, path, body, headers = {}) =>
      this.send(`${method} ${path}`, `/api/v1${path}`, { method, headers: { Authorization: `Bearer ${token}`, ...headers }, body });
    const any = { "If-Match": "*" };
    const make = async (name, config, account = "default") => {
      const answer = await api("POST", `/accounts/${account}/connectors`, { name, config });
      assert.equal(answer.status, 201, answer.text);
      return { id: answer.json().id, token: this.show(`token of ${name}`, answer, answer.json().token) };
    };
    const apiToken = this.secret("API token of a second account");
    assert.equal((await api("POST", "/accounts", { name: "second", url: "https://sequin.example.com", api_token: apiToken })).status, 201);
    assert.equal((await api("PATCH", "/accounts/second", { api_token: this.secret("its second token") }, any)).status, 200);
    await api("POST", "/accounts", { name: "third", url: `https://u:${this.secret("password in a URL")}@sequin.example.com`, api_token: apiToken });
    await api("POST", "/accounts", { name: "fourth", url: "no url", api_token: apiToken, token: apiToken });
    await api("POST", "/accounts/second/test");

    const full = { methods: ["read", "write", "custom"], tags: ["sinks", "databases", "http_endpoints", "config", "streams", "system"] };
    const one = await make("one", full);
    const rotated = await api("POST", `/connectors/${one.id}/rotate`, { grace_seconds: 600 });
    this.connectors.push(this.show("rotated token", rotated, rotated.json().token));
    const gone = await make("gone", {});
    await api("DELETE", `/connectors/${gone.id}`);
    await this.call(gone.token, "list_sinks", {});
    await make("of second", {}, "second");

    for (const role of ["viewer", "operator", "admin"]) {
      const answer = await api("POST", "/caller-tokens", { name: role, role });
      const caller = this.show(`caller token of ${role}`, answer, answer.json().token);
      for (const path of ["/accounts", "/audit", "/caller-tokens", `/${caller}`]) {
        await this.send(`GET as ${role}`, `/api/v1${path}`, { method: "GET", headers: { Authorization: `Bearer ${caller}` } });
      }
      await this.send(`POST as ${role}`, "/api/v1/accounts", { headers: { Authorization: `Bearer ${caller}` }, body: { name: "as-a-caller", api_token: apiToken } });
      const factor = await make(`second factor ${role}`, { require_api_token_auth: true });
      await this.call(factor.token, "list_sinks", {});
      await this.call(factor.token, "list_sinks", {}, { Authorization: `Bearer ${caller}` });
      await this.call(factor.token, "list_sinks", {}, { "x-api-key": caller });
    }
    await api("POST", "/accounts/default/connectors", `{"name": "${token}", not json`);
  }

  call(token, tool, args, headers = {}) {
    const body = { jsonrpc: "2.0", id: 1, method: "tools/call", params: { name: tool, arguments: args } };
    return this.send(tool, `/mcp/${token}`, { body, headers });
  }

  async agents(token) {
    const suffix = randomBytes(4).toString("hex");
    const password = (what) => this.secret(`${what} ${suffix}`);
    await this.send("initialize", `/mcp/${token}`, {
      body: { jsonrpc: "2.0", id: 1, method: "initialize", params: { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: { name: "secrets", version: "1" } } },
    });
    const list = await this.send("tools/list", `/mcp/${token}`, { body: { jsonrpc: "2.0", id: 1, method: "tools/list" } });
    for (const { name, inputSchema } of list.json().result.tools) {
      if (!(inputSchema.required ?? []).length && !name.startsWith("receive")) await this.call(token, name, {});
      await this.call(token, name, { password: password(`password for ${name}`), id_or_name: "none" });
    }
    const destination = { type: "kafka", hosts: "kafka.example.com:9092", topic: "t", sasl_mechanism: "plain", username: "u", tls: true };
    const database = "prod_db";
    await this.call(token, "create_sink", { name: `sink-${suffix}`, database, destination: { ...destination, password: password("sink password") } });
    await this.call(token, "create_sink", { name: `bound-${suffix}`, database, destination: { ...destination, password: "secret:kafka" } });
    await this.call(token, "create_sink", { name: `bad-${suffix}`, database: "none", destination: { ...destination, password: password("sink password of a refused call") } });
    await this.call(token, "update_sink", { sink_id_or_name: `sink-${suffix}`, destination: { ...destination, password: password("changed sink password") } });
    await this.call(token, "get_sink", { sink_id_or_name: `bound-${suffix}`, response_format: "detailed" });
    await this.call(token, "create_http_endpoint", { name: `probe-endpoint-${suffix}`, url: "https://hooks.example.com/x", headers: { Authorization: `Bearer ${password("header")}` }, encrypted_headers: { "X-Key": password("encrypted header"), "X-Bound": "secret:kafka" } });
    await this.call(token, "get_http_endpoint", { http_endpoint_id_or_name: `probe-endpoint-${suffix}`, response_format: "detailed" });
    await this.call(token, "create_http_endpoint", { name: `url-${suffix}`, url: `https://u:${password("password in an endpoint")}@hooks.example.com/x` });
    const there = { hostname: "postgres.internal", database: "prod", username: "sequin", slot_name: "spare_slot", publication_name: "sequin_pub" };
    const wrong = await this.call(token, "create_database", { name: `db-${suffix}`, ...there, password: password("database password") });
    assert.ok(!wrong.text.includes("has no argument"), wrong.text);
    await this.call(token, "create_database", { name: `db2-${suffix}`, url: `postgresql://sequin:${password("password in a database URL")}@postgres.internal:5432/prod`, slot_name: "spare_slot", publication_name: "sequin_pub" });
    await this.call(token, "create_database", { name: `right-${suffix}`, ...there, password: this.secret("password of the demo database", DEMO_PASSWORD) });
    await this.call(token, "update_database", { database_id_or_name: "prod_db", password: password("changed database password") });
    const yaml = `databases:\n- name: yaml_${suffix}\n  hostname: db.example.com\n  database: app\n  username: u\n  password: ${password("password in YAML")}\n  slot_name: s\n  publication_name: p\n`;
    const plan = await this.call(token, "plan_config", { yaml });
    const planId = plan.json().result?.structuredContent?.plan_id;
    if (planId) await this.call(token, "apply_config", { plan_id: planId });
    await this.call(token, "plan_config", { yaml: `api_tokens:\n- name: x\n  token: ${password("token in YAML")}\n` });
    await this.call(token, "export_config", {});
    const key = await this.call(token, "create_api_key", { name: `key-${suffix}` });
    const shown = /"token":"([^"*]{16,})"/.exec(key.text)?.[1];
    if (shown) this.show(`token of API key ${suffix}`, key, shown);
    await this.call(token, "no_such_tool", { password: password("password for no tool") });
    const inBatch = { name: "create_database", arguments: { name: `db3-${suffix}`, password: password("password in a batch") } };
    await this.send("batch", `/mcp/${token}`, { body: [{ jsonrpc: "2.0", id: 1, method: "tools/call", params: inBatch }] });
  }

  async strangers() {
    for (let i = 0; i < 3; i++) {
      const token = this.secret(`token of a stranger ${i}`, random("smcp_"));
      await this.call(token, "list_sinks", { password: this.secret(`password of a stranger ${i}`) });
      await this.call(`${token}/extra`, "list_sinks", {});
      await this.call(`?token=${token}`, "list_sinks", {});
      await this.send("bearer", "/mcp", { headers: { Authorization: `Bearer ${token}` }, body: {} });
      await this.send("x-api-key", "/mcp", { headers: { "x-api-key": token }, body: "not json" });
      await this.send("foreign origin", `/mcp/${token}`, { headers: { Origin: "https://evil.example" }, body: {} });
      await this.send("elsewhere", `/nowhere/${token}`, { method: "GET" });
      await this.send("admin API", "/api/v1/accounts", { method: "GET", headers: { Authorization: `Bearer ${this.secret(`admin token of a stranger ${i}`)}` } });
      await this.send("admin API", `/api/v1/connectors/${token}`, { method: "DELETE" });
    }
  }
}
