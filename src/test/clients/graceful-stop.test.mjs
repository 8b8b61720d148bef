// A server that is told to stop answers what it has begun. STOP is the command that tells it, and ends when it is gone.
import assert from "node:assert/strict";
import { exec } from "node:child_process";
import { test } from "node:test";
import { promisify } from "node:util";
import { call, connect, underWay } from "./connect.mjs";

const { MCP_URL: url, STOP: stop } = process.env;

test("a call that waits when the server is stopped is answered, and then the server is gone", async () => {
  const client = await connect("http", url);
  const sink = { sink_id_or_name: "snowflake_sink" };
  const { id } = await call(client, "create_backfill", { ...sink, table: "transactions" });
  const [waiting, waits] = underWay(client, "get_backfill", { ...sink, id, wait_seconds: 10 });
  let answered = false;
  waiting.finally(() => (answered = true)).catch(() => {});
  await waits;
  assert.ok(!answered, "the call still waits");

  const stopping = promisify(exec)(stop);
  assert.equal((await waiting).id, id);
  await stopping;

  await assert.rejects(fetch(url, { method: "POST" }), "nobody listens any more");
});
