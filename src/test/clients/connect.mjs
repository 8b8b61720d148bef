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
  stdio: (url, headers) =>
    new StdioClientTransport({
      command: "npx",
      args: [
        ...["-y", "mcp-remote", url, "--transport", "http-only", "--allow-http"],
        // A blank in a header gets lost on its way through some shells, so the value comes from the environment
        ...Object.keys(headers).flatMap((name, i) => ["--header", `${name}:\${HEADER_${i}}`]),
      ],
      env: {
        ...Object.fromEntries(Object.values(headers).map((value, i) => [`HEADER_${i}`, value])),
        ...getDefaultEnvironment(),
        MCP_REMOTE_CONFIG_DIR: mkdtempSync(join(tmpdir(), "mcp-remote-")),
      },
      stderr: "ignore",
    }),
};

/** Connects to an MCP URL as one of the kinds of client above. */
export async function connect(kind, url, headers = {}) {
  const client = new Client({ name: "sequin-mcp-tests", version: "1.0.0" });
  await client.connect(transports[kind](url, headers));
  return client;
}

/**
 * Calls a tool that is expected to succeed; returns its structured result, which must be there as text as well, between
 * marks that are new with each answer.
 */
export async function call(client, name, args = {}) {
  const result = await client.callTool({ name, arguments: args });
  assert.ok(!result.isError, `${name} ${JSON.stringify(args)}: ${text(result)}`);
  assert.deepEqual(unmarked(JSON.parse(text(result))), result.structuredContent);
  return result.structuredContent;
}

/** What stands between the marks. */
function unmarked(answer) {
  const names = Object.keys(answer);
  const mark = /^data_([0-9a-f]{16})$/.exec(names[0])?.[1];
  assert.ok(mark, `the text begins with a mark: ${names[0]}`);
  assert.equal(names.at(-1), `end_${mark}`);
  return Object.fromEntries(Object.entries(answer).slice(1, -1));
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
