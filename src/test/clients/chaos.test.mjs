// Two replicas on one PostgreSQL behind a plain round-robin proxy, killed (-9) and started at random while 30 clients of
// both eras of MCP work on them: no call fails that a client's own retry doesn't cure, no message is lost, none is acked
// that nobody acked, and the audit's chains hold. CHAOS_SECONDS says for how long at least: a busy machine, on which a
// replica takes its time to start, goes on until enough were killed.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, writeFileSync } from "node:fs";
import { createServer, request } from "node:http";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { connect } from "./connect.mjs";
import { directory, freePort, startPostgres, startSandbox, startServer } from "./processes.mjs";

const SECONDS = Number(process.env.CHAOS_SECONDS ?? 120);
const KILLS = Math.ceil(SECONDS / 30);
const MOST_SECONDS = 2.5 * SECONDS;
const CLIENTS = 30;
const KINDS = ["http", "sdk2-stateless"];
/** How long a client goes on trying: a replica starts within that. */
const PATIENCE_MS = 60_000;
const STREAM = "chaos_stream";
const FIRST_ROW = 1_000_000;
const NGINX = "/usr/sbin/nginx";

test(`${CLIENTS} clients for ${SECONDS} s`, { timeout: (MOST_SECONDS + 240) * 1000 }, async (t) => {
  const dir = directory("chaos");
  const postgres = await startPostgres(dir);
  if (!postgres || !existsSync(NGINX)) {
    assert.notEqual(process.env.CI, "true", "CI needs PostgreSQL and nginx");
    return t.skip("needs PostgreSQL and nginx");
  }
  t.after(postgres.stop);
  const sandbox = await startSandbox(dir);
  t.after(sandbox.stop);
  const sequin = new ObservedSequin(sandbox);
  await sequin.start();
  t.after(() => sequin.stop());
  await sandboxCall(sandbox, "POST", "/api/sinks", {
    name: STREAM,
    database: "prod_db",
    source: { include_tables: ["public.orders"] },
    destination: { type: "sequin_stream" },
  });

  const token = `smcp_${randomBytes(32).toString("base64url")}`;
  const admin = randomBytes(32).toString("hex");
  const env = {
    SEQUIN_URL: sequin.url,
    SEQUIN_API_TOKEN: sandbox.token,
    SEQUIN_MCP_ADMIN_TOKEN: admin,
    SEQUIN_MCP_ENCRYPTION_KEY: randomBytes(32).toString("hex"),
    SEQUIN_MCP_CONNECTORS_CHAOS_TOKEN: token,
    SEQUIN_MCP_CONNECTORS_CHAOS_METHODS: "read,write,custom",
    ...postgres.env,
  };
  const replicas = [new Replica(dir, 1, env), new Replica(dir, 2, env)];
  for (const replica of replicas) {
    await replica.init();
    await replica.start();
    t.after(() => replica.kill());
  }
  const proxy = await roundRobin(dir, replicas);
  t.after(proxy.stop);

  const attack = new Attack(replicas);
  const world = new World(sandbox, attack);
  const clients = Array.from({ length: CLIENTS }, (_, i) => new Worker(i, KINDS[i % 2], `${proxy.url}/mcp/${token}`, world));
  await Promise.all([attack.killAtRandom(), world.insertRows(), ...clients.map((client) => client.work(attack))]);
  const { kills } = attack;

  // What nobody acked comes again when its lease is over
  await sandboxCall(sandbox, "POST", "/_sandbox/leap?seconds=120");
  const left = await drain(sandbox);
  const acked = new Set([...sequin.acks.keys()].flatMap((ackId) => world.rowsOf(ackId)));
  const lost = world.inserted.filter((row) => !acked.has(row) && !left.has(row));
  const unasked = [...sequin.acks.keys()].filter((ackId) => !world.wanted.has(ackId));
  const twice = [...sequin.acks].filter(([ackId, times]) => times > 1 && !world.retried.has(ackId));
  const verified = await (
    await fetch(`${replicas[0].url}/api/v1/audit/verify`, { headers: { authorization: `Bearer ${admin}` } })
  ).json();

  const sum = (of) => clients.reduce((all, client) => all + of(client), 0);
  t.diagnostic(
    `${kills} kills in ${attack.seconds()} s, a replica ready again after ${attack.starts.map((ms) => (ms / 1000).toFixed(1)).join(", ")} s; ${sum((it) => it.calls)} calls, ${sum((it) => it.retries)} tried again, longest until cured ` +
      `${(Math.max(...clients.map((it) => it.longest)) / 1000).toFixed(1)} s; ${world.inserted.length} messages, ` +
      `${world.inserted.filter((row) => acked.has(row)).length} acked, ${left.size} left over, ${lost.length} lost; ` +
      `${[...sequin.acks.values()].filter((times) => times > 1).length} acks sent again at a client's own retry; ` +
      `audit: ${verified.records} records in ${verified.chains} chains`,
  );
  assert.ok(kills >= KILLS, `replicas were killed ${kills} times, not ${KILLS}`);
  assert.deepEqual(clients.flatMap((client) => client.failures), [], "failed for good");
  assert.deepEqual(lost, [], "neither acked nor there any more");
  assert.deepEqual(unasked, [], "acked, and no client asked for it");
  assert.deepEqual(twice, [], "acked twice without a client's retry");
  assert.equal(verified.intact, true, JSON.stringify(verified.breaks));
});

