// Whether a task is done: what had to be said was said, and Sequin is as it should be.
import assert from "node:assert/strict";

export async function prepare(task, sandbox, client, bridge) {
  for (const event of task.start ?? []) {
    if (event.lever) {
      await sandbox.pull(event.lever);
    } else if (event.api) {
      const [method, path] = event.api.split(" ");
      const { status, text } = await sandbox.call(method, path, event.body);
      assert.ok(status < 300, `${event.api}: ${text}`);
    } else {
      await client.callTool({ name: bridge ? event.bridge : event.tool, arguments: event.with });
    }
  }
}

/** The tools that a good way may use. */
export const allowed = (task) => [...task.ours.map((step) => step.call ?? step.follow), ...(task.also ?? [])];

export function tellsFacts(task, said) {
  for (const fact of task.facts ?? []) {
    assert.ok(said.includes(String(fact)), `nobody said ${fact}: ${said}`);
  }
}

export async function isDone(task, sandbox) {
  for (const end of task.end ?? []) {
    if (end.lever) {
      await sandbox.pull(end.lever);
      continue;
    }
    const { status, text, body } = await (end.get
      ? sandbox.call("GET", end.get)
      : sandbox.call("POST", end.post, end.body));
    assert.equal(status, end.status ?? 200, text);
    for (const [pointer, value] of Object.entries(end.has ?? {})) {
      assert.deepEqual(pointed(body, pointer), value, `${pointer} in ${text}`);
    }
    for (const [pointer, size] of Object.entries(end.count ?? {})) {
      assert.equal(pointed(body, pointer).length, size, text);
    }
    for (const absent of end.lacks ?? []) {
      assert.ok(!text.includes(absent), `${absent} is in ${text}`);
    }
  }
}

const pointed = (body, pointer) =>
  pointer
    .split("/")
    .slice(1)
    .reduce((value, name) => value?.[name], body);
