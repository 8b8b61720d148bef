import assert from "node:assert/strict";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { getDefaultEnvironment, StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";

const transports = {
  /** The official SDK, straight over streamable HTTP. */
  http: (url, headers) => new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } }),

  /** The bridge that Claude Desktop runs, typed as the README says; the same SDK speaks stdio to it. */
  stdio: (url) =>
    new StdioClientTransport({
      command: "npx",
      args: ["-y", "mcp-remote", url, "--transport", "http-only", "--allow-http"],
      env: { ...getDefaultEnvironment(), MCP_REMOTE_CONFIG_DIR: mkdtempSync(join(tmpdir(), "mcp-remote-")) },
      stderr: "ignore",
    }),
};

/** Connects to an MCP URL as one of the kinds of client above. */
export async function connect(kind, url, headers = {}) {
  const client = new Client({ name: "sequin-mcp-tests", version: "1.0.0" });
  await client.connect(transports[kind](url, headers));
  return client;
}

/** Calls a tool that is expected to succeed; returns its structured result, which must be there as text as well. */
export async function call(client, name, args = {}) {
  const result = await client.callTool({ name, arguments: args });
  assert.ok(!result.isError, `${name} ${JSON.stringify(args)}: ${text(result)}`);
  assert.deepEqual(JSON.parse(text(result)), result.structuredContent);
  return result.structuredContent;
}

/** Calls a tool that is expected to refuse; returns the text a model would read. */
export async function refused(client, name, args = {}) {
  const result = await client.callTool({ name, arguments: args });
  assert.ok(result.isError, `${name} ${JSON.stringify(args)} should have been refused: ${text(result)}`);
  return text(result);
}

function text(result) {
  return result.content
    .filter((part) => part.type === "text")
    .map((part) => part.text)
    .join("\n");
}
