// Any connector of this server, tried by its URL.
import { el, fill } from "../dom.js";
import { card, head, notice, secretInput } from "../parts.js";
import { tryPanel } from "../try-panel.js";

const CONNECTOR = /smcp_[A-Za-z0-9_-]{43}/;
const CALLER = /^smct_[A-Za-z0-9_-]{43}$/;

export async function tryPage() {
  const url = secretInput({ id: "try-url", required: true, "aria-describedby": "try-url-hint" });
  const caller = secretInput({ id: "try-caller", "aria-describedby": "try-caller-hint" });
  const place = el("div", {});

  const submit = (event) => {
    event.preventDefault();
    const token = CONNECTOR.exec(url.control.value)?.[0];
    const second = caller.control.value.trim();
    if (!token) {
      fill(place, notice("danger", el("p", {}, "That is no URL of a connector: it ends in smcp_ and 43 more characters.")));
      url.control.focus();
    } else if (second && !CALLER.test(second)) {
      fill(place, notice("danger", el("p", {}, "That is no caller token: it has smct_ and 43 more characters.")));
      caller.control.focus();
    } else {
      fill(place, card("Tools", tryPanel(token, second || null)));
    }
  };

  return {
    title: "Try it",
    nodes: [
      head("Try it", { sub: "Run a connector's tools from here, exactly as an agent would. Its calls count and are recorded like an agent's." }),
      card(
        null,
        el(
          "form",
          { onsubmit: submit, novalidate: true },
          el(
            "div",
            { class: "field" },
            el("label", { for: "try-url" }, "URL or token of a connector"),
            el("p", { class: "hint", id: "try-url-hint" }, "It is not kept: leave this page and it is gone."),
            url.row,
          ),
          el(
            "div",
            { class: "field" },
            el("label", { for: "try-caller" }, "Caller token", el("span", { class: "optional" }, " optional")),
            el("p", { class: "hint", id: "try-caller-hint" }, "Only for a connector that needs a second factor."),
            caller.row,
          ),
          el("div", { class: "actions" }, el("button", { type: "submit", class: "button primary" }, el("span", {}, "Connect"))),
        ),
      ),
      place,
    ],
  };
}
