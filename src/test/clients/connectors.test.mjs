// What a connector may not: asked by the official SDK, and at the wire where a client has no say.
import assert from "node:assert/strict";
import { test } from "node:test";
import { call, connect } from "./connect.mjs";

const { MCP_BASE: base, READER: reader, OTHER: other, EXPIRED: expired } = process.env;
const bearer = (token) => ({ Authorization: `Bearer ${token}` });

test("a reading connector lists no tool that writes or leases", async (t) => {
  const client = await connect("http", `${base}/${reader}`);
  t.after(() => client.close());

  const { tools } = await client.listTools();

  assert.ok(tools.some((tool) => tool.name === "list_sinks"));
  assert.deepEqual(
    tools.filter((tool) => !tool.annotations?.readOnlyHint).map((tool) => tool.name),
    [],
  );
});

for (const [tool, args] of Object.entries({
  receive_messages: { consumer_id_or_name: "invoice_processor" },
  create_backfill: { sink_id_or_name: "warehouse_sync", table: "orders" },
  refresh_database_tables: { database_id_or_name: "prod_db" },
  delete_database: { database_id_or_name: "prod_db", plan_id: "plan_1" },
})) {
  test(`a reading connector cannot call ${tool}`, async (t) => {
    const client = await connect("http", `${base}/${reader}`);
    t.after(() => client.close());

    await assert.rejects(client.callTool({ name: tool, arguments: args }), { code: -32602 });
  });
}

test("a reading connector leaves everything as it was", async (t) => {
  const [reading, writing] = await Promise.all([reader, other].map((token) => connect("http", `${base}/${token}`)));
  t.after(() => Promise.all([reading.close(), writing.close()]));

  const { backfills } = await call(writing, "list_backfills", { sink_id_or_name: "warehouse_sync" });

  assert.deepEqual(backfills, []);
});

test("the header is as good as the path", async (t) => {
  for (const headers of [bearer(reader), { "x-api-key": reader }]) {
    const client = await connect("http", base, headers);
    t.after(() => client.close());
    assert.ok((await call(client, "list_databases")).databases.length > 0);
  }
});

test("an expired connector is refused like one that never was", async () => {
  const never = `smcp_${"A".repeat(43)}`;

  for (const token of [expired, never]) {
    await assert.rejects(connect("http", `${base}/${token}`));
    assert.equal((await post(`${base}/${token}`, {}, initialize)).status, 404);
    assert.equal((await post(base, bearer(token), initialize)).status, 401);
  }
});

test("a session of one connector is refused for another", async () => {
  const opened = await post(`${base}/${other}`, {}, initialize);
  const session = { "Mcp-Session-Id": opened.headers.get("Mcp-Session-Id") };
  assert.equal(opened.status, 200);
  assert.ok(session["Mcp-Session-Id"]);

  assert.equal((await post(`${base}/${other}`, session, list)).status, 200);
  assert.equal((await post(`${base}/${reader}`, session, list)).status, 404);
});

const initialize = {
  jsonrpc: "2.0",
  id: "a string, as Claude sends",
  method: "initialize",
  params: { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: { name: "wire", version: "1" } },
};
const list = { jsonrpc: "2.0", id: 2, method: "tools/list" };

/** Posts a message; the answer's body must be JSON whatever its status. */
async function post(url, headers, message) {
  const answer = await fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json, text/event-stream", ...headers },
    body: JSON.stringify(message),
    signal: AbortSignal.timeout(10_000),
  });
  const { id } = await answer.json();
  assert.equal(id, message.id);
  return answer;
}
