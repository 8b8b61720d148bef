// The console in a real browser, beside real MCP clients that notice what is done in it.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { accessible, fits, launch, open, picture, signIn, wasClean } from "./browser.mjs";
import { call, connect, refused } from "./connect.mjs";

const { CONSOLE: base, ADMIN_TOKEN: adminToken } = process.env;
/** Every page, with its heading. */
const PAGES = {
  connectors: "Connectors",
  "connectors/new": "New connector",
  accounts: "Accounts",
  audit: "Audit",
  try: "Try it",
  access: "Access",
};
const LOOKS = {
  light: { colorScheme: "light" },
  dark: { colorScheme: "dark" },
  phone: { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true },
};

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

/** A page that is closed with the test, which has to have been clean. */
async function visit(t, options) {
  const page = await open(browser, options);
  t.after(async () => {
    await page.context().close();
    wasClean(page, base, [adminToken]);
  });
  return page;
}

async function admin(method, path, body) {
  const answer = await fetch(`${base}/api/v1${path}`, {
    method,
    headers: { Authorization: `Bearer ${adminToken}`, "Content-Type": "application/json", "If-Match": "*" },
    body: body && JSON.stringify(body),
  });
  assert.ok(answer.ok, `${method} ${path}: ${answer.status}`);
  return answer.status === 204 ? null : answer.json();
}

const connector = (name, config = {}) => admin("POST", "/accounts/default/connectors", { name, config });
const heading = (page, name) => page.getByRole("heading", { level: 1, name, exact: true }).waitFor();

async function makeConnector(page, name) {
  await page.goto(`${base}/#/connectors/new`);
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByRole("button", { name: "Make connector" }).click();
  await heading(page, `“${name}” is ready`);
  return page.getByLabel("MCP URL").inputValue();
}

const record = (page, operation, outcome) =>
  page.getByRole("table", { name: "Records" }).getByRole("row").filter({ hasText: operation }).filter({ hasText: outcome }).first();

