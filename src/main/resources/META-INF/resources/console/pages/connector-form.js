// Makes and changes connectors; shows meanwhile what the agent will see.
import { get, getTagged, newKey, patch, post, who } from "../api.js";
import { el, fill } from "../dom.js";
import { expiryField } from "../expiry-field.js";
import { number, plural } from "../format.js";
import { issued } from "../issued.js";
import { busy, byArea, card, field, head, input, lines, link, methodBadge, notice, problemNotice, select, showErrors, toast, toolList } from "../parts.js";
import { changedMeanwhile } from "./connector.js";

const GROUPS = [
  { word: "read", title: "Read", text: "Looks at things and changes nothing.", methods: ["get", "list"] },
  { word: "write", title: "Write", text: "Creates, changes and deletes sinks, databases and the like.", methods: ["create", "update", "delete"] },
  { word: "custom", title: "Custom", text: "Receives, acks and nacks messages, refreshes tables. Receiving leases messages.", methods: ["custom"] },
];
/** Off unless asked for. */
const ADVANCED = "advanced";
const PREVIEW_PAUSE = 200;

export async function newConnectorPage({ signal, query }) {
  const [{ accounts }, { tools }] = await Promise.all([get("/accounts", { signal }), get("/tools", { signal })]);
  if (!accounts.length) {
    return {
      title: "New connector",
      nodes: [head("New connector", { back: ["Connectors", "#/connectors"] }), notice("info", el("p", {}, "A connector is made on an account, and there is none yet. ", el("a", { href: "#/accounts" }, "Add one first.")))],
    };
  }
  const account = select(accounts.map((it) => [it.name, it.name]), query.get("account") ?? accounts[0].name);
  const expiry = expiryField(who.longest_expiry_seconds);
  const key = newKey();
  const page = el("div", {});
  const form = connectorForm({
    tools,
    signal,
    config: {},
    name: "",
    before: accounts.length > 1 ? field("Account", account, { hint: "The Sequin server that the agent will work with." }) : null,
    expiry,
    confirm: "Make connector",
    async save(name, config) {
      const body = { name, config: given(config), ...expiry.read() };
      const made = await post(`/accounts/${encodeURIComponent(account.value)}/connectors`, body, { idempotencyKey: key });
      ready(page, made);
    },
  });
  fill(page, head("New connector", { back: ["Connectors", "#/connectors"], sub: "One MCP URL: what an agent may do with it, where, and for how long." }), form);
  return { title: "New connector", nodes: [page] };
}

function ready(page, made) {
  const href = `#/connectors/${encodeURIComponent(made.id)}`;
  if (!made.url) {
    // The answer to the first request got lost, and with it the token
    location.hash = href;
    toast("It was made before; rotate its token to see one", "warn");
    return;
  }
  const title = head(`“${made.name}” is ready`, {
    sub: `It grants ${plural(made.tools.length, "tool")}.`,
    actions: [link("Done", href, { kind: "primary", iconName: "check" })],
  });
  fill(page, title, issued(made));
  document.title = `${made.name} · Sequin MCP`;
  window.scrollTo(0, 0);
  title.querySelector("h1").focus({ preventScroll: true });
}

export async function editConnectorPage({ signal, params: [id] }) {
  const path = `/connectors/${encodeURIComponent(id)}`;
  const href = `#${path}`;
  const [{ value: connector, etag }, { tools }] = await Promise.all([getTagged(path, { signal }), get("/tools", { signal })]);
  const back = [connector.name, href];
  if (connector.origin !== "api") {
    return { title: connector.name, nodes: [head(connector.name, { back }), notice("info", el("p", {}, "It is declared in the server's configuration, and changed there."))] };
  }
  const expiry = expiryField(who.longest_expiry_seconds, connector.expires_at ?? null);
  const form = connectorForm({
    tools,
    signal,
    config: connector.config ?? {},
    name: connector.name,
    before: null,
    expiry,
    confirm: "Save",
    async save(name, config) {
      await patch(path, { name, config, ...expiry.read() }, { ifMatch: etag }).catch(changedMeanwhile);
      toast("Saved; it holds from the next call on");
      location.hash = href;
    },
  });
  return { title: `Edit ${connector.name}`, nodes: [head(`Edit “${connector.name}”`, { back }), form] };
}

