// kill -9 while 200 callers make, use and revoke connectors: whatever was answered holds afterwards, no revoked token
// works, the audit verifies, and there is a record of everything that reached Sequin.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { directory, startPostgres, startSandbox, startServer } from "./processes.mjs";

const CALLERS = 200;
const MADE_BEFORE = 250;
const adminToken = randomBytes(32).toString("hex");

for (const database of ["h2", "postgresql"]) {
  test(`kill -9 on ${database}`, { timeout: 600_000 }, async (t) => {
    const dir = directory(`kill-${database}`);
    const postgres = database === "postgresql" ? await startPostgres(dir) : undefined;
    if (postgres === null) {
      assert.notEqual(process.env.CI, "true", "no PostgreSQL binaries below /usr/lib/postgresql; CI needs them");
      return t.skip("no PostgreSQL binaries below /usr/lib/postgresql");
    }
    t.after(() => postgres?.stop());
    const sandbox = await startSandbox(dir);
    t.after(sandbox.stop);
    const env = {
      SEQUIN_URL: sandbox.url,
      SEQUIN_API_TOKEN: sandbox.token,
      SEQUIN_MCP_ADMIN_TOKEN: adminToken,
      SEQUIN_MCP_ENCRYPTION_KEY: randomBytes(32).toString("hex"),
      SEQUIN_MCP_FREE_WRONG_TOKENS: "100000",
      ...postgres?.env,
    };

    const server = await startServer(dir, env);
    const storm = new Storm(server.url);
    const callers = Array.from({ length: CALLERS }, (_, i) => storm.call(i));
    while (!storm.isFull()) await sleep(20);
    await server.kill();
    storm.over = true;
    await Promise.all(callers);

    const again = await startServer(dir, env);
    t.after(again.stop);
    const { made, used } = storm;
    const answered = [...made.values()];
    const open = answered.filter((it) => !it.revoking);
    const revoked = answered.filter((it) => it.revoked);
    t.diagnostic(`${made.size} made, ${open.length} not revoked, ${revoked.length} revoked, ${used.size} changes sent, ` +
      `${[...used.values()].filter((done) => done).length} answered, ${storm.failed} cut off`);
    assert.ok(open.length > 20 && revoked.length > 20 && storm.failed > 20, "it was killed in the middle");

    await each(open, async ({ id, token }) => {
      assert.equal((await list(again.url, token)).status, 200, `${id} was answered, and is there`);
      assert.equal((await api(again.url, "GET", `/connectors/${id}`)).status, 200);
    });
    await each(revoked, async ({ id, token }) => {
      assert.equal((await list(again.url, token)).status, 404, `${id} was revoked, and is not let in`);
      assert.equal((await api(again.url, "GET", `/connectors/${id}`)).status, 404);
    });

    const reached = await endpointsOf(sandbox);
    assert.ok(reached.length >= [...used.values()].filter((done) => done).length);
    const records = await settled(again.url);
    const byName = new Map(records.map((it) => [it.resource?.name, it]));
    for (const name of reached) {
      assert.ok(byName.has(name), `${name} reached Sequin, and has its record`);
    }
    for (const [name, done] of used) {
      if (done) {
        assert.ok(["ok", "unanswered", "unknown"].includes(byName.get(name)?.outcome), `${name}: ${byName.get(name)?.outcome}`);
      }
    }
    const unknown = records.filter((it) => it.outcome === "unknown").length;
    const { status, body: proof } = await api(again.url, "GET", "/audit/verify");
    assert.equal(status, 200);
    assert.equal(proof.intact, true, JSON.stringify(proof.breaks));
    assert.equal(proof.chains, 2);
    t.diagnostic(`${reached.length} changes reached Sequin, each has its record (${unknown} with outcome unknown); ${proof.records} records verified`);
  });
}

/** Many who make a connector, change something with it, and revoke it or not. */
class Storm {
  made = new Map();
  used = new Map();
  failed = 0;
  over = false;

  constructor(url) {
    this.url = url;
  }

  isFull() {
    const revoked = [...this.made.values()].filter((it) => it.revoked).length;
    return this.made.size >= MADE_BEFORE && revoked >= MADE_BEFORE / 3;
  }

  async call(caller) {
    for (let round = 0; !this.over; round++) {
      try {
        await this.once(`kill-${caller}-${round}`, round % 2 === 0);
      } catch (refused) {
        if (refused instanceof assert.AssertionError) throw refused;
        this.failed++;
        return;
      }
    }
  }

  async once(name, revokes) {
    const { status, body } = await api(this.url, "POST", "/accounts/default/connectors", { name, config: { methods: ["read", "write"], tags: ["http_endpoints"] } });
    assert.equal(status, 201, JSON.stringify(body));
    const connector = { id: body.id, token: body.token };
    this.made.set(name, connector);
    this.used.set(name, false);
    const used = await message(this.url, connector.token, "tools/call", { name: "create_http_endpoint", arguments: { name, url: "https://hooks.example.com" } });
    const answer = await used.json();
    assert.equal(answer.result?.isError, false, JSON.stringify(answer));
    this.used.set(name, true);
    if (revokes) {
      connector.revoking = true;
      assert.equal((await api(this.url, "DELETE", `/connectors/${connector.id}`)).status, 204);
      connector.revoked = true;
    }
  }
}

/** All records of changes, once none is under way any more: a dead replica's are closed within half a minute. */
async function settled(url) {
  for (let tries = 0; tries < 60; tries++) {
    const begun = await api(url, "GET", "/audit?outcome=begun");
    assert.equal(begun.status, 200);
    if (begun.body.records.length === 0) break;
    await sleep(1000);
  }
  assert.equal((await api(url, "GET", "/audit?outcome=begun")).body.records.length, 0, "nothing is left open");
  const lines = await fetch(`${url}/api/v1/audit/export?tool=create_http_endpoint`, { headers: { Authorization: `Bearer ${adminToken}` } });
  return (await lines.text()).trim().split("\n").map((line) => JSON.parse(line));
}

async function endpointsOf(sandbox) {
  const all = await fetch(`${sandbox.url}/api/destinations/http_endpoints`, { headers: { Authorization: `Bearer ${sandbox.token}` } });
  return (await all.json()).data.map((it) => it.name).filter((name) => name.startsWith("kill-"));
}

async function api(url, method, path, body) {
  const answer = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: { Authorization: `Bearer ${adminToken}`, "Content-Type": "application/json" },
    body: body && JSON.stringify(body),
  });
  const text = await answer.text();
  return { status: answer.status, body: text && JSON.parse(text) };
}

const list = (url, token) => message(url, token, "tools/list", {});

function message(url, token, method, params) {
  return fetch(`${url}/mcp/${token}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
  });
}

/** A few at a time. */
async function each(items, action) {
  const left = [...items];
  await Promise.all(Array.from({ length: 16 }, async () => {
    for (let item = left.pop(); item; item = left.pop()) await action(item);
  }));
}
