// Two packaged servers on one PostgreSQL, in front of one sandbox: what one of them is told, the other holds to.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmodSync, chownSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { call, connect, refused } from "./connect.mjs";

const app = new URL("../../../target/quarkus-app/", import.meta.url).pathname;
const adminToken = randomBytes(32).toString("hex");
const key = randomBytes(32).toString("hex");
const stops = [];
const nodes = [];

async function freePort() {
  const server = createServer();
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address();
  await new Promise((closed) => server.close(closed));
  return port;
}

/** Starts a process and waits for a line that matches. */
function start(args, env, line) {
  const child = spawn("java", args, { env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  stops.push(() => child.kill("SIGKILL"));
  let said = "";
  return new Promise((ready, failed) => {
    const hear = (chunk) => {
      said += chunk;
      if (line.test(said)) {
        ready();
      }
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    child.once("exit", (code) => failed(new Error(`java ended with ${code}: ${said.slice(-3000)}`)));
  });
}

/** A PostgreSQL of the test's own, which refuses to be root. */
async function postgres() {
  const versions = readdirSync("/usr/lib/postgresql").sort();
  const bin = join("/usr/lib/postgresql", versions.at(-1), "bin");
  const directory = mkdtempSync(join(tmpdir(), "two-nodes-"));
  const isRoot = process.getuid() === 0;
  if (isRoot) {
    const id = (flag) => Number(execFileSync("id", [flag, "postgres"]).toString());
    chmodSync(directory, 0o755);
    chownSync(directory, id("-u"), id("-g"));
  }
  const run = (program, ...args) => {
    const command = [join(bin, program), ...args];
    const [first, ...rest] = isRoot ? ["runuser", "-u", "postgres", "--", ...command] : command;
    execFileSync(first, rest, { stdio: "ignore", cwd: "/" });
  };
  const data = join(directory, "data");
  const port = await freePort();
  run("initdb", "-D", data, "-U", "sequin_mcp", "-A", "trust", "-E", "UTF8", "--no-sync");
  run(
    ...["pg_ctl", "-D", data, "-l", join(directory, "log"), "-w", "start", "-o"],
    `-c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off -p ${port}`,
  );
  stops.unshift(() => {
    run("pg_ctl", "-D", data, "-m", "immediate", "stop");
    rmSync(directory, { recursive: true, force: true });
  });
  return `jdbc:postgresql://127.0.0.1:${port}/postgres`;
}

before(async () => {
  const database = await postgres();
  const sequin = await freePort();
  const classPath = ["app/*", "lib/main/*", "lib/boot/*"].map((part) => app + part).join(":");
  await start(["-cp", classPath, "io.sequinmcp.sandbox.SandboxMain", "--port", `${sequin}`], {}, /Sandbox URL/);
  // Both at once: one of them makes the tables
  await Promise.all(
    [0, 1].map(async (i) => {
      const port = await freePort();
      nodes[i] = `http://127.0.0.1:${port}`;
      await start(
        ["-jar", `${app}quarkus-run.jar`],
        {
          SEQUIN_URL: `http://127.0.0.1:${sequin}`,
          SEQUIN_API_TOKEN: "sequin-sandbox-token",
          SEQUIN_MCP_SANDBOX: "false",
          SEQUIN_MCP_DATABASE_URL: database,
          SEQUIN_MCP_DATABASE_USERNAME: "sequin_mcp",
          SEQUIN_MCP_ADMIN_TOKEN: adminToken,
          SEQUIN_MCP_ENCRYPTION_KEY: key,
          SEQUIN_MCP_REPLICAS: "2",
          // Asked over and over until they are refused, tokens look like guesses
          SEQUIN_MCP_FREE_WRONG_TOKENS: "1000000",
          SEQUIN_MCP_DATA_DIR: mkdtempSync(join(tmpdir(), "two-nodes-data-")),
          QUARKUS_HTTP_PORT: `${port}`,
          QUARKUS_MANAGEMENT_PORT: `${await freePort()}`,
          QUARKUS_LOG_CONSOLE_JSON_ENABLED: "false",
        },
        /Listening on/,
      );
    }),
  );
});

after(() => stops.reverse().forEach((stop) => stop()));

async function admin(node, method, path, body) {
  const response = await fetch(`${nodes[node]}/api/v1${path}`, {
    method,
    headers: { Authorization: `Bearer ${adminToken}`, "Content-Type": "application/json", "If-Match": "*" },
    body: body && JSON.stringify(body),
  });
  return { status: response.status, body: await response.json().catch(() => null) };
}

async function connector(node, config) {
  const made = await admin(node, "POST", "/accounts/default/connectors", { name: "on two nodes", config });
  assert.equal(made.status, 201, JSON.stringify(made.body));
  return made.body;
}

/** The status of a bare request of that connector. */
async function knock(node, token) {
  const response = await fetch(`${nodes[node]}/mcp`, {
    method: "POST",
    headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/list" }),
  });
  await response.arrayBuffer();
  return response.status;
}

/** How long it takes until the node answers with that status, in milliseconds. */
async function until(status, node, token) {
  const begin = performance.now();
  while ((await knock(node, token)) !== status) {
    assert.ok(performance.now() - begin < 10_000, `node ${node} never answered ${status}`);
  }
  return performance.now() - begin;
}

async function both(t, config) {
  const { token } = await connector(0, config);
  await until(200, 1, token);
  const clients = await Promise.all(nodes.map((node) => connect("http", `${node}/mcp/${token}`)));
  t.after(() => Promise.all(clients.map((client) => client.close())));
  return clients;
}

test("what is revoked on one node is refused on the other within two seconds", async () => {
  const lags = [];
  for (let i = 0; i < 10; i++) {
    const [here, there] = i % 2 ? [1, 0] : [0, 1];
    const { id, token } = await connector(here, { methods: ["read"] });
    await until(200, there, token);

    assert.equal((await admin(here, "DELETE", `/connectors/${id}`)).status, 204);
    assert.equal(await knock(here, token), 401, "at once where it was revoked");
    lags.push(await until(401, there, token));
  }
  console.log(`refused on the other node after ${lags.map((lag) => Math.round(lag)).join(", ")} ms`);
  assert.ok(Math.max(...lags) < 2_000, `${lags}`);
});

test("a caller that is revoked on one node is none on the other within two seconds", async () => {
  const caller = (await admin(0, "POST", "/caller-tokens", { name: "passing by", role: "viewer" })).body;
  const asks = async (node) => {
    const headers = { Authorization: `Bearer ${caller.token}` };
    return (await fetch(`${nodes[node]}/api/v1/accounts`, { headers })).status;
  };
  const begin = performance.now();
  while ((await asks(1)) !== 200) {
    assert.ok(performance.now() - begin < 2_000);
    // Wrong tokens are slowed down, so not faster than the node looks
    await new Promise((later) => setTimeout(later, 500));
  }

  assert.equal((await admin(0, "DELETE", `/caller-tokens/${caller.id}`)).status, 204);
  assert.equal(await asks(0), 401);
  const revoked = performance.now();
  while ((await asks(1)) === 200) {
    assert.ok(performance.now() - revoked < 2_000, "still let in");
  }
});

test("what one node handed out is settled on the other", async (t) => {
  const [here, there] = await both(t, { methods: ["read", "custom"] });
  const received = await call(here, "receive_messages", { consumer_id_or_name: "billing_events", batch_size: 3 });

  const open = await call(there, "list_deliveries", { consumer_id_or_name: "billing_events" });
  assert.deepEqual(open.deliveries.map((delivery) => delivery.delivery_id), [received.delivery_id]);
  const acked = await call(there, "ack_messages", {
    consumer_id_or_name: "billing_events",
    delivery_id: received.delivery_id,
  });

  assert.equal(acked.accepted, 3, JSON.stringify(acked));
  const left = await call(here, "list_deliveries", { consumer_id_or_name: "billing_events" });
  assert.deepEqual(left.deliveries, []);
});

test("what was planned on one node is done on the other, once", async (t) => {
  const [here, there] = await both(t, { methods: ["read", "write"] });
  await call(here, "create_http_endpoint", { name: "two-nodes", url: "https://two-nodes.example.com/hook" });
  const plan = await call(here, "plan_delete", { kind: "http_endpoint", id_or_name: "two-nodes" });
  const deletion = { http_endpoint_id_or_name: "two-nodes", plan_id: plan.plan_id };

  assert.equal((await call(there, "delete_http_endpoint", deletion)).deleted, true);
  await refused(here, "delete_http_endpoint", deletion);
});
