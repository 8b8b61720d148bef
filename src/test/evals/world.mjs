// A fresh sandbox for every task, in a process of its own, and what stands before it: this service with one account and one
// connector a task, or a bridge with a tool for every operation of the API.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";

const app = new URL("../../../target/quarkus-app/", import.meta.url).pathname;
const spec = new URL("../../../openapi-spec/sequin.yaml", import.meta.url).pathname;
/** The sandbox's own; there is nothing behind it to protect. */
const apiToken = "sequin-sandbox-token";

export async function freePort() {
  const server = createServer();
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address();
  await new Promise((closed) => server.close(closed));
  return port;
}

/** Starts a process and waits until it writes a line that matches. */
function start(command, args, options, line) {
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"], ...options });
  let said = "";
  return new Promise((ready, failed) => {
    const hear = (chunk) => {
      said += chunk;
      if (line.test(said)) {
        ready(child);
      }
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    child.once("exit", (code) => failed(new Error(`${command} ended with ${code}: ${said.slice(-2000)}`)));
  });
}

export async function stop(child) {
  if (child.exitCode === null && child.signalCode === null) {
    const gone = once(child, "exit");
    child.kill("SIGTERM");
    const late = setTimeout(() => child.kill("SIGKILL"), 10_000);
    await gone;
    clearTimeout(late);
  }
}

/** A sandbox as the demo leaves it: the state every task begins with. */
export class Sandbox {
  static async start(port) {
    const classPath = ["app/*", "lib/main/*", "lib/boot/*"].map((part) => app + part).join(":");
    const options = ["-XX:TieredStopAtLevel=1", "-Xmx128m", "-cp", classPath];
    const child = await start("java", [...options, "io.sequinmcp.sandbox.SandboxMain", "--port", port], {}, /Sandbox URL/);
    return new Sandbox(child, `http://127.0.0.1:${port}`);
  }

  constructor(child, url) {
    this.child = child;
    this.url = url;
  }

  stop() {
    return stop(this.child);
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
  static async start(tasks, sandboxPort, dataDir) {
    const [port, management] = [await freePort(), await freePort()];
    const tokens = tasks.map(() => "smcp_" + randomBytes(32).toString("base64url"));
    const env = {
      ...process.env,
      QUARKUS_HTTP_HOST: "127.0.0.1",
      QUARKUS_HTTP_PORT: port,
      QUARKUS_MANAGEMENT_HOST: "127.0.0.1",
      QUARKUS_MANAGEMENT_PORT: management,
      SEQUIN_MCP_DATA_DIR: dataDir,
      SEQUIN_MCP_ADMIN_TOKEN: randomBytes(32).toString("hex"),
      SEQUIN_MCP_ENCRYPTION_KEY: randomBytes(32).toString("hex"),
    };
    tasks.forEach((_, i) => {
      env[`SEQUIN_MCP_ACCOUNTS_T${i}_URL`] = `http://127.0.0.1:${sandboxPort}`;
      env[`SEQUIN_MCP_ACCOUNTS_T${i}_API_TOKEN`] = apiToken;
      env[`SEQUIN_MCP_CONNECTORS_T${i}_ACCOUNT`] = `t${i}`;
      env[`SEQUIN_MCP_CONNECTORS_T${i}_TOKEN`] = tokens[i];
      env[`SEQUIN_MCP_CONNECTORS_T${i}_METHODS`] = "read,write,custom";
    });
    const child = await start("java", ["-jar", app + "quarkus-run.jar"], { env }, /started in/);
    return new Ours(child, tokens, `http://127.0.0.1:${port}/mcp/`);
  }

  constructor(child, tokens, root) {
    this.child = child;
    this.tokens = tokens;
    this.root = root;
  }

  stop() {
    return stop(this.child);
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
