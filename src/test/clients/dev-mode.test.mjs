// Dev mode, from a client's side: an edit of a tool shows at the next call, within the session that is open, and the
// sandbox still is what it was. Edits a source file of this project and puts it back.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { call, connect } from "./connect.mjs";

const source = new URL("../../main/java/io/sequinmcp/tools/SystemTools.java", import.meta.url);
const before = readFileSync(source, "utf8");
process.on("exit", () => writeFileSync(source, before));
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(1));

test("an edited description shows without a restart, in the same session", async (t) => {
  const client = await connect("http", process.env.MCP_URL);
  t.after(() => client.close());
  const sink = { sink_id_or_name: "warehouse_sync" };
  const description = async () => (await client.listTools()).tools.find((tool) => tool.name === "get_health").description;
  const original = await description();
  const { id } = await call(client, "create_backfill", { ...sink, table: "public.orders" });

  const opening = original.split(" ").slice(0, 4).join(" ");
  assert.equal(before.split(`"${opening}`).length, 2, `"${opening}" is in ${source.pathname} once`);
  writeFileSync(source, before.replace(`"${opening}`, `"Edited while it runs. ${opening}`));
  await until(async () => (await description()) === `Edited while it runs. ${original}`);

  const { backfills } = await call(client, "list_backfills", sink);
  assert.ok(backfills.some((backfill) => backfill.id === id), "the sandbox forgot the backfill");

  writeFileSync(source, before);
  await until(async () => (await description()) === original);
});

/** Waits until the condition holds; a reload takes as long as a compilation. */
async function until(holds) {
  for (const deadline = Date.now() + 120_000; Date.now() < deadline; await sleep(1_000)) {
    if (await holds()) return;
  }
  assert.fail("not within two minutes");
}
