// What an operator does by the admin API, as agents notice it: with the official SDK and over the bridge.
import assert from "node:assert/strict";
import { test } from "node:test";
import { call, connect } from "./connect.mjs";

const { MCP_BASE: base, ADMIN_TOKEN: adminToken } = process.env;
const api = base.replace(/\/mcp$/, "/api/v1");

async function admin(method, path, body, headers = {}) {
  const response = await fetch(api + path, {
    method,
    headers: { Authorization: `Bearer ${adminToken}`, "Content-Type": "application/json", ...headers },
    body: body && JSON.stringify(body),
  });
  return { status: response.status, etag: response.headers.get("etag"), body: await response.json().catch(() => null) };
}

async function connector(config) {
  const made = await admin("POST", "/accounts/default/connectors", { name: "made by a test", config });
  assert.equal(made.status, 201, JSON.stringify(made.body));
  return made.body;
}

for (const kind of ["http", "stdio"]) {
  test(`a connector works over ${kind} from when it is made until it is revoked`, async (t) => {
    const { id, url, tools } = await connector({ methods: ["read"], tags: ["sinks"] });
    const client = await connect(kind, url);
    t.after(() => client.close());

    const listed = (await client.listTools()).tools.map((tool) => tool.name).sort();
    assert.deepEqual(listed, tools, "what was promised is what there is");
    assert.ok((await call(client, "list_sinks")).total > 0);

    assert.equal((await admin("DELETE", `/connectors/${id}`)).status, 204);
    await assert.rejects(client.callTool({ name: "list_sinks", arguments: {} }));
    await assert.rejects(connect("http", url));
  });

  test(`a second factor is asked for over ${kind}`, async (t) => {
    const { url } = await connector({ require_api_token_auth: true });
    const caller = await admin("POST", "/caller-tokens", { name: `agent over ${kind}`, role: "viewer" });

    await assert.rejects(connect("http", url), "the URL alone is useless");
    const client = await connect(kind, url, { Authorization: `Bearer ${caller.body.token}` });
    t.after(() => client.close());

    assert.ok((await call(client, "list_sinks")).total > 0);
  });
}

test("what a scope grants is seen and nothing else can be called", async (t) => {
  for (const config of [
    { methods: ["list"], tags: ["sinks", "databases"] },
    { methods: ["read", "write"], tags: ["backfills"], tools: { deny: ["update_backfill"] } },
    { methods: ["read", "custom"], tools: { allow: ["get_health", "receive_messages", "create_sink"] } },
    { methods: ["delete"], tags: ["http_endpoints"] },
  ]) {
    const { url, tools } = await connector(config);
    const client = await connect("http", url);
    t.after(() => client.close());
    const everything = (await admin("GET", "/connectors/other")).body.tools;

    assert.deepEqual((await client.listTools()).tools.map((tool) => tool.name).sort(), tools);
    for (const tool of everything.filter((name) => !tools.includes(name))) {
      await assert.rejects(client.callTool({ name: tool, arguments: {} }), { code: -32602 }, tool);
    }
  }
});

test("a change is noticed by the next call, and another's change is not undone", async (t) => {
  const { id, url } = await connector({ tags: ["sinks"] });
  const client = await connect("http", url);
  t.after(() => client.close());
  const { etag } = await admin("GET", `/connectors/${id}`);

  const patch = { config: { tags: ["databases"] } };
  assert.equal((await admin("PATCH", `/connectors/${id}`, patch, { "If-Match": etag })).status, 200);
  assert.equal((await admin("PATCH", `/connectors/${id}`, patch, { "If-Match": etag })).status, 412);

  await assert.rejects(client.callTool({ name: "list_sinks", arguments: {} }), { code: -32602 });
  assert.ok((await call(client, "list_databases")).total > 0);
});
