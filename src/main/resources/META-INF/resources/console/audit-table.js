// Records of the audit, as a table whose rows can be looked into.
import { el } from "./dom.js";
import { moment, number, time } from "./format.js";
import { badge, button, facts, show, table } from "./parts.js";

const OUTCOMES = { ok: "ok", refused: "warn", failed: "danger", unknown: "danger", unanswered: "warn" };

/** Without those that only say that something was begun, where what came of it is there as well. */
export function auditTable(records, { connector = true } = {}) {
  const ended = new Set(records.map((record) => record.intent).filter(Boolean));
  const rows = records.filter((record) => !(record.outcome === "begun" && ended.has(record.id)));
  return table(
    "Records",
    [
      { title: "What", cell: (it) => [el("code", {}, it.operation), it.times > 1 ? el("span", { class: "muted" }, ` ${number(it.times)} times`) : null] },
      { title: "When", cell: (it) => time(it.at) },
      { title: "Who", cell: (it) => who(it, connector) },
      { title: "On", cell: (it) => (it.resource ? `${it.resource.kind.replaceAll("_", " ")} ${it.resource.name ?? it.resource.id ?? ""}` : el("span", { class: "muted" }, "–")) },
      { title: "Outcome", cell: (it) => [badge(it.outcome, OUTCOMES[it.outcome] ?? ""), it.code ? el("span", { class: "muted small" }, ` ${it.code}`) : null] },
      { title: "", cell: (it) => button("Details", { kind: "small quiet", "aria-label": `Details of ${it.operation}, ${moment(it.at)}`, onclick: () => details(it) }) },
    ],
    rows,
  );
}

function who(record, connector) {
  const parts = [
    connector && record.connector ? el("a", { href: `#/connectors/${encodeURIComponent(record.connector.id)}` }, record.connector.name ?? record.connector.id) : null,
    record.caller ? el("span", {}, record.caller.replace(/ \(.*\)$/, "")) : null,
    record.client ? el("span", { class: "muted" }, record.client.name) : null,
  ].filter(Boolean);
  if (!parts.length) return el("span", { class: "muted" }, record.address ?? "–");
  return parts.flatMap((part, i) => (i ? [", ", part] : [part]));
}

function details(it) {
  show(
    it.operation,
    facts([
      ["Outcome", badge(it.outcome, OUTCOMES[it.outcome] ?? ""), it.code ? ` ${it.code}` : ""],
      it.detail ? ["Why", it.detail] : null,
      ["When", el("time", { datetime: it.at }, moment(it.at))],
      it.duration_ms !== undefined ? ["Took", `${number(Math.round(it.duration_ms * 10) / 10)} ms`] : null,
      it.connector ? ["Connector", `${it.connector.name ?? ""} `, el("code", {}, it.connector.id)] : null,
      it.account ? ["Account", it.account] : null,
      it.caller ? ["Caller", it.caller] : null,
      it.client ? ["Client", [it.client.name, it.client.version].filter(Boolean).join(" ")] : null,
      it.address ? ["Address", el("code", {}, it.address)] : null,
      it.resource ? ["On", `${it.resource.kind.replaceAll("_", " ")} ${it.resource.name ?? ""} `, it.resource.id ? el("code", {}, it.resource.id) : ""] : null,
      it.arguments ? ["Arguments", el("pre", { class: "wrap", tabindex: "0", role: "region", "aria-label": "Arguments" }, JSON.stringify(it.arguments, null, 2))] : null,
      it.plan_id ? ["Plan", el("code", {}, it.plan_id)] : null,
      it.request_id ? ["Request", el("code", {}, it.request_id)] : null,
      ["Record", el("code", {}, it.id)],
      ["Hash", el("code", {}, it.hash)],
    ]),
  );
}

