// A fresh sandbox for every task, in a process of its own, and what stands before it: this service with one account and one
// connector a task, or a bridge with a tool for every operation of the API.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { createRequire } from "node:module";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { startSandbox, startServer } from "../clients/processes.mjs";

const spec = new URL("../../../openapi-spec/sequin.yaml", import.meta.url).pathname;
/** The sandbox's own; there is nothing behind it to protect. */
const apiToken = "sequin-sandbox-token";

/** A sandbox as the demo leaves it: the state every task begins with. */
export class Sandbox {
  static async start(dir, port) {
    return new Sandbox(await startSandbox(dir, port));
  }

  constructor({ url, stop }) {
    this.url = url;
    this.stop = stop;
  }

  async pull(lever) {
    const response = await fetch(`${this.url}/_sandbox/${lever}`, { method: "POST" });
    assert.ok(response.ok, `lever ${lever}: ${response.status}`);
  }

  async call(method, path, body) {
    const response = await fetch(this.url + path, {
      method,
      headers: { authorization: `Bearer ${apiToken}`, "content-type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    return { status: response.status, text, body: text.startsWith("{") ? JSON.parse(text) : undefined };
  }
}

/** This service, with a connector for each task, so that none knows what another did. */
export class Ours {
  static async start(tasks, sandboxPort, dir) {
    const tokens = tasks.map(() => "smcp_" + randomBytes(32).toString("base64url"));
    const env = {
      SEQUIN_MCP_ADMIN_TOKEN: randomBytes(32).toString("hex"),
      SEQUIN_MCP_ENCRYPTION_KEY: randomBytes(32).toString("hex"),
      SEQUIN_MCP_SEQUIN_API_KEY_CREATION: "store",
    };
    tasks.forEach((task, i) => {
      env[`SEQUIN_MCP_ACCOUNTS_T${i}_URL`] = `http://127.0.0.1:${sandboxPort}`;
      env[`SEQUIN_MCP_ACCOUNTS_T${i}_API_TOKEN`] = apiToken;
      env[`SEQUIN_MCP_CONNECTORS_T${i}_ACCOUNT`] = `t${i}`;
      env[`SEQUIN_MCP_CONNECTORS_T${i}_TOKEN`] = tokens[i];
      env[`SEQUIN_MCP_CONNECTORS_T${i}_METHODS`] = "read,write,custom";
      if (task.tags) env[`SEQUIN_MCP_CONNECTORS_T${i}_TAGS`] = task.tags.join(",");
    });
    return new Ours(await startServer(dir, env), tokens);
  }

  constructor({ url, stop }, tokens) {
    this.root = `${url}/mcp/`;
    this.stop = stop;
    this.tokens = tokens;
  }

  async connect(task) {
    const client = new Client({ name: "sequin-mcp-evals", version: "1.0.0" });
    await client.connect(new StreamableHTTPClientTransport(new URL(this.root + this.tokens[task])));
    return client;
  }
}

/** The bridge a user would pick instead, on the same description of the API. */
export async function connectBridge(sandboxUrl) {
  const bin = createRequire(import.meta.url).resolve("@ivotoby/openapi-mcp-server");
  const client = new Client({ name: "sequin-mcp-evals", version: "1.0.0" });
  await client.connect(
    new StdioClientTransport({
      command: process.execPath,
      args: [bin.replace(/dist\/[^/]*$/, "bin/mcp-server.js")],
      env: {
        ...process.env,
        API_BASE_URL: sandboxUrl,
        OPENAPI_SPEC_PATH: spec,
        API_HEADERS: `Authorization:Bearer ${apiToken}`,
      },
      stderr: "ignore",
    }),
  );
  return client;
}
