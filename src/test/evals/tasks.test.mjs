// Each task on a sandbox of its own, gone by the calls that answers propose, and over a bridge that turns every operation of
// the API into a tool. Compares calls and tokens, and holds them against the table in README.md (UPDATE=true writes it).
import assert from "node:assert/strict";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { parse } from "yaml";
import { allowed, isDone, prepare, tellsFacts } from "./judge.mjs";
import { table } from "./report.mjs";
import { definitions, walkBridge, walkOurs } from "./walk.mjs";
import { directory, freePort } from "../clients/processes.mjs";
import { connectBridge, Ours, Sandbox } from "./world.mjs";

const tasks = parse(readFileSync(new URL("tasks.yaml", import.meta.url), "utf8"));
const readme = new URL("README.md", import.meta.url);
const dir = directory("evals");
const results = [];
const shown = {};
let port;
let ours;

before(async () => {
  port = await freePort();
  ours = await Ours.start(tasks, port, dir);
});
after(async () => {
  await ours?.stop();
  rmSync(dir, { recursive: true, force: true });
});

for (const [i, task] of tasks.entries()) {
  test(task.id, async () => {
    const mine = await carriedOut(task, {
      connect: () => ours.connect(i),
      walk: walkOurs,
      bridge: false,
    });
    const theirs = await carriedOut(task, { connect: connectBridge, walk: walkBridge, bridge: true });
    results.push({ task, ours: mine, bridge: theirs });

    assert.deepEqual(allowed(task).filter((tool) => !mine.names.includes(tool)), [], "no such tool");
    if (!task.planned) {
      assert.ok(mine.calls <= theirs.calls, `${mine.calls} calls, ${theirs.calls} over the bridge`);
    }
    if (task.steps === "many") {
      assert.ok(mine.calls * 2 <= theirs.calls, `${mine.calls} calls, more than half of the bridge's ${theirs.calls}`);
    }
  });
}

async function carriedOut(task, { connect, walk, bridge }) {
  const sandbox = await Sandbox.start(dir, port);
  let client;
  try {
    client = await connect(sandbox.url);
    const known = await definitions(client);
    shown[bridge ? "bridge" : task.tags ? "advanced" : "ours"] ??= known;
    await prepare(task, sandbox, client, bridge);
    const exchange = await walk(task, client, sandbox);
    tellsFacts(task, exchange.texts.join("\n"));
    await isDone(task, sandbox);
    return { calls: exchange.calls, tokens: exchange.tokens, names: known.names };
  } finally {
    await client?.close();
    await sandbox.stop();
  }
}

test("each tool has its typical request among the tasks", () => {
  const walked = tasks.flatMap((task) => task.ours.map((step) => step.call ?? step.follow));
  const names = [...shown.ours.names, ...shown.advanced.names];
  assert.deepEqual(names.filter((tool) => !walked.includes(tool)), [], "tools on no task's way");
});

test("all but what a request begins with is proposed by an answer", () => {
  for (const { id, ours, asked = 1 } of tasks) {
    assert.equal(ours.filter((step) => step.call).length, asked, `calls of ${id} that nothing proposed`);
  }
});

test("all tasks together cost at most half of the bridge's tokens, and what the table says", () => {
  assert.equal(results.length, tasks.length, "some task was not carried out");
  const { markdown, totals } = table(results, shown);
  console.log(markdown);
  assert.ok(totals.ours * 2 <= totals.bridge, `${totals.ours} tokens, ${totals.bridge} over the bridge`);
  assert.ok(totals.oursExchanged * 2 <= totals.bridgeExchanged, "more than half without the definitions of tools");

  const text = readFileSync(readme, "utf8");
  const [, head, committed, tail] = /^(.*<!-- report:start -->\n)(.*)(<!-- report:end -->.*)$/s.exec(text);
  if (process.env.UPDATE === "true") {
    writeFileSync(readme, head + markdown + tail);
    return;
  }
  // Times and random marks move a few tokens
  const total = (table) => Number(/\*\*all\*\*(?: \| \*\*\d+\*\*){2} \| \*\*([\d,]+)\*\*/.exec(table)[1].replaceAll(",", ""));
  const difference = Math.abs(total(committed) / total(markdown) - 1);
  assert.ok(difference < 0.05, "the table in README.md is out of date: UPDATE=true npm test");
});
