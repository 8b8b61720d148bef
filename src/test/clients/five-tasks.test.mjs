// The tasks people give to an agent, carried out on a freshly started sandbox by the client that MCP_CLIENT names.
// (a) and (b) leave it so that the next client finds the same.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { call, connect, refused } from "./connect.mjs";

const { MCP_URL: url, MCP_CLIENT: kind = "http" } = process.env;
let client;

before(async () => (client = await connect(kind, url)));
after(() => client?.close());

test("the server introduces itself, with tools that say what they do", async () => {
  const { tools } = await client.listTools();

  assert.equal(client.getServerVersion().name, "sequin-mcp");
  assert.ok(client.getInstructions());
  for (const tool of tools) {
    assert.ok(tool.title && tool.description && tool.outputSchema, tool.name);
    assert.equal(typeof tool.annotations.readOnlyHint, "boolean", tool.name);
    assert.equal(typeof tool.annotations.destructiveHint, "boolean", tool.name);
  }
});

test("(a) reads the first five pending messages of invoice_processor and gives them back", async () => {
  const stream = { consumer_id_or_name: "invoice_processor" };
  const first = await call(client, "receive_messages", { ...stream, batch_size: 5 });
  const ids = first.messages.map((message) => message.record.id);
  assert.equal(new Set(ids).size, 5);

  await call(client, "nack_messages", { ...stream, ack_ids: first.messages.map((message) => message.ack_id) });
  const again = await call(client, "receive_messages", { ...stream, batch_size: 5, wait_seconds: 10 });
  assert.deepEqual(again.messages.map((message) => message.record.id), ids);

  await call(client, "nack_messages", { ...stream, delivery_id: again.delivery_id });
});

test("(b) backfills transactions to snowflake_sink unless one is running", async () => {
  const sink = { sink_id_or_name: "snowflake_sink" };
  const table = "transactions";
  assert.deepEqual((await call(client, "list_backfills", { ...sink, state: "active" })).backfills, []);

  // The sink takes a whole schema: without a table Sequin would backfill them all
  assert.match(await refused(client, "create_backfill", sink), /transactions/);

  const created = await call(client, "create_backfill", { ...sink, table });
  assert.equal(created.state, "active");
  assert.match(await refused(client, "create_backfill", { ...sink, table }), new RegExp(created.id));

  const backfill = { ...sink, id: created.id };
  await until("it advances", async () => (await call(client, "get_backfill", backfill)).rows_done > 0);

  // Spelled as people do; LangChain itself lets only pass what the schema says
  const cancelled = kind === "langchain" ? "cancelled" : "canceled";
  assert.equal((await call(client, "update_backfill", { ...backfill, state: cancelled })).state, "cancelled");
  assert.equal((await call(client, "get_backfill", backfill)).state, "cancelled");
});

test("(c) pulls ten from billing_events, tells what they are, and acks them", async () => {
  const stream = { consumer_id_or_name: "billing_events" };
  const { messages } = await call(client, "receive_messages", { ...stream, batch_size: 10 });
  assert.equal(messages.length, 10);
  assert.deepEqual(new Set(messages.map((message) => message.action)), new Set(["insert", "update", "delete"]));
  for (const message of messages) {
    assert.ok(Object.keys(message.primary_keys).length > 0);
  }

  const acked = messages.map((message) => message.ack_id);
  await call(client, "ack_messages", { ...stream, ack_ids: acked });

  const rest = await call(client, "receive_messages", { ...stream, batch_size: 100 });
  assert.deepEqual(rest.messages.filter((message) => acked.includes(message.ack_id)), []);
  if (rest.messages.length > 0) {
    await call(client, "nack_messages", { ...stream, delivery_id: rest.delivery_id });
  }
});

test("(d) tells the health and the batch size of stripe_webhooks_sink", async () => {
  const sink = await call(client, "get_sink", { sink_id_or_name: "stripe_webhooks_sink" });

  assert.equal(sink.batch_size, 50);
  assert.equal(sink.health.status, "error");
  assert.ok(sink.health.failing.length > 0);
});

test("(e) refreshes the tables of prod_db", async () => {
  const { databases } = await call(client, "list_databases");
  assert.ok(databases.some((database) => database.name === "prod_db"));

  await call(client, "refresh_database_tables", { database_id_or_name: "prod_db" });
});

/** Waits until the condition holds, at most a minute: a backfill sends its first row after some 16 s. */
async function until(what, holds) {
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; await sleep(500)) {
    if (await holds()) return;
  }
  assert.fail(`${what}: not within a minute`);
}