test("a connector is made, used, watched and revoked", async (t) => {
  const page = await visit(t);
  await signIn(page, base, adminToken);
  await page.getByRole("link", { name: "New connector" }).click();
  await heading(page, "New connector");
  await page.getByLabel("Name", { exact: true }).fill("walk through");

  const seen = page.getByRole("complementary", { name: "What the agent will see" });
  await seen.getByText("list_sinks").waitFor();
  assert.equal(await seen.getByText("receive_messages").count(), 0, "reading only, unless asked for more");
  await page.getByRole("button", { name: "Make connector" }).click();
  await heading(page, "“walk through” is ready");
  const url = await page.getByLabel("MCP URL").inputValue();
  assert.match(url, /\/mcp\/smcp_[\w-]{43}$/);

  const client = await connect("http", url);
  t.after(() => client.close());
  const promised = await admin("GET", "/accounts/default/connectors").then((it) => it.connectors.find((one) => one.name === "walk through"));
  assert.deepEqual((await client.listTools()).tools.map((tool) => tool.name).sort(), promised.tools);
  assert.ok((await call(client, "list_sinks")).total > 0);
  await refused(client, "get_sink", { sink_id_or_name: "no such sink" });

  await page.getByRole("link", { name: "Done" }).click();
  await heading(page, "walk through");
  assert.equal(await page.getByText(url).count(), 0, "shown once");
  await record(page, "list_sinks", "ok").waitFor();
  await record(page, "get_sink", "not_found").getByRole("button", { name: /^Details of get_sink/ }).click();
  await page.getByRole("dialog").getByText("no such sink").first().waitFor();
  await page.getByRole("dialog").getByRole("button", { name: "Close" }).click();
  await page.getByRole("button", { name: "Revoke" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
  await heading(page, "Connectors");
  assert.equal(await page.locator(`a[href="#/connectors/${promised.id}"]`).count(), 0);

  await assert.rejects(client.callTool({ name: "list_sinks", arguments: {} }));
  await assert.rejects(connect("http", url));
  await page.goto(`${base}/#/audit?connector=${promised.id}`);
  await record(page, "list_sinks", "ok").waitFor();
  await page.goto(`${base}/#/audit?kind=door`);
  await page.getByRole("table", { name: "Records" }).getByText("refused").first().waitFor();
});

test("the audit is filtered, verified and exported", async (t) => {
  const page = await visit(t);
  const { token } = await connector("of the record");
  await signIn(page, base, adminToken);
  await page.getByRole("link", { name: "Audit" }).click();
  await heading(page, "Audit");
  await page.getByLabel("What", { exact: true }).selectOption("admin");
  await page.getByLabel("Tool or act").fill("create_connector");
  await page.getByRole("button", { name: "Show", exact: true }).click();
  const shown = page.getByRole("table", { name: "Records" }).locator("tbody th code");
  // What is looked for is among what was shown before, too
  await shown.filter({ hasNotText: "create_connector" }).first().waitFor({ state: "detached" });
  await record(page, "create_connector", "of the record").waitFor();
  assert.match(page.url(), /kind=admin/);
  assert.deepEqual(
    [...new Set(await shown.allTextContents())],
    ["create_connector"],
  );

  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Export" }).click()]);
  const file = readFileSync(await download.path(), "utf8");
  const records = file.trim().split("\n").map((line) => JSON.parse(line));
  assert.ok(records.length > 0 && records.every((it) => it.operation === "create_connector"));
  assert.ok(!file.includes(token) && !file.includes(adminToken));

  await page.getByRole("button", { name: "Verify" }).click();
  await page.getByText("The audit is as it was written").waitFor();
  await page.getByRole("link", { name: "Clear" }).click();
  // The page of all records has taken the place of the filtered one
  await page.getByRole("link", { name: "Clear" }).waitFor({ state: "detached" });
  await record(page, "create_connector", "of the record").waitFor();
  await page.getByLabel("Tool or act").fill("never done");
  await page.getByRole("button", { name: "Show", exact: true }).click();
  await page.getByText("No record is as these filters ask").waitFor();
});

test("what the agent will see follows every choice, and is what it gets", async (t) => {
  const page = await visit(t);
  await signIn(page, base, adminToken);
  await page.goto(`${base}/#/connectors/new`);
  const seen = page.getByRole("complementary", { name: "What the agent will see" });
  const sum = seen.getByRole("status");
  await seen.getByText("list_sinks").waitFor();
  const reading = await sum.textContent();
  assert.match(reading, /^\d+ tools · about [\d,]+ tokens$/);

  await page.getByRole("checkbox", { name: /^Custom/ }).check();
  await seen.getByText("receive_messages").waitFor();
  assert.notEqual(await sum.textContent(), reading);

  await page.getByLabel("Single tools").selectOption("deny");
  await page.getByRole("checkbox", { name: "receive_messages" }).check();
  await seen.getByText("receive_messages").waitFor({ state: "detached" });

  for (const box of ["get", "list"]) await page.getByRole("checkbox", { name: box, exact: true }).uncheck();
  await seen.getByText("list_sinks").waitFor({ state: "detached" });
  await page.getByRole("checkbox", { name: /^Custom/ }).uncheck();
  await seen.getByText("No tool is left").waitFor();
  await page.getByLabel("Name", { exact: true }).fill("nothing");
  await page.getByRole("button", { name: "Make connector" }).click();
  await page.getByRole("alert").filter({ hasText: "lets no tool through" }).waitFor();

  await page.getByRole("checkbox", { name: "list", exact: true }).check();
  await page.getByLabel("Calls a minute").fill("none");
  await page.getByRole("button", { name: "Make connector" }).click();
  await page.getByRole("alert").filter({ hasText: "config.limits.calls_per_minute" }).waitFor();
  await page.getByLabel("Calls a minute").fill("60");
  await page.getByLabel("Only these sinks").fill("invoice_*");
  await page.getByLabel("Name", { exact: true }).fill("narrow");
  await seen.getByText("list_sinks").waitFor();
  const names = (await seen.locator("code").allTextContents()).sort();
  await page.getByRole("button", { name: "Make connector" }).click();
  await heading(page, "“narrow” is ready");

  const client = await connect("http", await page.getByLabel("MCP URL").inputValue());
  t.after(() => client.close());
  assert.deepEqual((await client.listTools()).tools.map((tool) => tool.name).sort(), names);
  const { sinks } = await call(client, "list_sinks");
  assert.ok(sinks.length > 0 && sinks.every((sink) => sink.name.startsWith("invoice_")));
});

test("a tool is tried from the page, as an agent would call it", async (t) => {
  const page = await visit(t);
  await signIn(page, base, adminToken);
  const url = await makeConnector(page, "tried");

  await page.getByRole("button", { name: "Run" }).click();
  await page.getByRole("region", { name: "Result" }).filter({ hasText: "invoice_processor" }).waitFor();

  await page.goto(`${base}/#/try`);
  await page.getByLabel("URL or token of a connector").fill(url);
  await page.getByRole("button", { name: "Connect" }).click();
  await page.getByLabel("Tool", { exact: true }).selectOption("get_sink");
  await page.getByRole("button", { name: "Run" }).click();
  await page.getByText("is required", { exact: true }).waitFor();
  await page.getByLabel("sink_id_or_name").fill("no such sink");
  await page.getByRole("button", { name: "Run" }).click();
  await page.getByRole("region", { name: "Result" }).filter({ hasText: "no such sink" }).waitFor();
  assert.equal(await page.locator(".outcome").textContent().then((text) => text.startsWith("error")), true);

  const calls = await admin("GET", "/accounts/default/connectors").then((it) => it.connectors.find((one) => one.name === "tried").id);
  await admin("DELETE", `/connectors/${calls}`);
  await page.getByLabel("sink_id_or_name").fill("invoice_processor");
  await page.getByRole("button", { name: "Run" }).click();
  await page.getByText("There is no connector").or(page.getByText("The token of a connector is needed")).waitFor();
});

test("a connector with a second factor is tried with a caller token only", async (t) => {
  const page = await visit(t);
  const { token } = await connector("two keys", { require_api_token_auth: true });
  const caller = await admin("POST", "/caller-tokens", { name: "second", role: "viewer" });
  await signIn(page, base, adminToken);
  await page.goto(`${base}/#/try`);
  await page.getByLabel("URL or token of a connector").fill(token);
  await page.getByRole("button", { name: "Connect" }).click();
  await page.getByText("needs a caller token too").waitFor();

  await page.getByLabel("Caller token").fill(caller.token);
  await page.getByRole("button", { name: "Connect" }).click();
  await page.getByText("Connected to").waitFor();
});

test("the token is rotated, with grace and without", async (t) => {
  const page = await visit(t);
  const { id, url } = await connector("turning");
  await signIn(page, base, adminToken);
  await page.goto(`${base}/#/connectors/${id}`);
  await page.getByRole("button", { name: "Rotate token" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Rotate" }).click();
  const second = await page.getByLabel("MCP URL").inputValue();
  assert.notEqual(second, url);
  for (const good of [url, second]) await (await connect("http", good)).close();

  await page.getByRole("button", { name: "I have copied it" }).click();
  await page.getByText("Former token").waitFor();
  await page.getByRole("button", { name: "Rotate token" }).click();
  await page.getByLabel("How long the old one still works").selectOption("0");
  await page.getByRole("dialog").getByRole("button", { name: "Rotate" }).click();
  const third = await page.getByLabel("MCP URL").inputValue();
  await (await connect("http", third)).close();
  for (const former of [url, second]) await assert.rejects(connect("http", former));
});

test("a connector is edited, and another's change is not undone", async (t) => {
  const page = await visit(t);
  const { id } = await connector("contested", { methods: ["read"] });
  await signIn(page, base, adminToken);
  await page.goto(`${base}/#/connectors/${id}/edit`);
  await page.getByLabel("Seen, but never changed").fill("prod_*, ledger");
  await page.getByRole("button", { name: "Save" }).click();
  await heading(page, "contested");
  assert.deepEqual((await admin("GET", `/connectors/${id}`)).config, { methods: ["read"], protected_names: ["prod_*", "ledger"] });

  await page.getByRole("link", { name: "Edit" }).click();
  await heading(page, "Edit “contested”");
  await admin("PATCH", `/connectors/${id}`, { name: "contested by another" });
  await page.getByLabel("Name", { exact: true }).fill("mine");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("alert").filter({ hasText: "Someone changed it meanwhile" }).waitFor();
  assert.equal((await admin("GET", `/connectors/${id}`)).name, "contested by another");
});

test("an account is added, tested, given another token and deleted", async (t) => {
  const page = await visit(t);
  await signIn(page, base, adminToken);
  await page.goto(`${base}/#/accounts`);
  await page.getByRole("region", { name: "Account default" }).getByText(/^Healthy$|in trouble$/).waitFor();

  await page.getByRole("button", { name: "Add an account" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name", { exact: true }).fill("Not Good");
  await dialog.getByLabel("URL", { exact: true }).fill("http://127.0.0.1:9");
  await dialog.getByLabel("API token").fill("an-api-token");
  await dialog.getByRole("button", { name: "Add" }).click();
  await dialog.getByText("lower-case letters, digits and hyphens, none").first().waitFor();
  await dialog.getByLabel("Name", { exact: true }).fill("elsewhere");
  await dialog.getByRole("button", { name: "Add" }).click();

  const card = page.getByRole("region", { name: "Account elsewhere" });
  await card.getByText("Can't be used").waitFor();
  await card.getByRole("button", { name: "Test elsewhere" }).click();
  await card.getByText("Can't be used").waitFor();
  await card.getByRole("button", { name: "Rotate API token" }).click();
  await dialog.getByLabel("New API token").fill("another-api-token");
  await dialog.getByRole("button", { name: "Use the new token" }).click();
  await page.getByText("The new token is in use").waitFor();
  await card.getByRole("button", { name: "Delete elsewhere" }).click();
  await dialog.getByRole("button", { name: "Delete" }).click();
  await card.waitFor({ state: "detached" });
});

test("a viewer sees everything and can change nothing", async (t) => {
  const { token } = await admin("POST", "/caller-tokens", { name: "looking on", role: "viewer" });
  const { id } = await connector("looked at");
  const page = await visit(t);
  await signIn(page, base, token);
  for (const [path, name] of Object.entries({ connectors: "Connectors", [`connectors/${id}`]: "looked at", accounts: "Accounts" })) {
    await page.goto(`${base}/#/${path}`);
    await heading(page, name);
    await page.waitForLoadState("networkidle");
    assert.deepEqual(await page.getByRole("main").getByRole("button").allTextContents(), [], path);
    assert.equal(await page.getByRole("link", { name: /New|Edit/ }).count(), 0, path);
  }
  assert.equal(await page.getByRole("link", { name: "Access" }).count(), 0);
  for (const path of ["connectors/new", `connectors/${id}/edit`, "audit", "access"]) {
    await page.goto(`${base}/#/${path}`);
    await page.getByText("There is no such page").waitFor();
  }
});

test("an operator makes connectors, and neither accounts nor callers", async (t) => {
  const { token } = await admin("POST", "/caller-tokens", { name: "on duty", role: "operator" });
  const page = await visit(t);
  await signIn(page, base, token);
  await makeConnector(page, "of the operator");
  await page.goto(`${base}/#/accounts`);
  await page.getByRole("button", { name: "Test default" }).waitFor();
  assert.equal(await page.getByRole("button", { name: "Add an account" }).count(), 0);
  assert.equal(await page.getByRole("link", { name: "Access" }).count(), 0);
});

test("a caller token is made, lets in, and lets in no more once it is revoked", async (t) => {
  const page = await visit(t);
  await signIn(page, base, adminToken);
  await page.goto(`${base}/#/access`);
  await page.getByRole("button", { name: "New caller token" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name", { exact: true }).fill("guest");
  await dialog.getByRole("button", { name: "Make" }).click();
  const token = await page.getByLabel("Caller token", { exact: true }).inputValue();
  await page.getByRole("button", { name: "I have copied it" }).click();
  await page.getByRole("button", { name: "Revoke guest" }).waitFor();

  const guest = await visit(t);
  await signIn(guest, base, token);
  // Else its first page may still be on the way, and be refused itself
  await heading(guest, "Connectors");
  await page.getByRole("button", { name: "Revoke guest" }).click();
  await dialog.getByRole("button", { name: "Revoke" }).click();
  await page.getByRole("button", { name: "Revoke guest" }).waitFor({ state: "detached" });

  await guest.getByRole("link", { name: "Accounts" }).click();
  await guest.getByText("no longer accepted").waitFor();
  assert.equal(await guest.getByRole("navigation").count(), 0);
});

test("signed out, nothing is left to see", async (t) => {
  const page = await visit(t);
  await signIn(page, base, adminToken);
  await heading(page, "Connectors");
  await page.reload();
  await heading(page, "Connectors");
  const other = await page.context().newPage();
  await other.goto(`${base}/`);
  await other.getByRole("button", { name: "Sign in" }).waitFor();
  await other.close();

  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByRole("button", { name: "Sign in" }).waitFor();
  assert.deepEqual(await page.evaluate(() => [sessionStorage.length, localStorage.length, document.cookie]), [0, 0, ""]);
  await page.goBack().catch(() => {});
  await page.goto(`${base}/#/connectors`);
  await page.getByRole("button", { name: "Sign in" }).waitFor();
  assert.equal(await page.getByRole("navigation").count(), 0);
});

test("everything can be done with the keyboard alone", async (t) => {
  const page = await visit(t);
  const focused = () => page.evaluate(() => document.activeElement?.closest("label")?.textContent ?? document.activeElement?.textContent ?? "");
  const tabTo = async (text) => {
    for (let i = 0; i < 120; i++) {
      await page.keyboard.press("Tab");
      const name = await page.evaluate(() => {
        const it = document.activeElement;
        return it?.labels?.[0]?.textContent || it?.getAttribute("aria-label") || it?.textContent || "";
      });
      if (name.trim().startsWith(text)) {
        const visible = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle !== "none");
        assert.ok(visible, `the focus on ${text} is seen`);
        return;
      }
    }
    assert.fail(`Tab does not lead to ${text}; it is on ${await focused()}`);
  };

  await page.goto(`${base}/`);
  await page.getByLabel("Token", { exact: true }).waitFor();
  await page.keyboard.type(adminToken);
  await page.keyboard.press("Enter");
  await heading(page, "Connectors");
  await tabTo("New connector");
  await page.keyboard.press("Enter");
  await heading(page, "New connector");
  assert.match(await page.evaluate(() => document.activeElement.tagName), /H1/, "a new page begins at its heading");
  await tabTo("Name");
  await page.keyboard.type("by keyboard");
  await tabTo("Custom");
  await page.keyboard.press("Space");
  await tabTo("Make connector");
  await page.keyboard.press("Enter");
  await heading(page, "“by keyboard” is ready");
  await tabTo("Claude Code");
  await page.keyboard.press("ArrowRight");
  assert.equal(await focused(), "claude.ai");
  await page.getByRole("tabpanel", { name: "claude.ai" }).waitFor();
  // It is there once the page has connected
  await page.getByRole("button", { name: "Run" }).waitFor();
  await tabTo("Run");
  await page.keyboard.press("Enter");
  await page.getByRole("region", { name: "Result" }).waitFor();

  await page.goto(`${base}/#/connectors`);
  await heading(page, "Connectors");
  await tabTo("by keyboard");
  await page.keyboard.press("Enter");
  await heading(page, "by keyboard");
  await tabTo("Revoke");
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  assert.equal(await focused(), "Revoke", "the focus is back where it was");
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").waitFor();
  await tabTo("Revoke");
  await page.keyboard.press("Enter");
  await heading(page, "Connectors");
  assert.equal(await page.getByRole("link", { name: "by keyboard" }).count(), 0);
});

for (const [look, options] of Object.entries(LOOKS)) {
  test(`every page is accessible and fits: ${look}`, async (t) => {
    const page = await visit(t, options);
    const { id } = await connector(`seen in ${look}`, { methods: ["read", "custom"], protected_names: ["prod_*"], limits: { calls_per_minute: 60 } });
    await page.goto(`${base}/`);
    await page.getByLabel("Token", { exact: true }).waitFor();
    await looks("sign-in");
    await signIn(page, base, adminToken);
    const one = { [`connectors/${id}`]: `seen in ${look}`, [`connectors/${id}/edit`]: `Edit “seen in ${look}”` };
    for (const [path, name] of Object.entries({ ...PAGES, ...one })) {
      await page.goto(`${base}/#/${path}`);
      await heading(page, name);
      await page.waitForLoadState("networkidle");
      await looks(path.replaceAll("/", "-").replace(id, "one"));
    }
    await page.goto(`${base}/#/audit`);
    await heading(page, "Audit");
    await page.getByRole("button", { name: /^Details/ }).first().click();
    await page.getByRole("dialog").waitFor();
    await looks("audit-details");
    await page.keyboard.press("Escape");
    await page.goto(`${base}/#/connectors/${id}`);
    await heading(page, `seen in ${look}`);
    await page.getByRole("button", { name: "Rotate token" }).click();
    await page.getByRole("dialog").waitFor();
    await looks("dialog");
    await page.getByRole("dialog").getByRole("button", { name: "Rotate" }).click();
    await page.getByText("Connected to").waitFor();
    await page.getByRole("button", { name: "Run" }).click();
    await page.getByRole("region", { name: "Result" }).waitFor();
    await looks("issued");

    async function looks(what) {
      await picture(page, `${look}-${what}`);
      await accessible(page, `${what}, ${look}`);
      await fits(page, `${what}, ${look}`);
    }
  });
}

// The last, for it closes the door to this address for a while
test("a wrong token is told plainly, and too many have to wait", async (t) => {
  const page = await visit(t);
  await page.clock.install();
  await page.goto(`${base}/`);
  // The first waits are a second or two: the page's time stands still, so that they last until they were looked at
  const now = Date.now();
  await page.clock.setFixedTime(now);
  for (let i = 0; i < 8; i++) {
    await page.getByLabel("Token", { exact: true }).fill(`wrong ${i}`);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByText("opens nothing here").or(page.getByText("Too many wrong tokens")).waitFor();
    if (await page.getByText("Too many wrong tokens").count()) break;
  }
  await page.getByText("Too many wrong tokens").waitFor();
  assert.equal(await page.getByRole("button", { name: "Sign in" }).isDisabled(), true);
  await accessible(page, "told to wait");
  await page.clock.setSystemTime(now);
  await page.getByText("You can try again now").waitFor({ timeout: 60_000 });
  await page.getByLabel("Token", { exact: true }).fill(adminToken);
  await page.getByRole("button", { name: "Sign in" }).click();
  await heading(page, "Connectors");
});
