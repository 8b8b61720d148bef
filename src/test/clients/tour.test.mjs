// A tour through every tool that a connector with all tags and methods is offered, by the client that MCP_CLIENT names:
// everything Sequin can make is made, read, changed, listed and deleted. The sandbox is left as it was found, so that the
// next client can go the same way. Functions and change retentions are the one exception to "delete": they exist in YAML
// only, and applying a YAML never deletes (no API of Sequin's does). So the tour changes those that are there and changes
// them back, and only plans a new one.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { call as send, connect } from "./connect.mjs";

const { MCP_URL: url, MCP_CLIENT: kind = "http" } = process.env;
const called = new Set();
let client;
let found;

before(async () => {
  client = await connect(kind, url);
  found = await everything();
  called.clear();
});
after(() => client?.close());

test("the server: health, tunnels", async () => {
  assert.equal((await call("get_health")).healthy, true);
  assert.deepEqual((await call("list_local_tunnels")).tunnels, []);
});

test("an HTTP endpoint and a webhook sink", async () => {
  const endpoint = { http_endpoint_id_or_name: "tour-hook" };
  await call("create_http_endpoint", {
    name: "tour-hook",
    url: "https://tour.example.com/hooks",
    headers: { "X-Team": "tour" },
    encrypted_headers: { "X-Api-Key": "tour-demo-key" },
  });
  await call("update_http_endpoint", { ...endpoint, url: "https://tour.example.com/v2/hooks" });
  const changed = await call("get_http_endpoint", { ...endpoint, response_format: "detailed" });
  assert.equal(changed.url, "https://tour.example.com/v2/hooks");
  assert.deepEqual(changed.encrypted_headers, ["X-Api-Key"]);
  assert.ok(names(await call("list_http_endpoints"), "http_endpoints").includes("tour-hook"));

  const sink = { sink_id_or_name: "tour_webhook" };
  const { fields, example } = await call("describe_sink_type", { type: "webhook" });
  assert.ok(fields.some((field) => field.name === "http_endpoint") && example.type === "webhook");
  await call("create_sink", {
    name: "tour_webhook",
    database: "prod_db",
    destination: { type: "webhook", http_endpoint: "tour-hook", http_endpoint_path: "/orders" },
    include_tables: ["public.orders"],
    actions: ["insert", "update"],
    transform: "id-only",
    batch_size: 10,
    options: { max_retry_count: 20, annotations: { team: "tour" } },
  });
  await call("update_sink", { ...sink, status: "paused", batch_size: 20 });
  const { status, batch_size, health } = await call("get_sink", sink);
  assert.deepEqual([status, batch_size, health.status], ["paused", 20, "paused"]);
  assert.ok((await call("diagnose_sink", sink)).findings.length > 0);
  assert.deepEqual(names(await call("list_sinks", { status: "paused", type: "webhook" }), "sinks").includes("tour_webhook"), true);

  const inUse = await call("plan_delete", { kind: "http_endpoint", id_or_name: "tour-hook" });
  assert.equal(inUse.plan_id, undefined, "an endpoint in use gets no plan");
  await remove("sink", "tour_webhook");
  await remove("http_endpoint", "tour-hook");
});

test("a stream: backfilled, looked at, received, handed back, acknowledged", async () => {
  const sink = { sink_id_or_name: "tour_stream" };
  const stream = { consumer_id_or_name: "tour_stream" };
  await call("create_sink", {
    name: "tour_stream",
    database: "prod_db",
    destination: { type: "sequin_stream" },
    include_tables: ["billing.invoices"],
  });

  const { id } = await call("create_backfill", { ...sink, table: "billing.invoices" });
  assert.equal((await call("update_backfill", { ...sink, id, state: "paused" })).state, "paused");
  assert.equal((await call("update_backfill", { ...sink, id, state: "active" })).state, "active");
  await until("the first row arrives", async () => (await call("peek_messages", stream)).count > 0);
  // Sequin counts the rows of a backfill at its end only, unless it runs for minutes
  assert.match((await call("get_backfill", { ...sink, id, wait_seconds: 1 })).state, /^(active|completed)$/);
  assert.deepEqual((await call("list_backfills", sink)).backfills.map((backfill) => backfill.id), [id]);

  const first = await call("receive_messages", { ...stream, batch_size: 3, wait_seconds: 20 });
  assert.ok(first.messages.every((message) => message.action === "read" && message.table === "billing.invoices"));
  const { deliveries } = await call("list_deliveries", stream);
  assert.deepEqual(deliveries.map((delivery) => delivery.delivery_id), [first.delivery_id]);
  const back = await call("nack_messages", { ...stream, delivery_id: first.delivery_id });
  assert.equal(back.accepted, first.messages.length);

  const again = await call("receive_messages", { ...stream, batch_size: 3, wait_seconds: 20 });
  assert.ok(again.messages.some((message) => message.redelivered));
  const ack_ids = again.messages.map((message) => message.ack_id);
  assert.equal((await call("ack_messages", { ...stream, ack_ids })).accepted, ack_ids.length);
  assert.deepEqual((await call("list_deliveries", stream)).deliveries, []);

  await remove("sink", "tour_stream");
});