/** What has to come true of messages: which were put in, and which a client wanted acked. */
class World {
  inserted = [];
  wanted = new Set();
  retried = new Set();
  rows = new Map();

  constructor(sandbox, attack) {
    this.sandbox = sandbox;
    this.attack = attack;
  }

  async insertRows() {
    for (let next = FIRST_ROW; !this.attack.isOver(); await sleep(500)) {
      const ids = Array.from({ length: 20 }, () => next++);
      const rows = ids.map((id) => ({ id, user_id: 1, status: "new", total: "1.00", items: [], placed_at: new Date().toISOString() }));
      await sandboxCall(this.sandbox, "POST", "/_sandbox/insert?table=public.orders", rows);
      this.inserted.push(...ids);
    }
  }

  received(messages) {
    for (const { ack_id, record } of messages) {
      this.rows.set(ack_id, record?.id);
    }
  }

  rowsOf(ackId) {
    const row = this.rows.get(ackId);
    return row === undefined ? [] : [row];
  }
}

/** One client: works through the tasks again and again, and tries again what fails for want of a replica. */
class Worker {
  calls = 0;
  retries = 0;
  longest = 0;
  failures = [];

  constructor(number, kind, url, world) {
    Object.assign(this, { number, kind, url, world });
  }

  async work(attack) {
    const tasks = [() => this.consume(true), () => this.look(), () => this.consume(false), () => this.makeAndDelete(), () => this.consume(true)];
    try {
      for (let round = this.number; !attack.isOver(); round++) {
        await tasks[round % tasks.length]();
      }
    } catch (failure) {
      this.failures.push(`${this.kind} ${this.number}: ${failure.message}`);
    }
    await this.client?.close().catch(() => {});
  }

  async look() {
    await this.call("list_sinks", {});
    await this.call("get_sink", { sink_id_or_name: STREAM });
    await this.call("list_deliveries", { consumer_id_or_name: STREAM });
  }

  async consume(keep) {
    const consumer = { consumer_id_or_name: STREAM };
    const batch = await this.call("receive_messages", { ...consumer, batch_size: 5, wait_seconds: 2 });
    if (batch.count === 0) {
      return;
    }
    this.world.received(batch.messages);
    const ids = batch.messages.map((message) => message.ack_id);
    if (keep) {
      ids.forEach((id) => this.world.wanted.add(id));
      const delivery = { ...consumer, delivery_id: batch.delivery_id };
      await this.call("ack_messages", delivery, { onRetry: () => ids.forEach((id) => this.world.retried.add(id)), cured: ["stale"] });
    } else {
      await this.call("nack_messages", { ...consumer, ack_ids: ids }, { cured: ["stale"] });
    }
  }

