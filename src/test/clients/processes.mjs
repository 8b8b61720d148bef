// Starts what a test needs as processes of their own, on free ports, and ends them with the test.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { appendFileSync, chownSync, mkdtempSync, readdirSync, readFileSync, existsSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const app = resolve(process.env.APP ?? "../../../target/quarkus-app");
const running = new Set();
const directories = new Set();
const ports = new Set();
process.on("exit", () => {
  running.forEach((child) => child.kill("SIGKILL"));
  if (!process.env.KEEP_DIRECTORIES) {
    directories.forEach((path) => rmSync(path, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }));
  }
});

/** One that goes with this process, unless KEEP_DIRECTORIES is set. */
export function directory(name) {
  const path = mkdtempSync(join(tmpdir(), `sequin-mcp-${name}-`));
  directories.add(path);
  return path;
}

/** One that was not given before: whoever has it may not use it yet, or not all the time. */
export async function freePort() {
  const server = createServer();
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address();
  await new Promise((closed) => server.close(closed));
  return ports.has(port) ? freePort() : (ports.add(port), port);
}

/** A process whose output is kept in a file, and in `output()`. */
function run(command, args, { env = {}, log }) {
  const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (data) => {
      output += data;
      appendFileSync(log, data);
    });
  }
  running.add(child);
  // What it said last may be read after its exit; it is in the log only when it has closed
  const ended = new Promise((closed) => child.on("close", closed)).then(() => running.delete(child));
  return { child, ended, output: () => output };
}

/** What the condition comes to be, once it is something. */
export async function until(what, condition, seconds = 90) {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; await sleep(100)) {
    const found = await condition();
    if (found) return found;
  }
  assert.fail(`in ${seconds} s there was not: ${what}`);
}

/** The stand-in for Sequin; it outlives the server. On a free port, unless one is given. */
export async function startSandbox(dir, port = 0) {
  const classes = ["app", "lib/main", "lib/boot", "quarkus"].map((path) => join(app, path, "*")).join(":");
  const main = "io.sequinmcp.sandbox.SandboxMain";
  const { child, ended, output } = run("java", ["-Xmx128m", "-cp", classes, main, "--port", port], { log: join(dir, "sandbox.log") });
  const url = await until("the sandbox", () => /Sandbox URL: (\S+)/.exec(output())?.[1]);
  return { url, token: "sequin-sandbox-token", stop: () => (child.kill("SIGKILL"), ended) };
}

/** The packaged server, ready; `kill()` is kill -9. */
export async function startServer(dir, env) {
  const [port, management] = [env.QUARKUS_HTTP_PORT ?? (await freePort()), await freePort()];
  const log = join(dir, "server.log");
  const { child, ended } = run("java", ["-Xmx256m", "-jar", join(app, "quarkus-run.jar")], {
    log,
    env: { QUARKUS_HTTP_PORT: port, QUARKUS_MANAGEMENT_PORT: management, SEQUIN_MCP_DATA_DIR: join(dir, "data"), ...env },
  });
  const ready = () => fetch(`http://127.0.0.1:${management}/q/health/ready`).then((answer) => answer.ok, () => false);
  await until("a ready server", () => child.exitCode === null ? ready() : assert.fail(readFileSync(log, "utf8")));
  return {
    url: `http://127.0.0.1:${port}`,
    management: `http://127.0.0.1:${management}`,
    log,
    pid: child.pid,
    kill: () => (child.kill("SIGKILL"), ended),
    stop: () => (child.kill("SIGTERM"), ended),
  };
}

/** A server with one connector, in front of a sandbox; both go with the test. */
export async function startPair(t, name, env = {}) {
  const dir = directory(name);
  const sandbox = await startSandbox(dir);
  t.after(sandbox.stop);
  const token = `smcp_${randomBytes(32).toString("base64url")}`;
  const server = await startServer(dir, {
    SEQUIN_URL: sandbox.url,
    SEQUIN_API_TOKEN: sandbox.token,
    SEQUIN_MCP_ADMIN_TOKEN: randomBytes(32).toString("hex"),
    SEQUIN_MCP_ENCRYPTION_KEY: randomBytes(32).toString("hex"),
    SEQUIN_MCP_CONNECTORS_AGENT_TOKEN: token,
    SEQUIN_MCP_CONNECTORS_AGENT_METHODS: "read,write,custom",
    ...env,
  });
  t.after(server.kill);
  return { ...server, mcp: `${server.url}/mcp/${token}` };
}

/** A PostgreSQL server that commits for sure, from the binaries of this machine; null where there are none. */
export async function startPostgres(dir) {
  const versions = "/usr/lib/postgresql";
  const bin = existsSync(versions)
    ? readdirSync(versions).map((version) => join(versions, version, "bin")).filter((path) => existsSync(join(path, "initdb"))).sort().pop()
    : undefined;
  if (!bin) return null;
  const root = process.getuid() === 0;
  const as = (program, ...args) =>
    root ? ["runuser", ["-u", "postgres", "--", join(bin, program), ...args]] : [join(bin, program), args];
  if (root) {
    chownSync(dir, Number(execFileSync("id", ["-u", "postgres"])), -1);
  }
  const data = join(dir, "postgres");
  const port = await freePort();
  execFileSync(...as("initdb", "-D", data, "-U", "sequin_mcp", "-A", "trust", "-E", "UTF8"), { cwd: "/" });
  const settings = ["-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-p", String(port)];
  const { child, output } = run(...as("postgres", "-D", data, ...settings), { log: join(dir, "postgres.log") });
  await until("PostgreSQL", () => output().includes("ready to accept connections"));
  const sql = (statement, database = "sequin_mcp") =>
    execFileSync(...as("psql", "-h", "127.0.0.1", "-p", String(port), "-U", "sequin_mcp", "-At", "-c", statement, database), {
      cwd: "/",
      encoding: "utf8",
      maxBuffer: 1 << 28,
    });
  sql("create database sequin_mcp", "postgres");
  return {
    env: { SEQUIN_MCP_DATABASE_URL: `jdbc:postgresql://127.0.0.1:${port}/sequin_mcp`, SEQUIN_MCP_DATABASE_USERNAME: "sequin_mcp", SEQUIN_MCP_DATABASE_PASSWORD: "-" },
    data,
    sql,
    stop: () => (execFileSync(...as("pg_ctl", "-D", data, "-m", "immediate", "stop"), { cwd: "/" }), child.kill()),
  };
}