/** A new one says only what it has; a changed one says null for what it has no more. */
const given = (config) => Object.fromEntries(Object.entries(config).filter(([, value]) => value !== null));

function connectorForm({ tools, signal, config, name, before, expiry, confirm, save }) {
  const nameInput = input({ required: true, maxlength: "100", value: name, placeholder: "on call" });
  const methods = methodPicker(config.methods ?? ["read"]);
  const areas = areaPicker(tools, config.tags);
  const single = toolPicker(tools, config.tools ?? {});
  const reach = reachFields(config);
  const limits = limitFields(config.limits ?? {});
  const confirmation = select(
    [
      ["", "In two steps: what goes is shown first, and a plan carries it out"],
      ["none", "At once, without a plan"],
    ],
    config.confirm === "none" ? "none" : "",
  );
  const factor = el("input", { type: "checkbox", checked: config.require_api_token_auth === true });

  /** All that the form is about, so that what a PATCH doesn't know of stays. */
  const read = () => ({
    methods: methods.read(),
    tags: areas.read(),
    tools: single.read(),
    ...reach.read(),
    limits: limits.read(),
    require_api_token_auth: factor.checked ? true : null,
    confirm: confirmation.value || null,
  });

  const preview = previewPanel(signal);
  const problems = el("div", {});
  const go = el("button", { type: "submit", class: "button primary" }, el("span", {}, confirm));

  const form = el(
    "form",
    {
      class: "connector-form",
      novalidate: true,
      oninput: () => preview.show(given(read())),
      onchange: () => preview.show(given(read())),
      onsubmit: async (event) => {
        event.preventDefault();
        fill(problems);
        if (!nameInput.value.trim()) {
          showErrors(form, [{ field: "name", detail: "is needed: it tells connectors apart" }]);
          return;
        }
        try {
          showErrors(form, []);
          await busy(go, () => save(nameInput.value.trim(), read()));
        } catch (problem) {
          const rest = showErrors(form, problem.errors ?? []);
          fill(problems, problemNotice(rest.length || !problem.errors?.length ? problem : { title: problem.title, message: "See the fields that are marked." }));
          if (!form.querySelector("[aria-invalid]")) problems.scrollIntoView({ block: "center" });
        }
      },
    },
    el(
      "div",
      { class: "columns wide-left" },
      el(
        "div",
        {},
        problems,
        card("Name and time", before, field("Name", nameInput, { name: "name", hint: "Who or what uses it. Shown in lists and in the audit." }), expiry.node),
        card("What it may do", methods.node, areas.node, single.node, field("Deletions", confirmation, { name: "config.confirm" })),
        card(
          "How far it reaches",
          el("p", { class: "lead muted" }, "Without any of these it reaches the whole account, without limits."),
          reach.node,
          limits.node,
          el("label", { class: "check" }, factor, el("span", {}, el("strong", {}, "Second factor"), el("span", { class: "hint" }, "The URL alone opens nothing: a caller token has to come with every request."))),
        ),
        el("div", { class: "actions" }, go, link("Cancel", "#/connectors")),
      ),
      el("aside", { class: "preview", "aria-label": "What the agent will see" }, preview.node),
    ),
  );
  preview.show(given(read()), 0);
  return form;
}

function checkbox(title, { checked, hint = null, ...attributes }) {
  const box = el("input", { type: "checkbox", checked, ...attributes });
  return { box, node: el("label", { class: "check" }, box, el("span", {}, el("span", {}, title), hint ? el("span", { class: "hint" }, hint) : null)) };
}