  async makeAndDelete() {
    const name = `chaos-${this.number}-${this.calls}`;
    const endpoint = { http_endpoint_id_or_name: name };
    await this.call("create_http_endpoint", { name, url: "https://chaos.example.com" }, { cured: ["conflict"] });
    // A plan is of one use: one whose use got lost is made anew, and finds nothing if it was used
    for (let tries = 0; tries < 10; tries++) {
      const plan = await this.call("plan_delete", { kind: "http_endpoint", id_or_name: name }, { cured: ["not_found"] });
      if (plan.code === "not_found") {
        return;
      }
      const gone = await this.call("delete_http_endpoint", { ...endpoint, plan_id: plan.plan_id }, { cured: ["not_found", "stale", "conflict"] });
      if (!gone.code || gone.code === "not_found") {
        return;
      }
    }
    assert.fail(`${name} could not be deleted`);
  }

  /** Calls until it is answered; `cured` are codes that say that an earlier try got through after all. */
  async call(name, args, { cured = [], onRetry = () => {} } = {}) {
    const begun = Date.now();
    for (let tries = 0; ; tries++) {
      const outcome = await this.once(name, args);
      const late = tries > 0 && cured.includes(outcome.problem?.code);
      if (!outcome.failed && (!outcome.problem || late)) {
        this.calls += 1;
        this.longest = Math.max(this.longest, tries > 0 ? Date.now() - begun : 0);
        return outcome.problem ?? outcome.answer;
      }
      const transient = outcome.failed || ["unavailable", "rate_limited"].includes(outcome.problem.code);
      const why = outcome.failed ?? JSON.stringify(outcome.problem);
      assert.ok(transient || cured.includes(outcome.problem?.code), `${name} ${JSON.stringify(args)}: ${why}`);
      if (!transient) {
        return outcome.problem;
      }
      assert.ok(Date.now() - begun < PATIENCE_MS, `${name}: not cured in ${PATIENCE_MS / 1000} s: ${why}`);
      this.retries += 1;
      onRetry();
      await sleep(200 + Math.random() * 800);
    }
  }

  async once(name, args) {
    try {
      this.client ??= await connect(this.kind, this.url);
      const result = await this.client.callTool({ name, arguments: args });
      const body = result.structuredContent ?? JSON.parse(result.content[0].text);
      return result.isError ? { problem: body } : { answer: body };
    } catch (failure) {
      await this.client?.close().catch(() => {});
      this.client = undefined;
      return { failed: failure.message };
    }
  }
}

/** A replica on a port that stays its own. */
class Replica {
  constructor(dir, number, env) {
    Object.assign(this, { dir, number, env });
  }

  async init() {
    this.port = await freePort();
    this.url = `http://127.0.0.1:${this.port}`;
  }

  async start() {
    this.server = await startServer(this.dir, { ...this.env, QUARKUS_HTTP_PORT: this.port });
  }

  async kill() {
    const server = this.server;
    this.server = undefined;
    await server?.kill();
  }
}

/** Kills one at a time, while the other answers. */
class Attack {
  kills = 0;
  starts = [];
  begun = Date.now();

  constructor(replicas) {
    this.replicas = replicas;
  }

  seconds() {
    return Math.round((Date.now() - this.begun) / 1000);
  }

  /** Long enough, and with enough killed; or much longer. */
  isOver() {
    return this.seconds() >= (this.kills >= KILLS ? SECONDS : MOST_SECONDS);
  }

