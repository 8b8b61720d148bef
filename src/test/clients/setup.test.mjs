// What src/docs/clients.md has people copy, run as it stands with the clients it is for; only URL and token are put in.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { node22 } from "./connect.mjs";
import { clientsTable } from "./versions.mjs";

const { MCP_URL: url, JAVA_CLASSPATH: classpath } = process.env;
const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "..", "..", "..");
const docs = readFileSync(join(root, "src", "docs", "clients.md"), "utf8");
const bin = join(here, "node_modules", ".bin");
const work = mkdtempSync(join(tmpdir(), "clients-"));
after(() => rmSync(work, { recursive: true, force: true }));

/** The boxes of a language below a heading, with the URL put in. */
function boxes(heading, language) {
  const section = docs.split(/^## /m).find((part) => part.startsWith(`${heading}\n`));
  assert.ok(section, `${heading} is described`);
  const found = [...section.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].filter(([, of]) => of === language);
  assert.ok(found.length > 0, `${heading} has a box of ${language}`);
  return found.map(([, , box]) => box.replaceAll('"URL"', JSON.stringify(url)));
}

function directory(name) {
  const made = join(work, name);
  mkdirSync(made, { recursive: true });
  return made;
}

/** Runs a box, where the commands are those that were installed here, in the newer Node. */
async function sh(box, cwd, env = {}) {
  const path = directory("path");
  for (const [command, program] of [["node", node22], ["claude", claude()]]) {
    rmSync(join(path, command), { force: true });
    symlinkSync(program, join(path, command));
  }
  const { stdout } = await promisify(execFile)("bash", ["-euc", box.replace(/npx -y @[a-z-]+\//g, "")], {
    cwd,
    env: { ...process.env, HOME: directory("home"), PATH: [path, bin, process.env.PATH].join(delimiter), ...env },
    maxBuffer: 1 << 26,
    timeout: 120_000,
  });
  return stdout;
}

/** The program itself: what the package puts in its place on installation depends on the npm that installs it. */
function claude() {
  return join(here, "node_modules", "@anthropic-ai", `claude-code-${process.platform}-${process.arch}`, "claude");
}

test("Claude Code is added and connected", async () => {
  const home = directory("claude-code");
  const [box] = boxes("Claude Code", "sh");

  const list = await sh(box, home, { HOME: home });

  assert.match(list, /sequin: .*Connected/, list);
});

test("Claude Code takes .mcp.json, with the token from the environment", async () => {
  const home = directory("claude-code-project");
  const [box] = boxes("Claude Code", "json");
  writeFileSync(join(home, ".mcp.json"), box);
  // What a user says by answering the question whether to trust the project
  mkdirSync(join(home, ".claude"));
  writeFileSync(join(home, ".claude", "settings.json"), JSON.stringify({ enableAllProjectMcpServers: true }));
  writeFileSync(
    join(home, ".claude.json"),
    JSON.stringify({ projects: { [home]: { hasTrustDialogAccepted: true, enabledMcpjsonServers: ["sequin"] } } }),
  );
  const at = url.lastIndexOf("/");
  const environment = { HOME: home, SEQUIN_MCP_URL: url.slice(0, at), SEQUIN_MCP_TOKEN: url.slice(at + 1) };

  const list = await sh("claude mcp list", home, environment);

  assert.match(list, /sequin: .*Connected/, list);
  assert.ok(!list.includes(environment.SEQUIN_MCP_TOKEN), "the token is not shown");
});

test("the bundle for Claude Desktop is built", async () => {
  const [box] = boxes("Claude Desktop", "sh");
  const target = join(root, "target", "sequin-mcp.mcpb");
  rmSync(target, { force: true });

  await sh(box, root);

  assert.equal(readFileSync(target).subarray(0, 2).toString(), "PK");
});

test("the links for Cursor and VS Code hold what their boxes do", () => {
  const [cursor] = boxes("Cursor", "json").map(JSON.parse);
  const cursorLink = new URL(/\((https:\/\/cursor\.com\/[^)]+)\)/.exec(docs)[1]);
  assert.equal(cursorLink.searchParams.get("name"), "sequin");
  assert.deepEqual(
    JSON.parse(Buffer.from(cursorLink.searchParams.get("config"), "base64").toString("utf8")),
    cursor.mcpServers.sequin,
  );

  const [vscode] = boxes("VS Code", "json").map(JSON.parse);
  const vscodeLink = new URL(/\((https:\/\/insiders\.vscode\.dev\/[^)]+)\)/.exec(docs)[1]);
  assert.equal(vscodeLink.searchParams.get("name"), "sequin");
  assert.deepEqual(JSON.parse(vscodeLink.searchParams.get("config")), vscode.servers.sequin);
  assert.deepEqual(JSON.parse(vscodeLink.searchParams.get("inputs")), vscode.inputs);
});

test("what Cursor and VS Code are told opens the door", async () => {
  const [cursor] = boxes("Cursor", "json").map(JSON.parse);
  const [vscode] = boxes("VS Code", "json").map(JSON.parse);
  const at = url.lastIndexOf("/");
  for (const { headers } of [cursor.mcpServers.sequin, vscode.servers.sequin]) {
    const authorization = headers.Authorization.replace(/\$\{.*\}/, url.slice(at + 1));
    const answer = await fetch(url.slice(0, at), {
      method: "POST",
      headers: { "Content-Type": "application/json", Authorization: authorization },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/list" }),
    });
    assert.equal(answer.status, 200);
  }
});

for (const heading of ["TypeScript", "LangChain"]) {
  test(`the program for ${heading} runs`, async () => {
    const [box] = boxes(heading, "js");
    const program = join(here, `.example-${heading}.mjs`);
    writeFileSync(program, box);
    try {
      const { stdout } = await promisify(execFile)(process.execPath, [program], { timeout: 60_000 });
      assert.match(stdout, heading === "TypeScript" ? /stripe_webhooks_sink/ : /list_sinks/);
    } finally {
      rmSync(program);
    }
  });
}

test("the program for Java runs", async () => {
  const [box] = boxes("Java", "java");
  const program = join(work, "Example.java");
  writeFileSync(program, box);

  const { stdout } = await promisify(execFile)("java", ["-cp", classpath, program], { timeout: 120_000 });

  assert.match(stdout, /stripe_webhooks_sink/);
});

test("MCP Inspector lists the tools and calls one", async () => {
  const [box] = boxes("MCP Inspector", "sh");

  const answers = await sh(box, here);

  assert.match(answers, /"list_sinks"/);
  assert.match(answers, /stripe_webhooks_sink/);
});

test("the README names the versions that are run here", () => {
  const readme = readFileSync(join(root, "README.md"), "utf8");
  const table = /<!-- clients:start -->\n([\s\S]*?)<!-- clients:end -->/.exec(readme)?.[1];
  assert.equal(table, clientsTable(), "node versions.mjs prints the table as it should be");
});
