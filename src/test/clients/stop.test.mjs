// SIGTERM while agents wait for messages and for a backfill: the service is no longer ready, answers both, and is gone.
import assert from "node:assert/strict";
import { test } from "node:test";
import { call, connect, underWay } from "./connect.mjs";
import { startPair, until } from "./processes.mjs";

test("it leaves in good order", { timeout: 120_000 }, async (t) => {
  const server = await startPair(t, "stop");
  const [waiting, watching] = [await connect("http", server.mcp), await connect("http", server.mcp)];

  const stream = { consumer_id_or_name: "billing_events" };
  const taken = await call(waiting, "receive_messages", { ...stream, batch_size: 100 });
  await call(waiting, "ack_messages", { ...stream, delivery_id: taken.delivery_id });
  const [poll, polling] = underWay(waiting, "receive_messages", { ...stream, wait_seconds: 25 });
  const [backfill, filling] = underWay(watching, "create_backfill", { sink_id_or_name: "snowflake_sink", table: "public.users", wait_seconds: 25 });
  await Promise.all([polling, filling]);

  const begun = Date.now();
  const gone = server.stop();
  await until("it says that it is not ready", () => fetch(`${server.management}/q/health/ready`).then((it) => it.status === 503, () => false), 10);
  const [messages, rows] = await Promise.all([poll, backfill]);
  const answered = Date.now() - begun;
  await gone;

  assert.ok(messages.count > 0 || messages.empty === "stopping", JSON.stringify(messages));
  assert.ok(rows.id);
  assert.ok(answered < 15_000, `answered after ${answered} ms, long before the waits were over`);
  t.diagnostic(`answered ${answered} ms after SIGTERM, gone after ${Date.now() - begun} ms; messages: ${messages.empty ?? messages.count}, backfill: ${rows.state}`);
});
