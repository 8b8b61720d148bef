// How a task is gone through without a model: the first call is the request's, all others are those that the answers propose.
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { encode } from "gpt-tokenizer/encoding/o200k_base";

const MAX_REPEATS = 12;

export const tokens = (value) => encode(typeof value === "string" ? value : JSON.stringify(value)).length;

/** What a client shows its model of a server before anything is asked: the names of the tools, and what all of it costs. */
export async function definitions(client) {
  const { tools } = await client.listTools();
  return {
    names: tools.map((tool) => tool.name),
    tokens: tokens(tools.map(({ name, description, inputSchema }) => ({ name, description, inputSchema }))),
  };
}

/** Everything that was asked and answered in one task. */
class Exchange {
  calls = 0;
  tokens = 0;
  texts = [];
  bodies = [];

  constructor(client) {
    this.client = client;
  }

  async call(name, args, refused = false) {
    const result = await this.client.callTool({ name, arguments: args });
    const text = result.content.map((part) => part.text ?? "").join("\n");
    this.calls += 1;
    this.tokens += tokens({ name, arguments: args }) + tokens(text);
    this.texts.push(text);
    assert.equal(Boolean(result.isError), refused, `${name} ${JSON.stringify(args)}: ${text}`);
    const body = result.structuredContent ?? parsed(text);
    this.bodies.unshift(body);
    return { text, body };
  }
}

/** The shortest way with this service's tools. */
export async function walkOurs(task, client) {
  const exchange = new Exchange(client);
  let answer;
  for (const step of task.ours) {
    if (step.call) {
      answer = await exchange.call(step.call, step.with, step.refused);
    } else {
      answer = await exchange.call(step.follow, completed(proposed(exchange.bodies, step), step), step.refused);
    }
  }
  for (let i = 0; task.until && answer.body.state !== task.until; i++) {
    assert.ok(i < MAX_REPEATS, `never ${task.until}: ${answer.text}`);
    answer = await exchange.call("get_backfill", proposed(exchange.bodies, { follow: "get_backfill" }).arguments);
  }
  return exchange;
}

/** The shortest way with one tool for each operation. */
export async function walkBridge(task, client, sandbox) {
  const exchange = new Exchange(client);
  const kept = {};
  for (const step of task.bridge) {
    if (step.lever) {
      await sandbox.pull(step.lever);
      continue;
    }
    const args = filledIn(step.with, kept);
    let answer = await exchange.call(step.call, args, step.refused);
    for (let i = 0; step.repeat && answer.body.state !== step.repeat.until; i++) {
      assert.ok(i < MAX_REPEATS, `never ${step.repeat.until}: ${answer.text}`);
      await sleep(step.repeat.every * 1000);
      answer = await exchange.call(step.call, args);
    }
    for (const [name, path] of Object.entries(step.keep ?? {})) {
      kept[name] = at(answer.body, path);
      assert.ok(kept[name] !== undefined, `${step.call} has no ${path}: ${answer.text}`);
    }
  }
  return exchange;
}

/** The call that an answer proposes; of several answers the last. */
function proposed(bodies, { follow, where = {} }) {
  const proposals = proposalsOf(bodies);
  const found = proposals.find(
    (it) => it.tool === follow && Object.entries(where).every(([name, value]) => it.arguments[name] === value),
  );
  assert.ok(found, `no ${follow} ${JSON.stringify(where)} is proposed, but ${JSON.stringify(proposals)}`);
  return found;
}

/** With what the request says: the arguments that are to be asked for, and what else it wants. */
function completed({ arguments: known, ask = [] }, { with: said = {} }) {
  assert.deepEqual(ask.filter((name) => !(name in said)), [], "the request does not say what is asked for");
  return { ...known, ...said };
}

/** Wherever they stand: beside an answer, beside each of its findings, in an error. */
function proposalsOf(value) {
  if (Array.isArray(value)) {
    return value.flatMap(proposalsOf);
  }
  if (value === null || typeof value !== "object") {
    return [];
  }
  const own = typeof value.tool === "string" && value.arguments ? [value] : [];
  return [...own, ...Object.values(value).flatMap(proposalsOf)];
}

const filledIn = (args, kept) =>
  Object.fromEntries(
    Object.entries(args).map(([name, value]) => [
      name,
      typeof value === "string" && value.startsWith("$") ? kept[value.slice(1)] : value,
    ]),
  );

/** The value at a path such as data[0].id, or all of data[].ack_id. */
function at(body, path) {
  return path.split(".").reduce((value, part) => {
    const [, name, index] = /^(\w+)(?:\[(\d*)])?$/.exec(part);
    const of = (parent) => (index === undefined ? parent[name] : index === "" ? parent[name] : parent[name][index]);
    const each = Array.isArray(value) ? value.map(of) : of(value);
    return each;
  }, body);
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
