// A Sequin that is sick in every way a network knows, by a proxy in front of the sandbox: each call ends within its budget
// with an error that says what to do, an account beside it notices nothing, the breaker opens and closes again, and
// threads, sockets and memory are afterwards where they were.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { connect as connectTo, createServer } from "node:net";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { connect } from "./connect.mjs";
import { directory, freePort, startSandbox, startServer, until } from "./processes.mjs";

/** What a call may take in all, and a little for the way. */
const BUDGET_MS = 45_000 + 5_000;
/** How long the breaker stays open at most before it tries again, and the time for that. */
const CLOSES_WITHIN_MS = 60_000;

/** What arrives at the service in place of Sequin's answer; by name, with the codes that tell an agent of it. */
const answer = (status, headers, body) =>
  [`HTTP/1.1 ${status}`, ...headers, `content-length: ${Buffer.byteLength(body)}`, "connection: close", "", body].join("\r\n");
const json = "content-type: application/json";
const faults = {
  "connections reset": { by: (socket) => socket.resetAndDestroy(), codes: ["unavailable"] },
  "reset in the middle of the body": {
    by: (socket) => socket.write(`HTTP/1.1 200 OK\r\n${json}\r\ncontent-length: 5000\r\n\r\n{"data": [`, () => socket.resetAndDestroy()),
    codes: ["unavailable", "upstream_error"],
  },
  "20 s of silence": { by: (socket) => setTimeout(() => socket.destroy(), 20_000).unref(), codes: ["unavailable"] },
  "500s": { by: (socket) => socket.end(answer("500 Internal Server Error", [json], '{"errors":{"detail":"Internal Server Error"}}')), codes: ["upstream_error", "unavailable"] },
  "502s in HTML": {
    by: (socket) => socket.end(answer("502 Bad Gateway", ["content-type: text/html"], "<html><script>alert(1)</script>nginx</html>")),
    codes: ["upstream_error", "unavailable"],
  },
  "429s that say when": {
    by: (socket) => socket.end(answer("429 Too Many Requests", [json, "retry-after: 7"], '{"summary":"slow down"}')),
    codes: ["rate_limited"],
    tells: (problem) => assert.equal(problem.retry_after_seconds, 7),
  },
  "429s that don't": { by: (socket) => socket.end(answer("429 Too Many Requests", [json], "{}")), codes: ["rate_limited"] },
  garbage: { by: (socket) => socket.end("\x00\x01\x02 no HTTP at all \xff\xfe\r\n\r\n"), codes: ["unavailable", "upstream_error"] },
  "JSON that is none": { by: (socket) => socket.end(answer("200 OK", [json], '{"data": [[[[')), codes: ["unavailable", "upstream_error"] },
  "a byte a second": {
    by: (socket) => {
      const text = answer("200 OK", [json], JSON.stringify({ data: [], padding: "x".repeat(500) }));
      let sent = 0;
      const drip = setInterval(() => (sent < text.length ? socket.write(text[sent++]) : clearInterval(drip)), 1000);
      socket.on("close", () => clearInterval(drip));
    },
    codes: ["unavailable", "upstream_error"],
  },
  "hung up at once": { by: null, codes: ["unavailable"] },
};

const token = () => `smcp_${randomBytes(32).toString("base64url")}`;
const tokens = { sick: token(), well: token(), nowhere: token(), refusing: token() };
const clients = {};
let sandbox;
let proxy;
let server;

before(async () => {
  const dir = directory("faults");
  sandbox = await startSandbox(dir);
  proxy = new FaultProxy(new URL(sandbox.url));
  await proxy.start();
  server = await startServer(dir, {
    SEQUIN_MCP_ADMIN_TOKEN: randomBytes(32).toString("hex"),
    SEQUIN_MCP_ENCRYPTION_KEY: randomBytes(32).toString("hex"),
    ...account("SICK", proxy.url, tokens.sick),
    ...account("WELL", sandbox.url, tokens.well),
    // A name that never resolves
    ...account("NOWHERE", "http://sequin.invalid:7376", tokens.nowhere),
    ...account("REFUSING", `http://127.0.0.1:${await freePort()}`, tokens.refusing),
  });
  for (const [name, secret] of Object.entries(tokens)) {
    clients[name] = await connect("http", `${server.url}/mcp/${secret}`);
  }
});
after(async () => {
  await Promise.all(Object.values(clients).map((client) => client.close()));
  await server?.stop();
  proxy?.stop();
  sandbox?.stop();
});