  async killAtRandom() {
    while (!this.isOver()) {
      await sleep(3_000 + Math.random() * 6_000);
      const replica = this.replicas[Math.floor(Math.random() * this.replicas.length)];
      await replica.kill();
      await sleep(Math.random() * 3_000);
      const started = Date.now();
      await replica.start();
      this.starts.push(Date.now() - started);
      this.kills += 1;
    }
  }
}

/** nginx as anybody would set it up, without stickiness. */
async function roundRobin(dir, replicas) {
  const port = await freePort();
  const config = join(dir, "nginx.conf");
  writeFileSync(
    config,
    `daemon off; worker_processes 1; pid ${dir}/nginx.pid; error_log ${dir}/nginx.log warn;
events { worker_connections 1024; }
http {
  access_log off;
  client_body_temp_path ${dir}/nginx-body; proxy_temp_path ${dir}/nginx-proxy; fastcgi_temp_path ${dir}/nginx-f; uwsgi_temp_path ${dir}/nginx-u; scgi_temp_path ${dir}/nginx-s;
  upstream replicas { ${replicas.map((it) => `server 127.0.0.1:${it.port} max_fails=0;`).join(" ")} }
  server {
    listen 127.0.0.1:${port};
    location / { proxy_pass http://replicas; proxy_http_version 1.1; proxy_buffering off; proxy_read_timeout 120s; }
  }
}
`,
  );
  const nginx = spawn(NGINX, ["-c", config, "-e", join(dir, "nginx.log")], { stdio: "ignore" });
  const url = `http://127.0.0.1:${port}`;
  for (let tries = 0; tries < 100 && !(await fetch(url).then(() => true, () => false)); tries++) {
    await sleep(100);
  }
  return { url, stop: () => nginx.kill("SIGTERM") };
}

/** Stands before the sandbox, and counts the acks that get there. */
class ObservedSequin {
  acks = new Map();

  constructor(sandbox) {
    this.target = new URL(sandbox.url);
  }

  async start() {
    this.server = createServer((incoming, outgoing) => this.pass(incoming, outgoing));
    await new Promise((listening) => this.server.listen(0, "127.0.0.1", listening));
    this.url = `http://127.0.0.1:${this.server.address().port}`;
  }

  stop() {
    this.server.closeAllConnections();
    this.server.close();
  }

  pass(incoming, outgoing) {
    const chunks = [];
    incoming.on("data", (chunk) => chunks.push(chunk));
    incoming.on("error", () => outgoing.destroy());
    incoming.on("end", () => {
      const body = Buffer.concat(chunks);
      const { method, url: path, headers } = incoming;
      const onward = request({ host: this.target.hostname, port: this.target.port, method, path, headers }, (answer) => {
        if (path.endsWith("/ack") && answer.statusCode === 200) {
          for (const id of JSON.parse(body).ack_ids) {
            this.acks.set(id, (this.acks.get(id) ?? 0) + 1);
          }
        }
        outgoing.writeHead(answer.statusCode, answer.headers);
        answer.pipe(outgoing);
      });
      onward.on("error", () => outgoing.destroy());
      onward.end(body);
    });
  }
}

/** Every row that can still be received. */
async function drain(sandbox) {
  const rows = new Set();
  for (;;) {
    const { data } = await sandboxCall(sandbox, "POST", `/api/sequin_streams/${STREAM}/receive`, { batch_size: 1000 });
    if (data.length === 0) {
      return rows;
    }
    data.forEach(({ data: message }) => rows.add(message.record.id));
    await sandboxCall(sandbox, "POST", `/api/sequin_streams/${STREAM}/ack`, { ack_ids: data.map((it) => it.ack_id) });
  }
}

async function sandboxCall(sandbox, method, path, body) {
  const response = await fetch(sandbox.url + path, {
    method,
    headers: { authorization: `Bearer ${sandbox.token}`, "content-type": "application/json" },
    body: body && JSON.stringify(body),
  });
  const text = await response.text();
  assert.ok(response.ok, `${method} ${path}: ${response.status} ${text}`);
  return text ? JSON.parse(text) : undefined;
}
