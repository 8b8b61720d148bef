// What was done, tried and refused.
import { connectorsOf, get, getRaw } from "../api.js";
import { auditTable } from "../audit-table.js";
import { el, fill } from "../dom.js";
import { plural } from "../format.js";
import { busy, button, card, emptyState, field, head, input, notice, problemNotice, select, toast } from "../parts.js";

const FILTERS = ["kind", "outcome", "connector", "operation", "from", "to"];
const KINDS = [
  ["", "Everything"],
  ["call", "Calls of agents"],
  ["admin", "Acts of operators"],
  ["door", "Those not let in"],
  ["audit", "The audit itself"],
];
const OUTCOMES = ["ok", "refused", "failed", "cancelled", "unanswered", "begun", "unknown"];
const AT_ONCE = 50;

export async function auditPage({ signal, query, reload }) {
  const asked = new URLSearchParams(FILTERS.map((name) => [name, query.get(name) ?? ""]).filter(([, value]) => value));
  const [first, { accounts }] = await Promise.all([get(`/audit?limit=${AT_ONCE}&${asked}`, { signal }), get("/accounts", { signal })]);
  const connectors = (await Promise.all(accounts.map((account) => connectorsOf(account.name, { signal })))).flat();
  const checked = el("div", { "aria-live": "polite" });
  const verify = button("Verify", { iconName: "shield", onclick: () => busy(verify, async () => fill(checked, verdict(await get("/audit/verify")))).catch((problem) => fill(checked, problemNotice(problem))) });
  const save = button("Export", { iconName: "download", onclick: () => busy(save, () => exported(asked)).catch((problem) => toast(problem.message, "danger")) });
  return {
    title: "Audit",
    nodes: [
      head("Audit", { sub: "Every call, every act of an operator, and everybody who was not let in. Secrets are masked.", actions: [verify, save] }),
      checked,
      filters(asked, connectors, reload),
      records(first, asked),
    ],
  };
}

function filters(asked, connectors, reload) {
  const known = connectors.map((it) => [it.id, it.name]);
  const wanted = asked.get("connector");
  if (wanted && !known.some(([id]) => id === wanted)) known.push([wanted, `${wanted} (revoked)`]);
  const controls = {
    kind: select(KINDS, asked.get("kind") ?? ""),
    outcome: select([["", "Any"], ...OUTCOMES.map((it) => [it, it])], asked.get("outcome") ?? ""),
    connector: select([["", "Any"], ...known], wanted ?? ""),
    operation: input({ value: asked.get("operation") ?? "" }),
    from: input({ type: "datetime-local", value: local(asked.get("from")) }),
    to: input({ type: "datetime-local", value: local(asked.get("to")) }),
  };
  const titles = { kind: "What", outcome: "Outcome", connector: "Connector", operation: "Tool or act", from: "From", to: "Before" };
  const submit = (event) => {
    event.preventDefault();
    const chosen = new URLSearchParams();
    for (const [name, control] of Object.entries(controls)) {
      const value = control.value.trim();
      if (value) chosen.set(name, control.type === "datetime-local" ? new Date(value).toISOString() : value);
    }
    const hash = chosen.size ? `#/audit?${chosen}` : "#/audit";
    if (location.hash === hash) reload();
    else location.hash = hash;
  };
  return card(
    null,
    el(
      "form",
      { onsubmit: submit, "aria-label": "Filters" },
      el("div", { class: "grid filters" }, Object.entries(controls).map(([name, control]) => field(titles[name], control, { name }))),
      el(
        "div",
        { class: "actions" },
        el("button", { type: "submit", class: "button primary" }, el("span", {}, "Show")),
        asked.size ? el("a", { href: "#/audit", class: "button quiet" }, "Clear") : null,
      ),
    ),
  );
}

/** As an input of a local time wants it. */
function local(iso) {
  if (!iso) return "";
  const at = new Date(iso);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

function records(first, asked) {
  if (!first.records.length) {
    return emptyState("list", "Nothing to show", asked.size ? "No record is as these filters ask." : "Nothing has happened yet.");
  }
  const all = [...first.records];
  let cursor = first.next_cursor;
  const place = el("div", {});
  const more = button("Show more", {
    onclick: () =>
      busy(more, async () => {
        const page = await get(`/audit?limit=${AT_ONCE}&${asked}&cursor=${encodeURIComponent(cursor)}`);
        all.push(...page.records);
        cursor = page.next_cursor;
        draw();
      }).catch((problem) => toast(problem.message, "danger")),
  });
  const draw = () => fill(place, auditTable(all), cursor ? el("div", { class: "more" }, more) : null);
  draw();
  return place;
}

function verdict({ intact, chains, records: count, breaks }) {
  const looked = `${plural(count, "record")} of ${plural(chains, "run")} of the server were looked at, hash by hash.`;
  return intact
    ? notice("ok", el("strong", {}, "The audit is as it was written"), el("p", {}, looked))
    : notice(
        "danger",
        el("strong", {}, "The audit is not as it was written"),
        el("p", {}, looked),
        el("ul", {}, breaks.map((it) => el("li", {}, el("code", {}, it.record), ` ${it.problem}`))),
      );
}

/** A link can't carry the token, so the page fetches the file and hands it over. */
async function exported(asked) {
  const answer = await getRaw(`/audit/export?${asked}`);
  const url = URL.createObjectURL(await answer.blob());
  el("a", { href: url, download: `audit-${new Date().toISOString().slice(0, 19).replaceAll(":", "")}.jsonl` }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
