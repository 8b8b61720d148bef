// SIGTERM while agents wait for messages and for a backfill: the service is no longer ready, answers both, and is gone.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { connect } from "./connect.mjs";
import { directory, startSandbox, startServer } from "./processes.mjs";

test("it leaves in good order", { timeout: 120_000 }, async (t) => {
  const dir = directory("stop");
  const sandbox = await startSandbox(dir);
  t.after(sandbox.stop);
  const token = `smcp_${randomBytes(32).toString("base64url")}`;
  const server = await startServer(dir, {
    SEQUIN_URL: sandbox.url,
    SEQUIN_API_TOKEN: sandbox.token,
    SEQUIN_MCP_ADMIN_TOKEN: randomBytes(32).toString("hex"),
    SEQUIN_MCP_ENCRYPTION_KEY: randomBytes(32).toString("hex"),
    SEQUIN_MCP_CONNECTORS_AGENT_TOKEN: token,
    SEQUIN_MCP_CONNECTORS_AGENT_METHODS: "read,write,custom",
  });
  t.after(server.kill);
  const [waiting, watching] = [await connect("http", `${server.url}/mcp/${token}`), await connect("http", `${server.url}/mcp/${token}`)];

  const stream = { consumer_id_or_name: "billing_events" };
  const taken = await tool(waiting, "receive_messages", { ...stream, batch_size: 100 });
  await tool(waiting, "ack_messages", { ...stream, delivery_id: taken.delivery_id });
  const poll = tool(waiting, "receive_messages", { ...stream, wait_seconds: 25 });
  const backfill = tool(watching, "create_backfill", { sink_id_or_name: "snowflake_sink", table: "public.users", wait_seconds: 25 });
  await sleep(2_000);

  const begun = Date.now();
  const gone = server.stop();
  await until("it says that it is not ready", async () => (await fetch(`${server.management}/q/health/ready`)).status === 503);
  const [messages, rows] = await Promise.all([poll, backfill]);
  const answered = Date.now() - begun;
  await gone;

  assert.ok(messages.count > 0 || messages.empty === "stopping", JSON.stringify(messages));
  assert.ok(rows.id);
  assert.ok(answered < 15_000, `answered after ${answered} ms, long before the waits were over`);
  t.diagnostic(`answered ${answered} ms after SIGTERM, gone after ${Date.now() - begun} ms; messages: ${messages.empty ?? messages.count}, backfill: ${rows.state}`);
});

async function tool(client, name, args) {
  const result = await client.callTool({ name, arguments: args });
  assert.ok(!result.isError, `${name}: ${result.content[0].text}`);
  return result.structuredContent;
}

async function until(what, holds) {
  for (const end = Date.now() + 10_000; Date.now() < end; await sleep(20)) {
    if (await holds().catch(() => false)) return;
  }
  assert.fail(`not within 10 s: ${what}`);
}
