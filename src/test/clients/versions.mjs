// The table of clients in the README, from the versions that are installed here: node versions.mjs prints it.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const read = (file) => readFileSync(new URL(file, import.meta.url), "utf8");
const packages = JSON.parse(read("package.json")).devDependencies;
const java = /<artifactId>mcp<\/artifactId>\s*<version>(.*?)<\/version>/.exec(read("java/pom.xml"))[1];

const WORKFLOWS = "reading messages and giving them back, a backfill";
const rows = [
  ["Claude Code", packages["@anthropic-ai/claude-code"], "2026-07-28", "`claude mcp add`, `.mcp.json`, its health check"],
  ["Claude Desktop's bundle", JSON.parse(read("../../main/mcpb/manifest.json")).version, "as Claude Desktop speaks", WORKFLOWS],
  ["mcp-remote", packages["mcp-remote"], "2025-11-25", "all five tasks, every tool"],
  ["TypeScript SDK 1", packages["@modelcontextprotocol/sdk"], "2025-11-25", "all five tasks, every tool"],
  ["TypeScript SDK 2", packages["@modelcontextprotocol/client"], "2025-11-25, 2026-07-28", "all five tasks in each, and as it finds out itself"],
  ["MCP Inspector (CLI)", packages["@modelcontextprotocol/inspector"], "2025-11-25", WORKFLOWS],
  ["LangChain's MCP adapters", packages["@langchain/mcp-adapters"], "2025-11-25", WORKFLOWS],
  ["Java SDK", java, "2025-11-25", WORKFLOWS],
  ["conformance suite", packages["@modelcontextprotocol/conformance"], "2025-11-25", "all active scenarios, with what they call in place"],
  ["conformance suite", packages["conformance-next"].split("@").at(-1), "2025-11-25, 2026-07-28", "all that each requires, with what they call in place"],
];

export function clientsTable() {
  const lines = rows.map((row) => `| ${row.join(" | ")} |`);
  return ["| client | version | protocol | what the build does with it |", "|---|---|---|---|", ...lines, ""].join("\n");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.stdout.write(clientsTable());