const account = (name, url, secret) => ({
  [`SEQUIN_MCP_ACCOUNTS_${name}_URL`]: url,
  [`SEQUIN_MCP_ACCOUNTS_${name}_API_TOKEN`]: "sequin-sandbox-token",
  [`SEQUIN_MCP_CONNECTORS_${name}_ACCOUNT`]: name.toLowerCase(),
  [`SEQUIN_MCP_CONNECTORS_${name}_TOKEN`]: secret,
  [`SEQUIN_MCP_CONNECTORS_${name}_METHODS`]: "read,write,custom",
});

const calls = [
  ["get_sink", { sink_id_or_name: "invoice_processor" }],
  ["list_databases", {}],
  ["receive_messages", { consumer_id_or_name: "invoice_processor", batch_size: 1 }],
  ["update_sink", { sink_id_or_name: "warehouse_sync", batch_size: 10 }],
  ["create_backfill", { sink_id_or_name: "snowflake_sink", table: "public.orders" }],
];

test("each fault ends in an error that teaches, within the budget, and nowhere else", { timeout: 900_000 }, async (t) => {
  await works(clients.sick);
  await works(clients.well);
  await quiet();
  const usual = await resources();

  for (const [name, fault] of Object.entries(faults)) {
    const before = proxy.requests;
    proxy.fault = fault;
    const bystander = new Bystander(clients.well);
    const first = await failed(clients.sick, calls[0]);
    assert.ok(fault.codes.includes(first.problem.code), `${name}: ${first.text}`);
    const outcomes = [first, ...(await Promise.all(calls.slice(1).map((call) => failed(clients.sick, call))))];
    for (const { tool, problem, millis, text } of outcomes) {
      assert.ok(millis < BUDGET_MS, `${name}: ${tool} took ${millis} ms`);
      // Once the breaker is open nothing is sent any more, which is "unavailable" whatever opened it
      assert.ok([...fault.codes, "unavailable"].includes(problem.code), `${name}: ${tool}: ${text}`);
      assert.doesNotMatch(text, /<script>|Exception|java\.|\bat io\./, `${name}: ${tool}`);
      if (problem.code === "rate_limited") fault.tells?.(problem);
    }
    const beside = await bystander.end();
    t.diagnostic(
      `${name}: ${outcomes.map((it) => `${it.tool} ${it.problem.code} ${(it.millis / 1000).toFixed(1)} s`).join(", ")}; ` +
        `${proxy.requests - before} requests got there; ${beside} calls beside it`,
    );
    proxy.fault = undefined;
    await recovers(clients.sick);
  }

  for (const name of ["nowhere", "refusing"]) {
    const { problem, millis, text } = await failed(clients[name], calls[0]);
    assert.equal(problem.code, "unavailable", text);
    assert.ok(millis < BUDGET_MS);
  }

  await quiet();
  let now;
  // A thread that has nothing to do stays for a while
  await until("as many threads, open files and sockets, and as much heap after a collection, as before", async () => {
    now = await resources();
    return now.threads <= usual.threads + 4 && now.files <= usual.files + 10 && now.heapMiB <= usual.heapMiB + 16;
  }).finally(() => t.diagnostic(`before ${JSON.stringify(usual)}, after ${JSON.stringify(now)}`));
});

