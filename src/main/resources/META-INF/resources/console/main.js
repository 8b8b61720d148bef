// The page: who may see what, where to, and what is shown meanwhile.
import { hasToken, may, onRefused, resume, signOut, who } from "./api.js";
import { el, fill, icon } from "./dom.js";
import { badge, button, emptyState, head, loading, problemNotice } from "./parts.js";
import { accessPage } from "./pages/access.js";
import { accountsPage } from "./pages/accounts.js";
import { auditPage } from "./pages/audit.js";
import { connectorPage } from "./pages/connector.js";
import { editConnectorPage, newConnectorPage } from "./pages/connector-form.js";
import { connectorsPage } from "./pages/connectors.js";
import { signInPage } from "./pages/sign-in.js";
import { tryPage } from "./pages/try.js";

const SECTIONS = [
  { path: "connectors", title: "Connectors", iconName: "plug", role: "viewer" },
  { path: "accounts", title: "Accounts", iconName: "server", role: "viewer" },
  { path: "audit", title: "Audit", iconName: "list", role: "operator" },
  { path: "try", title: "Try it", iconName: "play", role: "viewer" },
  { path: "access", title: "Access", iconName: "key", role: "admin" },
];

const ROUTES = [
  [/^connectors$/, connectorsPage],
  [/^connectors\/new$/, newConnectorPage, "operator"],
  [/^connectors\/([^/]+)$/, connectorPage],
  [/^connectors\/([^/]+)\/edit$/, editConnectorPage, "operator"],
  [/^accounts$/, accountsPage],
  [/^audit$/, auditPage, "operator"],
  [/^try$/, tryPage],
  [/^access$/, accessPage, "admin"],
];

const app = document.getElementById("app");
let main = null;
let current = null;

function brand() {
  return el("span", { class: "brand" }, el("img", { src: "/console/icon.svg", alt: "", width: "26", height: "26" }), "Sequin MCP");
}

function frame() {
  main = el("main", { id: "main", tabindex: "-1" });
  fill(
    app,
    el("a", { class: "skip", href: "#main", onclick: (event) => { event.preventDefault(); main.focus(); } }, "Skip to content"),
    el(
      "div",
      { class: "frame" },
      el(
        "header",
        { class: "top" },
        el("a", { href: "#/connectors", class: "home" }, brand()),
        who.sandbox ? badge("sandbox", "warn") : null,
        el(
          "nav",
          { "aria-label": "Sections" },
          SECTIONS.filter((section) => may(section.role)).map((section) =>
            el("a", { href: `#/${section.path}`, "data-section": section.path }, icon(section.iconName), el("span", {}, section.title)),
          ),
        ),
        el(
          "div",
          { class: "who" },
          el("div", { class: "who-name" }, el("span", { class: "muted" }, "Signed in as "), el("strong", {}, who.name.replace(/ \(.*\)$/, "")), " ", badge(who.role)),
          button("Sign out", { kind: "quiet small", iconName: "out", onclick: () => leave() }),
          el("p", { class: "version muted" }, `Version ${who.version}`),
        ),
      ),
      main,
    ),
  );
}

function leave(message = null) {
  current?.abort();
  signOut();
  main = null;
  // What was shown is gone for good, also from where "back" leads
  history.replaceState(null, "", location.pathname);
  signInPage(app, enter, message);
}

function enter() {
  frame();
  show();
}

async function show() {
  if (who === null || main === null) return;
  const [path, query] = (location.hash.replace(/^#\/?/, "") || "connectors").split("?");
  current?.abort();
  current = new AbortController();
  const { signal } = current;
  for (const link of document.querySelectorAll("[data-section]")) {
    if (link.dataset.section === path.split("/")[0]) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  // What is still shown is about to go: what someone types there now would be lost
  main.inert = true;
  const wait = setTimeout(() => fill(main, loading()), 150);
  const settle = (title, ...nodes) => {
    clearTimeout(wait);
    if (signal.aborted) return;
    fill(main, ...nodes);
    main.inert = false;
    document.title = `${title} · Sequin MCP`;
    window.scrollTo(0, 0);
    main.querySelector("h1")?.focus({ preventScroll: true });
  };
  try {
    const [page, match, role] = route(path);
    if (page === null || !may(role)) {
      settle("Not found", head("Nothing here"), emptyState("info", "There is no such page", "Or your role does not open it."));
      return;
    }
    const { title, nodes } = await page({ signal, params: match, query: new URLSearchParams(query), reload: show });
    settle(title, ...nodes);
  } catch (problem) {
    if (signal.aborted || problem.name === "AbortError" || who === null) return;
    settle(
      "Not shown",
      head(problem.status === 404 ? "Not there" : "This can't be shown"),
      problemNotice(problem),
      button("Try again", { iconName: "refresh", onclick: show }),
    );
  } finally {
    clearTimeout(wait);
  }
}

function route(path) {
  for (const [pattern, page, role = "viewer"] of ROUTES) {
    const match = pattern.exec(path);
    if (match) return [page, match.slice(1).map(decodeURIComponent), role];
  }
  return [null, [], "viewer"];
}

onRefused(() => leave("Your token is no longer accepted. Sign in again."));
window.addEventListener("hashchange", show);

if (hasToken()) {
  fill(app, loading());
  resume().then(enter, (problem) =>
    signInPage(app, enter, problem.status === 401 ? "Your token is no longer accepted. Sign in again." : problem.message),
  );
} else {
  signInPage(app, enter);
}
