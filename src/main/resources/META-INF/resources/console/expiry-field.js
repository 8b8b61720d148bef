// Until when something is good.
import { el } from "./dom.js";
import { duration } from "./format.js";
import { field, input, select } from "./parts.js";

const CHOICES = [3600, 86_400, 7 * 86_400, 30 * 86_400, 90 * 86_400];

/**
 * A choice of how long; read() answers with { expires_at }, which is null for "never".
 *
 * @param current the time it ends now, when it exists already
 * @param longest how many seconds ahead it may be at most; then it can't be "never"
 */
export function expiryField(longest, current = undefined) {
  const choices = CHOICES.filter((seconds) => !longest || seconds <= longest);
  const options = [
    ...(current === undefined ? [] : [["keep", current ? `As it is: ${new Date(current).toLocaleString("en")}` : "As it is: never"]]),
    ...choices.map((seconds) => [String(seconds), `In ${duration(seconds)}`]),
    ...(longest ? [] : [["never", "Never"]]),
    ["at", "At a time …"],
  ];
  const initial = current !== undefined ? "keep" : longest ? String(choices.at(-1) ?? "at") : String(30 * 86_400);
  const choice = select(options, initial);
  const at = input({ type: "datetime-local", "aria-label": "Expires at" });
  const atRow = el("div", { hidden: initial !== "at" }, at);
  choice.addEventListener("change", () => {
    atRow.hidden = choice.value !== "at";
    if (!atRow.hidden) at.focus();
  });
  const node = field("Expires", choice, { name: "expires_at", hint: longest ? `At most ${duration(longest)} ahead: the server's rule.` : null });
  choice.after(atRow);
  return {
    node,
    read() {
      switch (choice.value) {
        case "keep":
          return {};
        case "never":
          return { expires_at: null };
        case "at":
          if (!at.value) throw Object.assign(new Error("Some fields are not as they must be."), { errors: [{ field: "expires_at", detail: "choose a time" }] });
          return { expires_at: new Date(at.value).toISOString() };
        default:
          return { expires_at: new Date(Date.now() + Number(choice.value) * 1000).toISOString() };
      }
    },
  };
}