/** Groups, and within them the single methods. */
function methodPicker(words) {
  const chosen = new Set(words.flatMap((word) => GROUPS.find((group) => group.word === word)?.methods ?? [word]));
  const groups = GROUPS.map((group) => {
    const parts = group.methods.length > 1 ? group.methods.map((method) => ({ method, ...checkbox(method, { checked: chosen.has(method) }) })) : [];
    const all = checkbox(el("strong", {}, group.title), { checked: false, hint: group.text });
    const set = () => {
      const on = parts.filter((part) => part.box.checked).length;
      all.box.checked = on === parts.length;
      all.box.indeterminate = on > 0 && on < parts.length;
    };
    if (parts.length) {
      set();
      all.box.addEventListener("change", () => parts.forEach((part) => (part.box.checked = all.box.checked)));
      parts.forEach((part) => part.box.addEventListener("change", set));
    } else {
      all.box.checked = chosen.has(group.methods[0]);
    }
    return {
      group,
      node: el("div", { class: "method-group" }, all.node, parts.length ? el("div", { class: "inline" }, parts.map((part) => part.node)) : null),
      read: () => {
        if (!parts.length) return all.box.checked ? [group.word] : [];
        const on = parts.filter((part) => part.box.checked).map((part) => part.method);
        return on.length === parts.length ? [group.word] : on;
      },
    };
  });
  return {
    node: el(
      "fieldset",
      { "data-field": "config.methods" },
      el("legend", {}, "Methods"),
      groups.map((group) => group.node),
      el("p", { class: "field-error", hidden: true }),
    ),
    read: () => groups.flatMap((group) => group.read()),
  };
}

function areaPicker(tools, tags) {
  // What is off unless asked for comes last
  const areas = [...byArea(tools)].sort(([a], [b]) => Number(a === ADVANCED) - Number(b === ADVANCED));
  const boxes = areas.map(([tag, members]) => ({
    tag,
    ...checkbox(el("span", {}, tag.replace("_", " "), el("span", { class: "muted" }, ` ${members.length}`)), { checked: tags ? tags.includes(tag) : tag !== ADVANCED }),
  }));
  return {
    node: el(
      "fieldset",
      { "data-field": "config.tags" },
      el("legend", {}, "Areas"),
      el("div", { class: "grid" }, boxes.map((it) => it.node)),
      el("p", { class: "field-error", hidden: true }),
    ),
    /** Nothing for what is usual, so that it stays what is usual. */
    read() {
      const chosen = boxes.filter((it) => it.box.checked).map((it) => it.tag);
      const usual = boxes.filter((it) => it.tag !== ADVANCED).map((it) => it.tag);
      return chosen.join() === usual.join() ? null : chosen;
    },
  };
}

function toolPicker(tools, { allow, deny }) {
  const mode = select(
    [
      ["all", "All tools of these methods and areas"],
      ["deny", "All but some"],
      ["allow", "Only some"],
    ],
    allow?.length ? "allow" : deny?.length ? "deny" : "all",
  );
  const named = new Set([...(allow ?? []), ...(deny ?? [])]);
  const boxes = [...byArea(tools)].map(([tag, members]) => [
    tag,
    members.map((tool) => ({ name: tool.name, ...checkbox(el("span", { class: "tool-choice" }, el("code", {}, tool.name), methodBadge(tool.method)), { checked: named.has(tool.name) }) })),
  ]);
  const flat = boxes.flatMap(([, members]) => members);
  const title = el("summary", {}, "");
  const choice = el(
    "details",
    { open: mode.value !== "all" },
    title,
    boxes.map(([tag, members]) => el("fieldset", { class: "plain" }, el("legend", {}, tag.replace("_", " ")), el("div", { class: "grid" }, members.map((it) => it.node)))),
  );
  const set = () => {
    choice.hidden = mode.value === "all";
    if (!choice.hidden) choice.open = true;
    title.textContent = mode.value === "deny" ? "The tools it does not get" : "The only tools it gets";
  };
  mode.addEventListener("change", set);
  set();
  const chosen = () => flat.filter((it) => it.box.checked).map((it) => it.name);
  return {
    node: el("div", {}, field("Single tools", mode, { name: "config.tools" }), choice),
    read: () => (mode.value === "all" || !chosen().length ? null : { [mode.value]: chosen() }),
  };
}

