// Pieces that pages are made of.
import { el, fill, icon, uid } from "./dom.js";
import { tokens as written, plural } from "./format.js";

/** Says something in passing, to those who listen as well. */
export function toast(message, kind = "ok") {
  const box = el("div", { class: `toast ${kind}` }, icon(kind === "ok" ? "check" : "alert"), el("span", {}, message));
  document.getElementById("toasts").append(box);
  setTimeout(() => box.remove(), 6000);
}

export const badge = (text, kind = "") => el("span", { class: `badge ${kind}` }, text);

const METHODS = { get: "read", list: "read", create: "write", update: "write", delete: "danger", custom: "custom" };
/** What a tool does to an account. */
export const methodBadge = (method) => badge(method, METHODS[method] ?? "");

export function notice(kind, ...children) {
  return el(
    "div",
    { class: `notice ${kind}`, role: kind === "danger" ? "alert" : null },
    icon(kind === "ok" ? "check" : kind === "info" ? "info" : "alert"),
    el("div", {}, ...children),
  );
}

/** What went wrong, with the fields at fault. */
export function problemNotice(problem) {
  return notice(
    "danger",
    el("strong", {}, problem.title ?? "That did not work"),
    el("p", {}, problem.message),
    problem.errors?.length
      ? el("ul", {}, problem.errors.map((error) => el("li", {}, el("code", {}, error.field), ` ${error.detail}`)))
      : null,
  );
}

export function emptyState(name, title, text, action = null) {
  return el("div", { class: "empty" }, el("div", { class: "empty-icon" }, icon(name)), el("h2", {}, title), el("p", {}, text), action);
}

export const loading = (what = "Loading…") =>
  el("div", { class: "loading", role: "status" }, el("span", { class: "spinner", "aria-hidden": "true" }), what);

export function button(text, { kind = "", iconName = null, ...attributes } = {}) {
  return el("button", { type: "button", class: `button ${kind}`, ...attributes }, iconName ? icon(iconName) : null, el("span", {}, text));
}

export const link = (text, href, { kind = "", iconName = null } = {}) =>
  el("a", { href, class: `button ${kind}` }, iconName ? icon(iconName) : null, el("span", {}, text));

/** Runs an action with its button blocked and marked as busy. */
export async function busy(control, action) {
  control.disabled = true;
  control.setAttribute("aria-busy", "true");
  try {
    return await action();
  } finally {
    control.disabled = false;
    control.removeAttribute("aria-busy");
  }
}

/** A labelled control; name is that of the API's field, where its refusals belong. */
export function field(label, control, { hint = null, name = null, optional = false } = {}) {
  const id = control.id || uid("field");
  control.id = id;
  const hintId = `${id}-hint`;
  const errorId = `${id}-error`;
  if (hint) control.setAttribute("aria-describedby", hintId);
  return el(
    "div",
    { class: "field", "data-field": name, "data-error": errorId },
    el("label", { for: id }, label, optional ? el("span", { class: "optional" }, " optional") : null),
    hint ? el("p", { class: "hint", id: hintId }, hint) : null,
    control,
    el("p", { class: "field-error", id: errorId, hidden: true }),
  );
}

/** Puts refusals beside the fields they are of; returns those that have no field. */
export function showErrors(form, errors) {
  for (const place of form.querySelectorAll("[data-field]")) {
    const error = errors.find((it) => it.field === place.dataset.field);
    const text = place.querySelector(".field-error");
    const control = place.querySelector("input, select, textarea");
    if (text) {
      text.hidden = !error;
      text.textContent = error ? error.detail : "";
    }
    if (control) {
      if (error) place.closest("details")?.setAttribute("open", "");
      if (error) {
        control.setAttribute("aria-invalid", "true");
        if (text) control.setAttribute("aria-errormessage", text.id);
      } else {
        control.removeAttribute("aria-invalid");
        control.removeAttribute("aria-errormessage");
      }
    }
  }
  form.querySelector("[aria-invalid]")?.focus();
  const known = new Set([...form.querySelectorAll("[data-field]")].map((place) => place.dataset.field));
  return errors.filter((error) => !known.has(error.field));
}

