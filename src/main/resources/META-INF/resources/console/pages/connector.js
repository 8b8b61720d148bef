// One connector: what it may, what it did, and what ends it.
import { get, getTagged, may, post, remove } from "../api.js";
import { auditTable } from "../audit-table.js";
import { el, fill } from "../dom.js";
import { duration, moment, number, plural, time } from "../format.js";
import { issued } from "../issued.js";
import { ask, button, card, emptyState, facts, field, head, link, notice, problemNotice, select, toast, toolList } from "../parts.js";
import { ends, methods } from "./connectors.js";

export async function connectorPage({ signal, params: [id], reload }) {
  const path = `/connectors/${encodeURIComponent(id)}`;
  const [{ value: connector, etag }, { tools }, recent] = await Promise.all([
    getTagged(path, { signal }),
    get("/tools", { signal }),
    // The rest of the page is of use without it
    may("operator") ? get(`/audit?limit=15&connector=${encodeURIComponent(id)}`, { signal }).catch((problem) => problem) : null,
  ]);
  const granted = tools.filter((tool) => connector.tools.includes(tool.name));
  const changeable = connector.origin === "api" && may("operator");
  const page = el("div", {});
  fill(
    page,
    [
      head(connector.name, {
        back: ["Connectors", "#/connectors"],
        sub: sub(connector),
        actions: changeable
          ? [
              link("Edit", `#/connectors/${encodeURIComponent(id)}/edit`, { iconName: "edit" }),
              button("Rotate token", { iconName: "refresh", onclick: () => rotate(path, connector, etag, page, reload) }),
              button("Revoke", { kind: "danger", iconName: "trash", onclick: () => revoke(path, connector, etag) }),
            ]
          : [],
      }),
      connector.origin === "configuration"
        ? notice("info", el("p", {}, "It is declared in the server's configuration, and changed there."))
        : null,
      el(
        "div",
        { class: "columns" },
        card("What it is", facts(about(connector))),
        card("What the agent sees", toolList({ tools: granted, tokens: granted.reduce((sum, tool) => sum + (tool.tokens ?? 0), 0) })),
      ),
      recent ? history(id, recent) : null,
    ],
  );
  return { title: connector.name, nodes: [page] };
}

function history(id, recent) {
  const href = `#/audit?connector=${encodeURIComponent(id)}`;
  return el(
    "section",
    { class: "history" },
    el("div", { class: "page-title" }, el("h2", {}, "Recent calls and refusals"), el("div", { class: "actions" }, link("Refusals only", `${href}&outcome=refused`, { kind: "small quiet" }), link("All in the audit", href, { kind: "small" }))),
    recent instanceof Error
      ? problemNotice(recent)
      : recent.records.length
        ? auditTable(recent.records, { connector: false })
        : emptyState("clock", "Nothing yet", "What the agent calls, and what it is refused, shows up here."),
  );
}

function sub(connector) {
  const parts = [
    `On ${connector.account}`,
    connector.calls === undefined ? null : plural(connector.calls, "call"),
    connector.last_used_at ? null : connector.calls === undefined ? null : "not used yet",
  ];
  return el("span", {}, parts.filter(Boolean).join(" · "), connector.last_used_at ? [" · last used ", time(connector.last_used_at)] : null);
}

function about(it) {
  const config = it.config ?? {};
  const patterns = (list) => (list?.length ? el("span", { class: "chips" }, list.map((pattern) => el("code", {}, pattern))) : null);
  const pins = Object.entries(config.pins ?? {}).filter(([, list]) => list?.length);
  const limits = [
    config.limits?.calls_per_minute != null ? `${number(config.limits.calls_per_minute)} calls a minute` : null,
    config.limits?.concurrent_calls != null ? `${number(config.limits.concurrent_calls)} calls at once` : null,
    config.limits?.writes_per_day != null ? `${number(config.limits.writes_per_day)} writes a day` : null,
  ].filter(Boolean);
  return [
    ["Account", it.account],
    methods(it) ? ["Methods", methods(it)] : null,
    it.origin === "api" ? ["Areas", config.tags?.join(", ") ?? "all but advanced"] : null,
    config.tools?.allow?.length ? ["Only these tools", patterns(config.tools.allow)] : null,
    config.tools?.deny?.length ? ["Never these tools", patterns(config.tools.deny)] : null,
    ...pins.map(([kind, list]) => [`Only these ${kind.replace("_", " ")}`, patterns(list)]),
    config.protected_names?.length ? ["Never changes", patterns(config.protected_names)] : null,
    config.confirm === "none" ? ["Deletions", "at once, without a plan"] : null,
    ["Second factor", it.require_api_token_auth ? "a caller token with every request" : "none: the URL is enough"],
    it.origin === "api" ? ["Limits", limits.length ? limits.join(", ") : "none"] : null,
    ["Expires", ends(it)],
    it.former_token_until && new Date(it.former_token_until) > new Date()
      ? ["Former token", el("span", {}, "works until ", moment(it.former_token_until))]
      : null,
    it.created_at ? ["Made", el("span", {}, time(it.created_at), ` by ${it.created_by}`)] : null,
    it.updated_at && it.updated_at !== it.created_at ? ["Changed", time(it.updated_at)] : null,
    ["Id", el("code", {}, it.id)],
  ];
}

async function rotate(path, connector, etag, page, reload) {
  const grace = select(
    [0, 600, 3600, 86_400, 604_800].map((seconds) => [String(seconds), seconds === 0 ? "Not at all" : `For ${duration(seconds)}`]),
    "3600",
  );
  const made = await ask({
    title: `Rotate the token of “${connector.name}”`,
    body: [
      el("p", {}, "The connector gets a new URL. Clients that use the old one have to be changed."),
      field("How long the old one still works", grace, { name: "grace_seconds" }),
    ],
    confirm: "Rotate",
    action: () => post(`${path}/rotate`, { grace_seconds: Number(grace.value) }, { ifMatch: etag }).catch(changedMeanwhile),
  });
  if (!made) return;
  const title = head(`“${connector.name}” has a new token`, {
    sub: grace.value === "0" ? "The old one is refused from now on." : `The old one works for ${duration(Number(grace.value))} more.`,
    actions: [button("I have copied it", { kind: "primary", iconName: "check", onclick: reload })],
  });
  fill(page, title, issued(made));
  window.scrollTo(0, 0);
  title.querySelector("h1").focus({ preventScroll: true });
}

async function revoke(path, connector, etag) {
  const done = await ask({
    title: `Revoke “${connector.name}”?`,
    body: el("p", {}, "Its URL is refused from the next request on, for good. What it was used for stays in the audit."),
    confirm: "Revoke",
    kind: "danger",
    action: () => remove(path, { ifMatch: etag }).catch(changedMeanwhile),
  });
  if (!done) return;
  toast(`“${connector.name}” was revoked`);
  location.hash = "#/connectors";
}

/** Says what a 412 means to who looks at a page. */
export function changedMeanwhile(problem) {
  if (problem.status === 412) {
    problem.title = "Someone changed it meanwhile";
    problem.message = "What you see is not what there is any more. Close this, reload the page, look at it again, and repeat what you wanted.";
  }
  throw problem;
}

