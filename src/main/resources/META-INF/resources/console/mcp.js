// A small MCP client over streamable HTTP, for trying a connector from this page. Tokens go out as headers.

const VERSION = "2025-11-25";

/** A refusal of the server, or an error of the protocol. */
export class McpError extends Error {
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

export class McpClient {
  #token;
  #callerToken;
  #session = null;
  #version = null;
  #next = 1;

  constructor(token, callerToken = null) {
    this.#token = token;
    this.#callerToken = callerToken;
  }

  async connect() {
    const answer = await this.#request("initialize", {
      protocolVersion: VERSION,
      capabilities: {},
      clientInfo: { name: "sequin-mcp-console", version: "1" },
    });
    this.#version = answer.protocolVersion;
    await this.#send({ jsonrpc: "2.0", method: "notifications/initialized" });
    return answer;
  }

  async listTools() {
    const tools = [];
    let cursor;
    do {
      const page = await this.#request("tools/list", cursor ? { cursor } : {});
      tools.push(...page.tools);
      cursor = page.nextCursor;
    } while (cursor);
    return tools;
  }

  callTool(name, args, signal) {
    return this.#request("tools/call", { name, arguments: args }, signal);
  }

  async #request(method, params, signal) {
    const id = this.#next++;
    const message = await this.#send({ jsonrpc: "2.0", id, method, params }, id, signal);
    if (message.error) throw new McpError(message.error.message, null);
    return message.result;
  }

  /** Posts a message and waits for the answer to id, if there is to be one. */
  async #send(message, id = null, signal = undefined) {
    const answer = await fetch("/mcp", {
      method: "POST",
      signal,
      cache: "no-store",
      credentials: "omit",
      referrerPolicy: "no-referrer",
      headers: {
        "Content-Type": "application/json",
        Accept: "application/json, text/event-stream",
        "x-api-key": this.#token,
        ...(this.#callerToken && { Authorization: `Bearer ${this.#callerToken}` }),
        ...(this.#session && { "Mcp-Session-Id": this.#session }),
        ...(this.#version && { "MCP-Protocol-Version": this.#version }),
      },
      body: JSON.stringify(message),
    });
    if (!answer.ok) {
      const body = await answer.json().catch(() => ({}));
      throw new McpError(body.error?.message ?? `The server answered ${answer.status}.`, answer.status);
    }
    this.#session = answer.headers.get("Mcp-Session-Id") ?? this.#session;
    if (id === null) return null;
    return answer.headers.get("Content-Type")?.startsWith("text/event-stream") ? fromStream(answer, id) : answer.json();
  }
}

/** The message that answers id; what comes before it is progress and the like. */
async function fromStream(answer, id) {
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (;;) {
    const { done, value } = await reader.read();
    text += value ?? "";
    const events = text.split(/\r?\n\r?\n/);
    text = events.pop();
    for (const event of done ? [...events, text] : events) {
      const data = event
        .split(/\r?\n/)
        .filter((line) => line.startsWith("data:"))
        .map((line) => line.slice(5).replace(/^ /, ""))
        .join("\n");
      if (!data) continue;
      const message = JSON.parse(data);
      if (message.id === id) {
        await reader.cancel();
        return message;
      }
    }
    if (done) throw new McpError("The server ended its answer before it was complete.", null);
  }
}
