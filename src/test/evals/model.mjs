// The same requests, given to a real model. Costs money; does nothing without ANTHROPIC_API_KEY.
import assert from "node:assert/strict";
import { readFileSync, rmSync } from "node:fs";
import Anthropic from "@anthropic-ai/sdk";
import { parse } from "yaml";
import { allowed, isDone, prepare, tellsFacts } from "./judge.mjs";
import { directory, freePort } from "../clients/processes.mjs";
import { connectBridge, Ours, Sandbox } from "./world.mjs";

const { ANTHROPIC_API_KEY: key, EVAL_MODEL: model = "claude-sonnet-4-5", EVAL_SERVER: server = "ours" } = process.env;
const MAX_TURNS = 15;

if (!key) {
  console.log("Skipped: the tasks are given to a model only when ANTHROPIC_API_KEY is set");
  process.exit(0);
}

const tasks = parse(readFileSync(new URL("tasks.yaml", import.meta.url), "utf8"));
const anthropic = new Anthropic({ apiKey: key });
const dir = directory("evals");
const port = await freePort();
const ours = server === "ours" ? await Ours.start(tasks, port, dir) : undefined;
let done = 0;
try {
  for (const [i, task] of tasks.entries()) {
    const sandbox = await Sandbox.start(dir, port);
    const client = ours ? await ours.connect(i) : await connectBridge(sandbox.url);
    try {
      await prepare(task, sandbox, client, !ours);
      const { said, calls, tokens, tools } = await ask(task.ask, client);
      const failure = await failureOf(async () => {
        assert.deepEqual(tools.filter((tool) => ours && !allowed(task).includes(tool)), [], "tools that have no place here");
        tellsFacts(task, said);
        await isDone(task, sandbox);
      });
      done += failure ? 0 : 1;
      console.log(`${failure ? "not done" : "done"}  ${task.id}: ${calls} calls, ${tokens} tokens${failure ? `: ${failure}` : ""}`);
    } finally {
      await client.close();
      await sandbox.stop();
    }
  }
} finally {
  await ours?.stop();
  rmSync(dir, { recursive: true, force: true });
}
console.log(`${done} of ${tasks.length} done by ${model} with ${server === "ours" ? "Sequin MCP" : "the bridge"}`);

/** Lets the model work until it calls no more tools. What it read counts as said: it is what it can tell its user. */
async function ask(request, client) {
  const { tools } = await client.listTools();
  const offered = tools.map(({ name, description, inputSchema }) => ({ name, description, input_schema: inputSchema }));
  const messages = [{ role: "user", content: request }];
  let [said, calls, tokens] = ["", 0, 0];
  const used = new Set();
  for (let turn = 0; turn < MAX_TURNS; turn++) {
    const answer = await anthropic.messages.create({
      model,
      max_tokens: 2048,
      system: client.getInstructions() ?? "",
      tools: offered,
      messages,
    });
    tokens += answer.usage.input_tokens + answer.usage.output_tokens;
    messages.push({ role: "assistant", content: answer.content });
    const uses = answer.content.filter((part) => part.type === "tool_use");
    said += answer.content.map((part) => part.text ?? "").join("\n");
    if (uses.length === 0) {
      break;
    }
    const results = [];
    for (const use of uses) {
      calls += 1;
      used.add(use.name);
      const result = await client.callTool({ name: use.name, arguments: use.input });
      const text = result.content.map((part) => part.text ?? "").join("\n");
      said += text;
      results.push({ type: "tool_result", tool_use_id: use.id, content: text, is_error: Boolean(result.isError) });
    }
    messages.push({ role: "user", content: results });
  }
  return { said, calls, tokens, tools: [...used] };
}

async function failureOf(check) {
  try {
    await check();
    return undefined;
  } catch (failure) {
    return failure.message.split("\n")[0];
  }
}