function reachFields(config) {
  const pins = config.pins ?? {};
  const make = (label, name, list) => {
    const control = input({ value: (list ?? []).join(", ") });
    return { control, node: field(label, control, { name }) };
  };
  const sinks = make("Only these sinks", "config.pins.sinks", pins.sinks);
  const databases = make("Only these databases", "config.pins.databases", pins.databases);
  const endpoints = make("Only these HTTP endpoints", "config.pins.http_endpoints", pins.http_endpoints);
  const names = make("Seen, but never changed", "config.protected_names", config.protected_names);
  const some = (text) => (lines(text).length ? lines(text) : null);
  return {
    node: el(
      "fieldset",
      {},
      el("legend", {}, "Names"),
      el("p", { class: "hint" }, "Separated by commas, with * for any run of characters, such as billing_*. With any “only these”, what belongs to the account as a whole is refused: YAML, replications, API keys."),
      el("div", { class: "grid two" }, sinks.node, databases.node, endpoints.node, names.node),
    ),
    read() {
      const found = given({ sinks: some(sinks.control.value), databases: some(databases.control.value), http_endpoints: some(endpoints.control.value) });
      return { pins: Object.keys(found).length ? found : null, protected_names: some(names.control.value) };
    },
  };
}

function limitFields(limits) {
  const make = (label, key) => {
    const control = input({ inputmode: "numeric", value: limits[key] ?? "" });
    return { key, control, node: field(label, control, { name: `config.limits.${key}` }) };
  };
  const all = [make("Calls a minute", "calls_per_minute"), make("Calls at once", "concurrent_calls"), make("Writes a day", "writes_per_day")];
  return {
    node: el("fieldset", {}, el("legend", {}, "Limits"), el("p", { class: "hint" }, "What is too much is refused with the time to come back."), el("div", { class: "grid three" }, all.map((it) => it.node))),
    read() {
      const found = all
        .map((it) => [it.key, it.control.value.trim()])
        .filter(([, text]) => text !== "")
        // What is no number goes as it is, for the server to name it
        .map(([key, text]) => [key, /^-?\d+$/.test(text) ? Number(text) : text]);
      return found.length ? Object.fromEntries(found) : null;
    },
  };
}

/** What a config would grant, asked for a moment after the last change. */
function previewPanel(signal) {
  const title = el("h2", {}, "What the agent will see");
  const sum = el("p", { class: "sum", role: "status" }, "…");
  const list = el("div", {});
  const node = el("div", { class: "card" }, title, sum, el("details", { class: "preview-tools", open: !matchMedia("(max-width: 60rem)").matches }, el("summary", {}, "Tools and what each costs"), list));
  let timer = null;
  let latest = 0;
  const ask = async (config) => {
    const mine = ++latest;
    try {
      const found = await post("/connectors/preview", { config }, { signal });
      if (mine !== latest) return;
      fill(sum, el("strong", {}, plural(found.tools.length, "tool")), ` · about ${number(found.tokens)} tokens`);
      fill(list, toolList(found));
    } catch (problem) {
      if (mine !== latest || problem.name === "AbortError") return;
      const nothing = problem.errors?.some((error) => error.field === "config");
      fill(sum, nothing ? "No tool is left" : "This does not work yet");
      fill(list, nothing ? notice("warn", el("p", {}, "Methods, areas and single tools each narrow what the others leave.")) : problemNotice(problem));
    }
  };
  return {
    node,
    show(config, pause = PREVIEW_PAUSE) {
      clearTimeout(timer);
      timer = setTimeout(() => ask(config), pause);
    },
  };
}
