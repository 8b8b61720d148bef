// The only page that a stranger sees: it asks for a token.
import { signIn } from "../api.js";
import { el, fill } from "../dom.js";
import { busy, notice, secretInput } from "../parts.js";

/** Shows it; entered is called once someone is signed in. */
export function signInPage(app, entered, message = null) {
  document.title = "Sign in · Sequin MCP";
  const { control, row } = secretInput({ id: "token", required: true, "aria-describedby": "token-hint" });
  const answer = el("div", { "aria-live": "assertive" }, message ? notice("warn", el("p", {}, message)) : null);
  const go = el("button", { type: "submit", class: "button primary wide" }, el("span", {}, "Sign in"));

  const submit = async (event) => {
    event.preventDefault();
    const token = control.value.trim();
    if (!token) {
      fill(answer, notice("danger", el("p", {}, "Paste a token first.")));
      control.focus();
      return;
    }
    fill(answer);
    try {
      await busy(go, () => signIn(token));
      entered();
    } catch (problem) {
      refused(problem);
    }
  };

  function refused(problem) {
    control.value = "";
    if (problem.status === 429) {
      countDown(problem.retryAfter ?? 30);
    } else {
      fill(
        answer,
        notice("danger", el("p", {}, problem.status === 401 ? "That token opens nothing here. Check that all of it was copied." : problem.message)),
      );
      control.focus();
    }
  }

  function countDown(seconds) {
    const until = Date.now() + seconds * 1000;
    const left = el("strong", {});
    // Said once, not every second, to those who listen
    fill(answer, notice("warn", el("p", {}, "Too many wrong tokens came from this address. You can try again in ", el("span", { "aria-live": "off" }, left), ".")));
    go.disabled = true;
    const tick = () => {
      const rest = Math.ceil((until - Date.now()) / 1000);
      if (rest > 0) {
        left.textContent = rest > 90 ? `${Math.ceil(rest / 60)} minutes` : rest === 1 ? "1 second" : `${rest} seconds`;
      } else {
        clearInterval(timer);
        go.disabled = false;
        fill(answer, notice("info", el("p", {}, "You can try again now.")));
        control.focus();
      }
    };
    const timer = setInterval(tick, 500);
    tick();
  }

  fill(
    app,
    el(
      "main",
      { class: "sign-in" },
      el(
        "form",
        { class: "card", onsubmit: submit, novalidate: true },
        el("img", { src: "/console/icon.svg", alt: "", width: "44", height: "44" }),
        el("h1", {}, "Sign in to Sequin MCP"),
        answer,
        el(
          "div",
          { class: "field" },
          el("label", { for: "token" }, "Token"),
          row,
          el(
            "p",
            { class: "hint", id: "token-hint" },
            "The admin token of this server, or a caller token that an admin made for you. It stays in this browser tab.",
          ),
        ),
        go,
      ),
    ),
  );
  control.focus();
}