export const select = (options, chosen, attributes = {}) =>
  el(
    "select",
    attributes,
    options.map(([value, text]) => el("option", { value, selected: value === chosen }, text)),
  );

export const input = (attributes = {}) => el("input", { type: "text", autocomplete: "off", spellcheck: "false", ...attributes });

/** An input for a secret, that can be looked at. */
export function secretInput(attributes = {}) {
  const control = input({ type: "password", autocomplete: "off", autocapitalize: "none", ...attributes });
  const toggle = button("Show", { kind: "quiet small", "aria-pressed": "false" });
  toggle.addEventListener("click", () => {
    const shown = control.type === "password";
    control.type = shown ? "text" : "password";
    toggle.setAttribute("aria-pressed", String(shown));
    toggle.querySelector("span").textContent = shown ? "Hide" : "Show";
  });
  return { control, row: el("div", { class: "with-button" }, control, toggle) };
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Without https the browser has no clipboard for pages, but for what is selected
    const area = el("textarea", { class: "visually-hidden", value: text, "aria-hidden": "true", tabindex: "-1" });
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    if (!done) throw new Error("The browser does not let this page copy; select the text instead.");
  }
}

export function copyButton(text, what) {
  const control = button("Copy", { kind: "small", iconName: "copy", "aria-label": `Copy ${what}` });
  control.addEventListener("click", async () => {
    try {
      await copy(text);
      toast(`Copied ${what}`);
    } catch (failure) {
      toast(failure.message, "danger");
    }
  });
  return control;
}

/** A value to take along. */
export function copyField(label, value, what) {
  const id = uid("copy");
  return el(
    "div",
    { class: "field" },
    el("label", { for: id }, label),
    el("div", { class: "with-button" }, el("input", { id, type: "text", readonly: true, value, class: "mono", onfocus: (event) => event.target.select() }), copyButton(value, what)),
  );
}

export const code = (text, label, what) =>
  el(
    "div",
    { class: "code" },
    el("pre", { tabindex: "0", role: "region", "aria-label": label }, text),
    copyButton(text, what),
  );

/** Rows under headings, which are cards where there is little room. Columns are { title, cell(row), number }. */
export function table(caption, columns, rows) {
  return el(
    "div",
    { class: "table-wrap" },
    el(
      "table",
      { role: "table" },
      el("caption", { class: "visually-hidden" }, caption),
      el("thead", { role: "rowgroup" }, el("tr", { role: "row" }, columns.map((column) => column.title ? el("th", { scope: "col", role: "columnheader", class: column.number ? "number" : null }, column.title) : el("td", { role: "cell" })))),
      el(
        "tbody",
        { role: "rowgroup" },
        rows.map((row) =>
          el(
            "tr",
            { role: "row" },
            columns.map((column, i) =>
              el(
                i === 0 ? "th" : "td",
                { scope: i === 0 ? "row" : null, role: i === 0 ? "rowheader" : "cell", "data-label": column.title, class: column.number ? "number" : null },
                el("div", {}, column.cell(row)),
              ),
            ),
          ),
        ),
      ),
    ),
  );
}

export function facts(entries) {
  return el(
    "dl",
    { class: "facts" },
    entries.filter(Boolean).map(([term, ...values]) => el("div", {}, el("dt", {}, term), el("dd", {}, ...values))),
  );
}

/** Tools by area, with what each does to an account and costs. */
export function toolList({ tools, tokens }) {
  const areas = byArea(tools);
  return el(
    "div",
    { class: "tool-list" },
    el("p", { class: "tool-head", "aria-hidden": "true" }, el("span", {}, "Tool"), el("span", {}, "Tokens")),
    [...areas].map(([tag, members]) =>
      el(
        "section",
        {},
        el("h3", {}, tag.replace("_", " "), el("span", { class: "muted" }, ` ${members.length}`)),
        el(
          "ul",
          {},
          members.map((tool) =>
            el(
              "li",
              {},
              el("span", { class: "tool-name", title: tool.description }, el("code", {}, tool.name)),
              methodBadge(tool.method),
              el("span", { class: "cost" }, tool.tokens === undefined ? "–" : String(tool.tokens), el("span", { class: "visually-hidden" }, " tokens")),
            ),
          ),
        ),
      ),
    ),
    el("p", { class: "muted" }, `${plural(tools.length, "tool")}, about ${written(tokens)} of an agent's context (by o200k).`),
  );
}

