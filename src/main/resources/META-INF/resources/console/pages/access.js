// Caller tokens: who else may sign in here, and the second factor of connectors that ask for one.
import { get, newKey, post, remove } from "../api.js";
import { el, fill } from "../dom.js";
import { time } from "../format.js";
import { ask, badge, button, card, copyField, emptyState, field, head, input, notice, select, table, toast } from "../parts.js";
import { expiryField } from "../expiry-field.js";

const ROLES = [
  ["viewer", "Viewer: sees everything here, changes nothing"],
  ["operator", "Operator: makes, changes and revokes connectors"],
  ["admin", "Admin: accounts and caller tokens as well"],
];

export async function accessPage({ signal, reload }) {
  const { caller_tokens: all } = await get("/caller-tokens", { signal });
  const fresh = el("div", { class: "fresh" });
  const add = button("New caller token", { kind: "primary", iconName: "plus", onclick: () => make(fresh, reload) });
  return {
    title: "Access",
    nodes: [
      head("Access", { sub: "Caller tokens let others sign in here, and are the second factor of connectors that ask for one.", actions: [add] }),
      fresh,
      all.length ? list(all, reload) : emptyState("key", "No caller token yet", "Nobody but who has the admin token can sign in."),
    ],
  };
}

function list(all, reload) {
  return table(
    "Caller tokens",
    [
      { title: "Name", cell: (it) => it.name },
      { title: "Role", cell: (it) => badge(it.role) },
      { title: "Made", cell: (it) => el("span", {}, time(it.created_at), ` by ${it.created_by}`) },
      { title: "Expires", cell: (it) => (it.expires_at ? time(it.expires_at) : el("span", { class: "muted" }, "never")) },
      { title: "Action", cell: (it) => button("Revoke", { kind: "small danger", "aria-label": `Revoke ${it.name}`, onclick: () => revoke(it, reload) }) },
    ],
    all,
  );
}

async function make(place, reload) {
  const name = input({ required: true, maxlength: "100" });
  const role = select(ROLES, "viewer");
  const expiry = expiryField(null);
  const key = newKey();
  const made = await ask({
    title: "New caller token",
    body: [
      field("Name", name, { name: "name", hint: "Whose it is, or what for." }),
      field("Role", role, { name: "role", hint: "Used with a connector it opens no more than the connector does, whatever its role." }),
      expiry.node,
    ],
    confirm: "Make",
    action: () => post("/caller-tokens", { name: name.value.trim(), role: role.value, ...expiry.read() }, { idempotencyKey: key }),
  });
  if (!made) return;
  fill(
    place,
    card(
      `The token of “${made.name}”`,
      notice("warn", el("p", {}, "It is shown this once; only a hash of it is kept.")),
      copyField("Caller token", made.token, "the token"),
      el("div", { class: "actions" }, button("I have copied it", { kind: "primary", onclick: reload })),
    ),
  );
  place.querySelector("input").focus();
}

async function revoke(caller, reload) {
  const done = await ask({
    title: `Revoke the token of “${caller.name}”?`,
    body: el("p", {}, "Whoever uses it is refused from the next request on, for good."),
    confirm: "Revoke",
    kind: "danger",
    action: () => remove(`/caller-tokens/${encodeURIComponent(caller.id)}`),
  });
  if (!done) return;
  toast("The token was revoked");
  reload();
}
