// Accounts: each a Sequin server and a token of its API, and how it does.
import { get, getTagged, may, patch, post, remove } from "../api.js";
import { el, fill } from "../dom.js";
import { plural, time } from "../format.js";
import { ask, badge, busy, button, emptyState, facts, field, head, input, lines, loading, notice, secretInput, toast } from "../parts.js";
import { changedMeanwhile } from "./connector.js";

export async function accountsPage({ signal, reload }) {
  const { accounts } = await get("/accounts", { signal });
  const add = may("admin") ? button("Add an account", { kind: "primary", iconName: "plus", onclick: () => make(reload) }) : null;
  return {
    title: "Accounts",
    nodes: [
      head("Accounts", {
        sub: "Each account is one Sequin server and the API token this service uses there. No agent ever sees it.",
        actions: [add],
      }),
      accounts.length
        ? el("div", { class: "cards" }, accounts.map((account) => accountCard(account, signal, reload)))
        : emptyState("server", "No account yet", "Add the Sequin server that agents are to work with.", may("admin") ? null : el("p", { class: "muted" }, "An admin can add one.")),
    ],
  };
}

const pathOf = (account) => `/accounts/${encodeURIComponent(account.name)}`;

function accountCard(account, signal, reload) {
  const state = el("div", { class: "health", "aria-live": "polite" }, loading("Asking its Sequin…"));
  const show = (trial) => fill(state, health(trial));
  get(`${pathOf(account)}/health`, { signal }).then(show, (problem) => {
    if (problem.name !== "AbortError") fill(state, notice("danger", el("p", {}, problem.message)));
  });
  const test = button("Test", {
    kind: "small",
    iconName: "refresh",
    "aria-label": `Test ${account.name}`,
    onclick: () =>
      busy(test, () =>
        post(`${pathOf(account)}/test`).then(show, (problem) => fill(state, notice("danger", el("p", {}, problem.message)))),
      ),
  });
  const changeable = account.origin === "api" && may("admin");
  return el(
    "section",
    { class: "card account", "aria-label": `Account ${account.name}` },
    el("div", { class: "card-head" }, el("h2", {}, account.name), account.origin === "configuration" ? badge("from configuration") : null),
    state,
    facts([
      ["URL", el("code", {}, account.url)],
      account.metrics_url ? ["Metrics", el("code", {}, account.metrics_url)] : null,
      account.protected_names?.length
        ? ["No connector changes", el("span", { class: "chips" }, account.protected_names.map((name) => el("code", {}, name)))]
        : null,
      account.created_at ? ["Added", el("span", {}, time(account.created_at), ` by ${account.created_by}`)] : null,
    ]),
    el(
      "div",
      { class: "actions" },
      may("operator") ? test : null,
      changeable ? button("Rotate API token", { kind: "small", iconName: "key", onclick: () => rotate(account, reload) }) : null,
      changeable ? button("Edit", { kind: "small", iconName: "edit", "aria-label": `Edit ${account.name}`, onclick: () => edit(account, reload) }) : null,
      changeable ? button("Delete", { kind: "small danger", iconName: "trash", "aria-label": `Delete ${account.name}`, onclick: () => drop(account, reload) }) : null,
    ),
  );
}

function health(trial) {
  const kind = !trial.ok ? "danger" : trial.unhealthy_sinks ? "warn" : "ok";
  const counts = [
    trial.version ? `Sequin ${trial.version.replace(/^v/, "")}` : null,
    trial.databases === undefined ? null : plural(trial.databases, "database"),
    trial.sinks === undefined ? null : plural(trial.sinks, "sink"),
  ].filter(Boolean);
  return notice(
    kind,
    el("strong", {}, !trial.ok ? "Can't be used" : trial.unhealthy_sinks ? `${plural(trial.unhealthy_sinks, "sink")} in trouble` : "Healthy"),
    el("p", {}, trial.ok ? counts.join(" · ") : trial.problem),
    el("p", { class: "small" }, "Checked ", time(trial.checked_at)),
  );
}

function form(account = {}) {
  const name = input({ required: true, value: account.name ?? "" });
  const url = input({ required: true, inputmode: "url", placeholder: "https://sequin.example.com", value: account.url ?? "" });
  const metrics = input({ inputmode: "url", value: account.metrics_url ?? "" });
  const names = input({ value: (account.protected_names ?? []).join(", ") });
  return {
    name,
    url,
    rest: [
      field("Metrics URL", metrics, { name: "metrics_url", optional: true, hint: "Where its Prometheus metrics are, such as http://sequin:8376/metrics." }),
      field("Protected names", names, { name: "protected_names", optional: true, hint: "What no connector may change: names with * for any run of characters, separated by commas." }),
    ],
    read: () => ({ url: url.value.trim(), metrics_url: metrics.value.trim(), protected_names: lines(names.value) }),
  };
}

function tokenField(label) {
  const { control, row } = secretInput({ required: true });
  control.id = "api-token";
  return {
    control,
    node: el(
      "div",
      { class: "field", "data-field": "api_token" },
      el("label", { for: "api-token" }, label),
      el("p", { class: "hint" }, "From Sequin's console, Settings → API keys. It is stored encrypted and never shown again."),
      row,
      el("p", { class: "field-error", id: "api-token-error", hidden: true }),
    ),
  };
}

async function make(reload) {
  const fields = form();
  const token = tokenField("API token");
  const made = await ask({
    title: "Add an account",
    body: [
      field("Name", fields.name, { name: "name", hint: "Lower-case letters, digits and hyphens, such as staging." }),
      field("URL", fields.url, { name: "url", hint: "The base URL of the Sequin server, without /api." }),
      token.node,
      fields.rest,
    ],
    confirm: "Add",
    action() {
      const { metrics_url: metricsUrl, ...rest } = fields.read();
      return post("/accounts", { name: fields.name.value.trim(), api_token: token.control.value, ...rest, ...(metricsUrl && { metrics_url: metricsUrl }) });
    },
  });
  if (!made) return;
  toast(`The account “${made.name}” was added`);
  reload();
}

async function edit(account, reload) {
  const { value, etag } = await getTagged(pathOf(account));
  const fields = form(value);
  const done = await ask({
    title: `Edit “${account.name}”`,
    body: [field("URL", fields.url, { name: "url" }), fields.rest],
    confirm: "Save",
    action: () => patch(pathOf(account), fields.read(), { ifMatch: etag }).catch(changedMeanwhile),
  });
  if (!done) return;
  toast("Saved");
  reload();
}

async function rotate(account, reload) {
  const { etag } = await getTagged(pathOf(account));
  const token = tokenField("New API token");
  const done = await ask({
    title: `Rotate the API token of “${account.name}”`,
    body: [el("p", {}, "Make a new token in Sequin, paste it here, then delete the old one in Sequin. The next call uses the new one."), token.node],
    confirm: "Use the new token",
    action: () => patch(pathOf(account), { api_token: token.control.value }, { ifMatch: etag }).catch(changedMeanwhile),
  });
  if (!done) return;
  toast("The new token is in use");
  reload();
}

async function drop(account, reload) {
  const { etag } = await getTagged(pathOf(account));
  const done = await ask({
    title: `Delete “${account.name}”?`,
    body: el("p", {}, "This service forgets the server and its token. Nothing changes in Sequin. Its connectors have to be revoked first."),
    confirm: "Delete",
    kind: "danger",
    action: () => remove(pathOf(account), { ifMatch: etag }).catch(changedMeanwhile),
  });
  if (!done) return;
  toast(`The account “${account.name}” was deleted`);
  reload();
}