test("the breaker opens, so that a sick Sequin is left alone, and closes when it is well", { timeout: 180_000 }, async () => {
  proxy.fault = faults["connections reset"];
  let before;
  let tries = 0;
  do {
    assert.ok(tries++ < 40, "it does not open");
    before = proxy.requests;
    await failed(clients.sick, calls[0]);
  } while (proxy.requests > before);
  // It has just opened, so that it is not about to let one through
  const { problem } = await failed(clients.sick, calls[0]);
  assert.equal(problem.code, "unavailable");
  assert.equal(proxy.requests, before, "nothing is sent while it is open");
  await works(clients.well);

  proxy.fault = undefined;
  await recovers(clients.sick);
});

async function failed(client, [tool, args]) {
  const begun = Date.now();
  const result = await client.callTool({ name: tool, arguments: args }, undefined, { timeout: 120_000 });
  const text = result.content[0].text;
  assert.ok(result.isError, `${tool} should have failed: ${text}`);
  return { tool, text, problem: result.structuredContent ?? JSON.parse(text), millis: Date.now() - begun };
}

async function works(client) {
  const result = await client.callTool({ name: "get_sink", arguments: { sink_id_or_name: "invoice_processor" } });
  assert.ok(!result.isError, result.content[0].text);
}

/** Waits until calls are let through again. */
async function recovers(client) {
  let last;
  for (const end = Date.now() + CLOSES_WITHIN_MS; Date.now() < end; await sleep(500)) {
    last = await client.callTool({ name: "get_sink", arguments: { sink_id_or_name: "invoice_processor" } });
    if (!last.isError) return;
  }
  assert.fail(`it did not recover: ${last.content[0].text}`);
}

/** Works on another account, and has it that each call succeeds. */
class Bystander {
  count = 0;
  over = false;

  constructor(client) {
    this.working = this.work(client);
  }

  async work(client) {
    while (!this.over) {
      await works(client);
      this.count++;
      await sleep(50);
    }
  }

  async end() {
    this.over = true;
    await this.working;
    return this.count;
  }
}

/** Until what was begun is over and idle connections are closed. */
async function quiet() {
  for (let tries = 0; tries < 40 && proxy.open > 0; tries++) await sleep(500);
}

async function resources() {
  execFileSync("jcmd", [String(server.pid), "GC.run"], { stdio: "ignore" });
  const text = await (await fetch(`${server.management}/q/metrics`)).text();
  const read = (name) =>
    text
      .split("\n")
      .filter((line) => line.startsWith(name))
      .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(" ") + 1)), 0);
  return {
    threads: read("jvm_threads_live_threads"),
    files: read("process_files_open_files"),
    heapMiB: Math.round(read('jvm_memory_used_bytes{area="heap"') / 2 ** 20),
  };
}

/** Passes bytes to the sandbox, unless a fault is to happen: then to whoever asks next, also on a connection that stands. */
class FaultProxy {
  requests = 0;
  sockets = new Set();

  constructor(target) {
    this.target = target;
  }

  get open() {
    return this.sockets.size;
  }

  async start() {
    this.server = createServer((socket) => {
      this.sockets.add(socket);
      socket.on("close", () => this.sockets.delete(socket));
      socket.on("error", () => socket.destroy());
      const fault = this.#fault;
      if (fault?.by === null) {
        socket.resetAndDestroy();
        return;
      }
      const upstream = fault ? undefined : connectTo(Number(this.target.port), this.target.hostname);
      upstream?.on("error", () => socket.destroy());
      upstream?.on("close", () => socket.destroy());
      upstream?.pipe(socket);
      socket.on("close", () => upstream?.destroy());
      socket.on("data", (data) => {
        this.requests++;
        if (fault) fault.by(socket);
        else upstream.write(data);
      });
    });
    this.port = await new Promise((ready) => this.server.listen(0, "127.0.0.1", () => ready(this.server.address().port)));
    this.url = `http://127.0.0.1:${this.port}`;
  }

  #fault;

  /** From now on; connections of before are cut, for what is asked on them would pass. */
  set fault(fault) {
    this.#fault = fault;
    this.sockets.forEach((socket) => socket.destroy());
  }

  stop() {
    this.fault = undefined;
    this.server.close();
  }
}
