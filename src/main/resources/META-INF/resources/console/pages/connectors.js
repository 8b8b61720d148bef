// All connectors, of all accounts.
import { connectorsOf, get, may } from "../api.js";
import { el } from "../dom.js";
import { number, plural, time } from "../format.js";
import { badge, emptyState, head, link, table } from "../parts.js";

export async function connectorsPage({ signal }) {
  const { accounts } = await get("/accounts", { signal });
  const all = (await Promise.all(accounts.map((account) => connectorsOf(account.name, { signal })))).flat();
  const make = may("operator") && accounts.length ? link("New connector", "#/connectors/new", { kind: "primary", iconName: "plus" }) : null;
  return {
    title: "Connectors",
    nodes: [
      head("Connectors", {
        sub: all.length ? summary(all) : "Each connector is one MCP URL: an account, what may be done there, and for how long.",
        actions: [make],
      }),
      all.length ? list(all, accounts.length > 1) : nothing(accounts),
    ],
  };
}

function summary(all) {
  const soon = all.filter((it) => ["warn", "danger"].includes(expiry(it).kind)).length;
  return `${plural(all.length, "connector")}${soon ? `, ${number(soon)} expired or about to` : ""}`;
}

function nothing(accounts) {
  if (!accounts.length) {
    return emptyState(
      "server",
      "First, an account",
      "An account is a Sequin server and a token of its API. Connectors are made on it.",
      may("admin") ? link("Add an account", "#/accounts", { kind: "primary", iconName: "plus" }) : null,
    );
  }
  return emptyState(
    "plug",
    "No connector yet",
    "Make one, paste its URL into Claude or another MCP client, and the agent can work with Sequin as far as you let it.",
    may("operator") ? link("Make the first one", "#/connectors/new", { kind: "primary", iconName: "plus" }) : el("p", { class: "muted" }, "An operator can make one."),
  );
}

/** Whether and when it ends. */
export function expiry(connector) {
  if (!connector.expires_at) return { text: "never", kind: "" };
  const left = new Date(connector.expires_at).getTime() - Date.now();
  if (left <= 0) return { text: "expired", kind: "danger" };
  return { text: null, kind: left < 3 * 86_400_000 ? "warn" : "" };
}

/** Such as "read, custom"; the configuration's own connectors don't say. */
export function methods(connector) {
  if (connector.origin === "configuration") return null;
  return connector.config?.methods?.join(", ") ?? "read";
}

function list(all, manyAccounts) {
  const columns = [
    {
      title: "Name",
      cell: (it) => [
        el("a", { href: `#/connectors/${encodeURIComponent(it.id)}`, class: "row-link" }, it.name),
        it.origin === "configuration" ? badge("from configuration") : null,
        it.require_api_token_auth ? badge("second factor", "ok") : null,
      ],
    },
    ...(manyAccounts ? [{ title: "Account", cell: (it) => it.account }] : []),
    {
      title: "May",
      cell: (it) => [methods(it) ? el("span", {}, `${methods(it)} `) : null, el("span", { class: "muted" }, plural(it.tools.length, "tool"))],
    },
    { title: "Last used", cell: (it) => (it.last_used_at ? time(it.last_used_at) : el("span", { class: "muted" }, it.calls === undefined ? "not counted" : "not yet")) },
    { title: "Calls", number: true, cell: (it) => (it.calls === undefined ? el("span", { class: "muted" }, "–") : number(it.calls)) },
    { title: "Expires", cell: (it) => ends(it) },
  ];
  return table("Connectors", columns, all);
}

export function ends(connector) {
  const { text, kind } = expiry(connector);
  if (text === "never") return el("span", { class: "muted" }, "never");
  return el("span", { class: kind ? `badge ${kind}` : "" }, text ?? time(connector.expires_at));
}
