// Runs tools of a connector from the page, as an agent would.
import { el, fill } from "./dom.js";
import { number, plural } from "./format.js";
import { McpClient } from "./mcp.js";
import { badge, busy, code, loading, notice, select, showErrors, tabs } from "./parts.js";
import { schemaForm } from "./schema-form.js";

/** Connects and shows the tools. */
export function tryPanel(token, callerToken = null) {
  const panel = el("div", { class: "try" }, loading("Connecting as an agent does…"));
  const client = new McpClient(token, callerToken);
  (async () => {
    try {
      const { serverInfo, protocolVersion } = await client.connect();
      const tools = await client.listTools();
      fill(panel, connected(serverInfo, protocolVersion, tools), chooser(client, tools));
    } catch (failure) {
      fill(panel, notice("danger", el("strong", {}, "Not let in"), el("p", {}, failure.message)));
    }
  })();
  return panel;
}

function connected(server, version, tools) {
  return notice("ok", el("p", {}, `Connected to ${server.title ?? server.name} ${server.version} over MCP ${version}: ${plural(tools.length, "tool")}.`));
}

function chooser(client, tools) {
  const sorted = [...tools].sort((a, b) => a.name.localeCompare(b.name));
  // One that needs no arguments is the quickest way to see that it works
  const first = (sorted.find((tool) => tool.name === "list_sinks") ?? sorted.find((tool) => !tool.inputSchema.required?.length) ?? sorted[0]).name;
  const choice = select(sorted.map((tool) => [tool.name, tool.name]), first, { id: "try-tool" });
  const place = el("div", {});
  const show = () => fill(place, runner(client, sorted.find((tool) => tool.name === choice.value)));
  choice.addEventListener("change", show);
  show();
  return el("div", {}, el("div", { class: "field" }, el("label", { for: "try-tool" }, "Tool"), choice), place);
}

function runner(client, tool) {
  const form = schemaForm(tool.inputSchema);
  const result = el("div", { "aria-live": "polite" });
  const hints = tool.annotations ?? {};
  const changes = hints.readOnlyHint !== true;
  const go = el("button", { type: "submit", class: `button ${hints.destructiveHint ? "danger" : "primary"}` }, el("span", {}, "Run"));

  const run = async (event) => {
    event.preventDefault();
    let args;
    try {
      args = form.read();
      showErrors(event.target, []);
    } catch (failure) {
      showErrors(event.target, failure.errors);
      return;
    }
    fill(result, loading("Running…"));
    const started = performance.now();
    try {
      const answer = await busy(go, () => client.callTool(tool.name, args));
      fill(result, shown(answer, performance.now() - started));
    } catch (failure) {
      fill(result, notice("danger", el("strong", {}, "Refused"), el("p", {}, failure.message)));
    }
  };

  return el(
    "form",
    { class: "runner", onsubmit: run, novalidate: true },
    el("p", {}, tool.description),
    changes
      ? notice("warn", el("p", {}, hints.destructiveHint ? "This tool changes or removes things for real." : "This tool acts for real; it is not a dry run."))
      : null,
    form.nodes,
    el("div", { class: "actions" }, go),
    result,
  );
}

function shown(answer, milliseconds) {
  const text = (answer.content ?? []).map((part) => (part.type === "text" ? part.text : `[${part.type}]`)).join("\n");
  const structured = answer.structuredContent;
  const head = el(
    "p",
    { class: "outcome" },
    answer.isError ? badge("error", "danger") : badge("ok", "ok"),
    el("span", { class: "muted" }, ` ${number(Math.round(milliseconds))} ms`),
  );
  const raw = code(pretty(text), "What the agent reads", "the answer");
  return el(
    "div",
    { class: "result" },
    head,
    structured === undefined
      ? raw
      : tabs("Result", [
          ["Result", code(JSON.stringify(structured, null, 2), "Result", "the result")],
          ["As the agent reads it", raw],
        ]),
  );
}

function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

