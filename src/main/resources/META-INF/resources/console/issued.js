// The one view that shows a connector's token: right after it was made or rotated.
import { el } from "./dom.js";
import { may } from "./api.js";
import { card, code, copyField, notice, tabs } from "./parts.js";
import { tryPanel } from "./try-panel.js";

const CLIENTS = {
  claude_code: "Claude Code",
  claude_ai: "claude.ai",
  claude_desktop: "Claude Desktop",
  chatgpt: "ChatGPT",
  cursor: "Cursor",
  vs_code: "VS Code",
  langchain: "LangChain",
};

/** What to take along, what to paste where, and a first call. */
export function issued(connector) {
  return [
    card(
      "Copy it now",
      notice("warn", el("p", {}, "The URL holds the connector's token. It is shown this once; only a hash of it is kept. Whoever has it can do what the connector may.")),
      copyField("MCP URL", connector.url, "the URL"),
      copyField("Token, for clients that send headers", connector.token, "the token"),
      connector.require_api_token_auth
        ? notice(
            "info",
            el(
              "p",
              {},
              "The URL alone opens nothing: every request needs a caller token as well. ",
              may("admin") ? el("a", { href: "#/access" }, "Make one under Access.") : "An admin makes one.",
            ),
          )
        : null,
    ),
    card(
      "Set up a client",
      tabs(
        "Clients",
        Object.entries(CLIENTS)
          .filter(([key]) => connector.setup?.[key])
          .map(([key, name]) => [name, code(pretty(connector.setup[key]), `Set-up for ${name}`, `the set-up for ${name}`)]),
      ),
    ),
    connector.require_api_token_auth
      ? null
      : card("Try it", el("p", { class: "lead muted" }, "A first call, as an agent would make it."), tryPanel(connector.token)),
  ].filter(Boolean);
}

function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
