// The admin API, and who is signed in. The token stays in this tab: in memory and in its session storage, which the
// browser drops with the tab. It goes out as a header only.

const KEY = "sequin-mcp.token";
let token = sessionStorage.getItem(KEY);

/** What was refused, as the admin API words it. */
export class Problem extends Error {
  constructor(status, { title, detail, errors } = {}, retryAfter = null) {
    super(detail ?? title ?? `The server answered ${status}.`);
    this.status = status;
    this.title = title;
    this.errors = errors ?? [];
    this.retryAfter = retryAfter;
  }
}

/** Who is signed in; null when nobody is. */
export let who = null;

const RANKS = ["viewer", "operator", "admin"];
export const may = (role) => who !== null && RANKS.indexOf(who.role) >= RANKS.indexOf(role);

export const hasToken = () => token !== null;

export async function signIn(given) {
  token = given;
  try {
    who = await get("/session");
    sessionStorage.setItem(KEY, given);
  } catch (problem) {
    signOut();
    throw problem;
  }
}

/** Takes up the session of this tab after a reload. */
export async function resume() {
  await signIn(token);
}

export function signOut() {
  token = null;
  who = null;
  sessionStorage.removeItem(KEY);
}

let whenRefused = () => {};
/** What to do when the token is not good any more. */
export const onRefused = (action) => (whenRefused = action);

async function send(method, path, { body, ifMatch, idempotencyKey, signal } = {}) {
  let answer;
  try {
    answer = await fetch(`/api/v1${path}`, {
      method,
      signal,
      cache: "no-store",
      credentials: "omit",
      referrerPolicy: "no-referrer",
      headers: {
        Authorization: `Bearer ${token}`,
        ...(body !== undefined && { "Content-Type": "application/json" }),
        ...(ifMatch && { "If-Match": ifMatch }),
        ...(idempotencyKey && { "Idempotency-Key": idempotencyKey }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch (failure) {
    if (failure.name === "AbortError") throw failure;
    throw new Problem(0, { title: "Not reached", detail: "The server can't be reached. Check your connection and try again." });
  }
  if (answer.ok) return answer;
  const problem = await answer.json().catch(() => ({}));
  const refusal = new Problem(answer.status, problem, Number(answer.headers.get("Retry-After")) || null);
  if (answer.status === 401 && who !== null) whenRefused();
  throw refusal;
}

const read = async (answer) => (answer.status === 204 ? null : answer.json());

export const get = async (path, options) => read(await send("GET", path, options));
export const post = async (path, body, options) => read(await send("POST", path, { body: body ?? {}, ...options }));
export const patch = async (path, body, options) => read(await send("PATCH", path, { body, ...options }));
export const remove = async (path, options) => read(await send("DELETE", path, options));

/** What is there, with the tag that a change of it has to give. */
export async function getTagged(path, options) {
  const answer = await send("GET", path, options);
  return { value: await answer.json(), etag: answer.headers.get("ETag") };
}

/** What is there, as it is. */
export const getRaw = (path, options) => send("GET", path, options);

/** A key under which asking twice makes one thing. */
export function newKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** All connectors of an account, page by page. */
export async function connectorsOf(account, options) {
  const all = [];
  let cursor = null;
  do {
    const page = await get(
      `/accounts/${encodeURIComponent(account)}/connectors?limit=200${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""}`,
      options,
    );
    all.push(...page.connectors);
    cursor = page.next_cursor;
  } while (cursor);
  return all;
}
