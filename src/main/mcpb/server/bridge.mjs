// Speaks MCP over stdio on one side and over HTTP on the other: what comes as a line goes out as a POST, and what comes
// back, as JSON or as a stream of events, goes out as lines. It knows of messages only what HTTP wants to have of them.
import { createInterface } from "node:readline";

const REQUEST_TIMEOUT = 300_000; // beyond the longest call, milliseconds
const PROTOCOL = "io.modelcontextprotocol/protocolVersion";

const url = given("SEQUIN_MCP_URL");
const token = given("SEQUIN_MCP_TOKEN");
const underWay = new Map(); // by id, what aborts a request without a session
let session; // what the server said at "initialize"
let opening = Promise.resolve(); // what comes after "initialize" waits for its answer

if (!url || !URL.canParse(url)) {
  console.error("SEQUIN_MCP_URL must be the URL of a connector");
  process.exit(1);
}

const lines = createInterface({ input: process.stdin, crlfDelay: Infinity });
const pending = new Set();
for await (const line of lines) {
  if (line.trim() === "") continue;
  const sent = forward(line).finally(() => pending.delete(sent));
  pending.add(sent);
}
await Promise.all(pending);

/** What the client configured; it leaves the placeholder where nothing was entered. */
function given(name) {
  const value = process.env[name]?.trim();
  return value && !value.startsWith("${") ? value : undefined;
}

async function forward(line) {
  let message;
  try {
    message = JSON.parse(line);
  } catch {
    return write({ jsonrpc: "2.0", id: null, error: { code: -32700, message: "A line must be a JSON-RPC message" } });
  }
  const stateless = message.params?._meta?.[PROTOCOL];
  if (message.method === "notifications/cancelled" && underWay.has(message.params?.requestId)) {
    // Without a session, to hang up is to cancel
    underWay.get(message.params.requestId).abort();
    return;
  }
  if (message.method === "initialize") {
    opening = post(message);
    return opening;
  }
  await opening;
  return post(message, stateless);
}

async function post(message, stateless) {
  const aborting = new AbortController();
  const isRequest = message.id !== undefined && message.method !== undefined;
  if (stateless && isRequest) underWay.set(message.id, aborting);
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: headers(message, stateless),
      body: JSON.stringify(message),
      signal: AbortSignal.any([aborting.signal, AbortSignal.timeout(REQUEST_TIMEOUT)]),
    });
    const began = message.method === "initialize" && response.headers.get("mcp-session-id");
    if (began) session = { id: began };
    await pass(response, message);
  } catch (failure) {
    if (isRequest && !aborting.signal.aborted) {
      answer(message, `The Sequin MCP server cannot be reached: ${failure.cause?.code ?? failure.message}`);
    }
  } finally {
    if (underWay.get(message.id) === aborting) underWay.delete(message.id);
  }
}

function headers(message, stateless) {
  const result = { "Content-Type": "application/json", Accept: "application/json, text/event-stream" };
  if (token) result.Authorization = `Bearer ${token}`;
  if (stateless) {
    result["MCP-Protocol-Version"] = stateless;
    if (message.method) result["Mcp-Method"] = message.method;
    const name = message.params?.name ?? message.params?.uri;
    if (name !== undefined) result["Mcp-Name"] = headerValue(String(name));
  } else if (session && message.method !== "initialize") {
    result["Mcp-Session-Id"] = session.id;
    if (session.version) result["MCP-Protocol-Version"] = session.version;
  }
  return result;
}

/** Base64 where plain text would not survive as a header. */
function headerValue(text) {
  const plain = /^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/.test(text) && !/^=\?base64\?.*\?=$/.test(text);
  return plain ? text : `=?base64?${Buffer.from(text, "utf8").toString("base64")}?=`;
}

/** Passes on all that a response holds. */
async function pass(response, request) {
  if (response.headers.get("content-type")?.includes("text/event-stream")) {
    let rest = "";
    for await (const part of response.body.pipeThrough(new TextDecoderStream())) {
      const events = (rest + part).split(/\r?\n\r?\n/);
      rest = events.pop();
      events.forEach((event) => passText(dataOf(event), request));
    }
    return;
  }
  const body = await response.text();
  if (body !== "") passText(body, request);
  else if (!response.ok && request.id !== undefined) answer(request, `The Sequin MCP server answered ${response.status}`);
}

function dataOf(event) {
  return event
    .split(/\r?\n/)
    .filter((line) => line.startsWith("data:"))
    .map((line) => line.slice(5).trimStart())
    .join("\n");
}

function passText(text, request) {
  if (text === "") return;
  let message;
  try {
    message = JSON.parse(text);
  } catch {
    return answer(request, "What answers at this URL is no MCP server");
  }
  if (request.method === "initialize" && session && message.id === request.id) {
    session.version = message.result?.protocolVersion;
  }
  write(message);
}

function answer(request, text) {
  if (request.id !== undefined && request.method !== undefined) {
    write({ jsonrpc: "2.0", id: request.id, error: { code: -32603, message: text } });
  }
}

function write(message) {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}