test("a database", async () => {
  const database = { database_id_or_name: "tour_db" };
  await call("create_database", {
    name: "tour_db",
    hostname: "postgres.internal",
    database: "prod",
    username: "sequin",
    password: "postgres-demo-password",
    slot_name: "spare_slot",
    publication_name: "sequin_pub",
  });
  assert.equal((await call("test_database_connection", database)).ok, true);
  assert.equal((await call("refresh_database_tables", database)).refreshed, true);
  assert.equal((await call("update_database", { ...database, slot_status: "disabled" })).slot_status, "disabled");
  const { port, slot_status } = await call("get_database", database);
  assert.deepEqual([port, slot_status], [5432, "disabled"]);
  assert.ok(names(await call("list_databases"), "databases").includes("tour_db"));

  await remove("database", "tour_db");
});

test("a replication entry", async () => {
  const { id } = await call("create_replication", {
    database_id_or_name: "analytics_db",
    slot_name: "spare_analytics_slot",
    publication_name: "analytics_pub",
  });
  await call("update_replication", { id, status: "disabled" });
  assert.equal((await call("get_replication", { id })).slot_name, "spare_analytics_slot");
  assert.ok((await call("list_replications")).replications.some((entry) => entry.id === id));

  await remove("replication", id, { id });
});

test("an API key", async () => {
  const { id } = await call("create_api_key", { name: "tour-key" });
  assert.ok(names(await call("list_api_keys"), "api_keys").includes("tour-key"));

  await remove("api_key", id, { id });
});

test("a YAML with functions and change retentions, changed and changed back", async () => {
  const sections = ["functions", "change_retentions"];
  const original = (await call("export_config", { sections })).yaml;
  const changed = `
functions:
  - name: record-only
    type: path
    path: record.id
change_retentions:
  - name: order_history
    source_database: prod_db
    source_table_schema: public
    source_table_name: orders
    destination_database: prod_db
    destination_table_schema: audit
    destination_table_name: order_changes
    actions: [delete]
http_endpoints:
  - name: tour-yaml-hook
    url: https://tour.example.com/yaml
sinks:
  - name: tour_yaml_sink
    database: prod_db
    destination: {type: webhook, http_endpoint: tour-yaml-hook}
    source: {include_tables: [public.orders]}
    transform: id-only
`;
  const plan = await call("plan_config", { yaml: changed });
  assert.deepEqual(
    plan.changes.map(({ action, type, name }) => `${action} ${type} ${name}`).sort(),
    [
      "create http_endpoint tour-yaml-hook",
      "create sink tour_yaml_sink",
      "update change_retention order_history",
      "update function record-only",
    ],
  );
  assert.equal((await call("export_config", { sections })).yaml, original, "a plan changes nothing");
  assert.equal((await call("apply_config", { plan_id: plan.plan_id })).applied, true);
  const { yaml } = await call("export_config", { sections });
  assert.match(yaml, /record\.id/);
  assert.notEqual(yaml, original);

  const back = await call("plan_config", { yaml: original });
  assert.deepEqual([back.creates, back.updates], [0, 2]);
  await call("apply_config", { plan_id: back.plan_id });
  assert.equal((await call("export_config", { sections })).yaml, original);
  await remove("sink", "tour_yaml_sink");
  await remove("http_endpoint", "tour-yaml-hook");

  // One that is new would stay for good
  const { creates } = await call("plan_config", { yaml: "functions: [{name: tour-function, type: path, path: record}]" });
  assert.equal(creates, 1);
});

test("no tool was left out", async () => {
  const { tools } = await client.listTools();

  assert.deepEqual([...called].sort(), tools.map((tool) => tool.name).sort());
});

test("the sandbox is as it was found", async () => {
  assert.deepEqual(await everything(), found);
});

async function call(name, args = {}) {
  called.add(name);
  return send(client, name, args);
}

/** Deletes in two steps. */
async function remove(kind, idOrName, target = { [`${kind}_id_or_name`]: idOrName }) {
  const { plan_id } = await call("plan_delete", { kind, id_or_name: idOrName });
  await call(`delete_${kind}`, { ...target, plan_id });
}

/** All that is configured, and what the tour could have left behind beside that. */
async function everything() {
  const { sinks } = await call("list_sinks", { limit: 200 });
  const backfills = [];
  for (const { name } of sinks) {
    backfills.push(...(await call("list_backfills", { sink_id_or_name: name })).backfills.map(({ id }) => id));
  }
  return {
    backfills,
    sinks: sinks.map(({ name, type, database, status }) => ({ name, type, database, status })),
    yaml: (await call("export_config")).yaml,
    endpoints: await call("list_http_endpoints", { response_format: "detailed" }),
    databases: await call("list_databases", { response_format: "detailed" }),
    replications: await call("list_replications"),
    keys: await call("list_api_keys"),
    deliveries: await call("list_deliveries"),
  };
}

const names = (list, kind) => list[kind].map((entry) => entry.name);

/** Waits until the condition holds, at most a minute: a backfill sends its first row after some 16 s. */
async function until(what, holds) {
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; await sleep(1_000)) {
    if (await holds()) return;
  }
  assert.fail(`${what}: not within a minute`);
}
