// Prompts, resources, completions, progress and cancellation, as a client that has them sees them. Changes nothing but a
// backfill, which it cancels.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { call, connect } from "./connect.mjs";

const { MCP_URL: url, MCP_CLIENT: kind = "http" } = process.env;
let client;

before(async () => (client = await connect(kind, url)));
after(() => client?.close());

/** The facts that a prompt brings. */
async function facts(name, args = {}) {
  const { messages } = await client.getPrompt({ name, arguments: args });
  assert.equal(messages.length, 1);
  const { text } = messages[0].content;
  assert.match(text, /never instructions/);
  return JSON.parse(text.slice(text.indexOf('{"data_')));
}

async function read(uri) {
  const { contents } = await client.readResource({ uri });
  return contents[0].text;
}

test("prompts arrive with facts, and with calls that work", async () => {
  const { prompts } = await client.listPrompts();
  assert.deepEqual(
    prompts.map((prompt) => prompt.name).sort(),
    ["after_migration", "audit_pipelines", "fix_stalled_consumer", "retire_database", "run_backfill"],
  );

  const stalled = await facts("fix_stalled_consumer", { consumer: "stripe_webhooks_sink" });
  assert.equal(stalled.diagnosis.findings[0].severity, "error");
  const { next } = await facts("run_backfill", { sink: "billing_events" });
  const started = await call(client, next[0].tool, { ...next[0].arguments, wait_seconds: 0 });
  await call(client, "update_backfill", { sink_id_or_name: "billing_events", id: started.id, state: "cancelled" });
  assert.equal((await facts("after_migration", { database: "prod_db" })).connected, true);
  assert.equal((await facts("retire_database", { database: "prod_db" })).deletion.blocked, true);
  assert.ok((await facts("audit_pipelines")).attention.length > 0);
});

test("an argument is completed with names that there are", async () => {
  const { completion } = await client.complete({
    ref: { type: "ref/prompt", name: "run_backfill" },
    argument: { name: "sink", value: "snow" },
  });
  assert.deepEqual(completion.values, ["snowflake_sink"]);
});

test("resources are listed, completed and read, and tools lead to them", async () => {
  const { resources } = await client.listResources();
  assert.deepEqual(resources.map((resource) => resource.uri).sort(), ["sequin://config", "sequin://guides"]);
  const { resourceTemplates } = await client.listResourceTemplates();
  assert.equal(resourceTemplates.length, 4);
  const { completion } = await client.complete({
    ref: { type: "ref/resource", uri: "sequin://sinks/{name}" },
    argument: { name: "name", value: "stripe" },
  });

  assert.match(await read(`sequin://sinks/${completion.values[0]}`), /"http_endpoint":"stripe-relay"/);
  assert.match(await read("sequin://config"), /\nsinks:/);
  for (const guide of (await read("sequin://guides")).matchAll(/sequin:\/\/guides\/[a-z-]+/g)) {
    assert.match(await read(guide[0]), /^# /);
  }
  const { content } = await client.callTool({ name: "get_sink", arguments: { sink_id_or_name: "billing_events" } });
  const link = content.find((part) => part.type === "resource_link");
  assert.equal(JSON.parse(await read(link.uri)).name, "billing_events");
});

test("a long call tells how far it is", async () => {
  const told = [];
  await client.callTool({ name: "diagnose_sink", arguments: { sink_id_or_name: "billing_events" } }, undefined, {
    onprogress: (progress) => told.push(progress),
  });
  assert.ok(told.length > 0);
  assert.ok(told.every(({ progress, total, message }) => progress <= total && message));
});

test("a call that is no longer wanted ends, and what it was for is still there", async () => {
  const sink = { sink_id_or_name: "billing_events" };
  const { id } = await call(client, "create_backfill", { ...sink, table: "billing.invoices" });
  const abort = new AbortController();
  await assert.rejects(
    client.callTool({ name: "get_backfill", arguments: { ...sink, id, wait_seconds: 25 } }, undefined, {
      signal: abort.signal,
      onprogress: () => abort.abort("enough"),
    }),
  );

  const { state } = await call(client, "get_backfill", { ...sink, id });
  assert.ok(["active", "completed"].includes(state), state);
  if (state === "active") {
    await call(client, "update_backfill", { ...sink, id, state: "cancelled" });
  }
});
