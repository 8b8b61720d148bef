// Dev mode, from a client's side: an edit of a tool or of the API description shows at a later call, within the session
// that is open, and the sandbox still is what it was. Edits files of this project and puts them back.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { call, connect } from "./connect.mjs";

const { MCP_URL: url, MAVEN: maven = "mvn" } = process.env;
const root = new URL("../../../", import.meta.url);
const MARK = "Edited while it runs. ";
const SINK = { sink_id_or_name: "warehouse_sync" };

const edited = new Map();
process.on("exit", () => [...edited.keys()].forEach(restore));
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(1));

let client;
let backfill;
before(async () => {
  client = await connect("http", url);
  backfill = (await call(client, "create_backfill", { ...SINK, table: "public.orders" })).id;
});
after(() => client?.close());

test("an edited description shows without a restart, in the same session", async () => {
  const description = async () => (await client.listTools()).tools.find((tool) => tool.name === "get_health").description;
  const original = await description();

  edit("src/main/java/io/sequinmcp/tools/SystemTools.java", original.split(" ").slice(0, 4).join(" "));
  await until(async () => (await description()) === MARK + original);
  await stays();

  restore("src/main/java/io/sequinmcp/tools/SystemTools.java");
  await until(async () => (await description()) === original);
});

test("so does an edited API description, once the client is generated from it anew", async () => {
  const description = async () =>
    (await call(client, "describe_sink_type", { type: "webhook" })).fields.find(({ name }) => name === "batch").description;
  const original = await description();

  edit("openapi-spec/sequin.yaml", original.split(" ").slice(0, 6).join(" "));
  await generate();
  await until(async () => (await description()) === MARK + original);
  await stays();

  restore("openapi-spec/sequin.yaml");
  await generate();
  await until(async () => (await description()) === original);
});

/** Puts a mark before the first place of a text. */
function edit(path, text) {
  const before = readFileSync(new URL(path, root), "utf8");
  assert.ok(before.includes(text), `"${text}" is in ${path}`);
  edited.set(path, before);
  writeFileSync(new URL(path, root), before.replace(text, MARK + text));
}

function restore(path) {
  if (edited.has(path)) writeFileSync(new URL(path, root), edited.get(path));
  edited.delete(path);
}

/** As the README says, beside the dev mode that runs. */
function generate() {
  return promisify(execFile)(maven, ["-q", "-B", "process-resources"], { cwd: fileURLToPath(root) });
}

/** The session is good, and the sandbox has what was made in it. */
async function stays() {
  const { backfills } = await call(client, "list_backfills", SINK);
  assert.ok(backfills.some(({ id }) => id === backfill), "the sandbox forgot the backfill");
}

/** Waits until the condition holds; a reload takes as long as a compilation. */
async function until(holds) {
  for (const deadline = Date.now() + 120_000; Date.now() < deadline; await sleep(1_000)) {
    if (await holds()) return;
  }
  assert.fail("not within two minutes");
}