/** In the order of the areas' names. */
export function byArea(tools) {
  const areas = new Map();
  for (const tool of tools) areas.set(tool.tag, [...(areas.get(tool.tag) ?? []), tool]);
  return new Map([...areas].sort(([a], [b]) => a.localeCompare(b)));
}

/** Panels of which one is shown; arrow keys change it. Entries are [title, node]. */
export function tabs(label, entries) {
  const id = uid("tabs");
  const choose = (index) => {
    heads.forEach((head, i) => {
      head.setAttribute("aria-selected", String(i === index));
      head.tabIndex = i === index ? 0 : -1;
      panels[i].hidden = i !== index;
    });
  };
  const heads = entries.map(([title], i) =>
    el(
      "button",
      {
        type: "button",
        role: "tab",
        id: `${id}-tab-${i}`,
        "aria-controls": `${id}-panel-${i}`,
        onclick: () => choose(i),
        onkeydown: (event) => {
          const step = { ArrowRight: 1, ArrowLeft: -1, Home: -i, End: entries.length - 1 - i }[event.key];
          if (step === undefined) return;
          event.preventDefault();
          const next = (i + step + entries.length) % entries.length;
          choose(next);
          heads[next].focus();
        },
      },
      title,
    ),
  );
  const panels = entries.map(([, node], i) =>
    el("div", { role: "tabpanel", id: `${id}-panel-${i}`, "aria-labelledby": `${id}-tab-${i}` }, node),
  );
  choose(0);
  return el("div", { class: "tabs" }, el("div", { role: "tablist", "aria-label": label }, heads), panels);
}

/**
 * Asks in a dialog; the focus goes back to where it was. Says what the action answered, or null if it was called off;
 * what the action throws is shown, and asked again.
 */
export function ask({ title, body, confirm, kind = "primary", action }) {
  return new Promise((resolve) => {
    const titleId = uid("dialog");
    const problems = el("div", {});
    const go = el("button", { type: "submit", class: `button ${kind}` }, el("span", {}, confirm));
    const box = el(
      "dialog",
      { "aria-labelledby": titleId },
      el(
        "form",
        {
          method: "dialog",
          onsubmit: async (event) => {
            event.preventDefault();
            fill(problems);
            try {
              const answer = await busy(go, () => action(event.target));
              resolve(answer ?? true);
              box.close();
            } catch (problem) {
              showErrors(event.target, problem.errors ?? []);
              fill(problems, problemNotice(problem));
            }
          },
        },
        el("h2", { id: titleId }, title),
        problems,
        body,
        el("div", { class: "actions" }, button("Cancel", { onclick: () => box.close() }), go),
      ),
    );
    box.addEventListener("close", () => {
      resolve(null);
      box.remove();
    });
    document.body.append(box);
    box.showModal();
  });
}

/** Shows something in a dialog that can only be closed. */
export function show(title, body) {
  const titleId = uid("dialog");
  const box = el("dialog", { "aria-labelledby": titleId, class: "wide" }, el("h2", { id: titleId }, title), body, el("div", { class: "actions" }, button("Close", { onclick: () => box.close() })));
  box.addEventListener("close", () => box.remove());
  document.body.append(box);
  box.showModal();
}

/** The head of a page. */
export function head(title, { sub = null, actions = [], back = null } = {}) {
  return el(
    "header",
    { class: "page-head" },
    back ? el("a", { href: back[1], class: "back" }, icon("back"), back[0]) : null,
    el("div", { class: "page-title" }, el("h1", { tabindex: "-1" }, title), el("div", { class: "actions" }, actions)),
    sub ? el("p", { class: "sub" }, sub) : null,
  );
}

export const card = (title, ...children) =>
  el("section", { class: "card" }, title ? el("h2", {}, title) : null, ...children);

export const lines = (text) => text.split(/[\n,]/).map((line) => line.trim()).filter(Boolean);
