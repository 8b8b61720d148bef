// A real browser for the console, and what has to hold on every page it shows.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { mkdirSync, readFileSync } from "node:fs";
import { chromium } from "playwright-core";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const FLAGS = [
  ...["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
  ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
];

/** Debian's Chromium, with a profile of its own. */
export const launch = () => chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: FLAGS });

/** A page in a context of its own, with what went wrong in it: errors, and what its policy forbade. */
export async function open(browser, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  page.wrong = [];
  page.requests = [];
  page.on("pageerror", (error) => page.wrong.push(String(error)));
  page.on("console", (message) => {
    // A refusal that the page shows is an error to the browser alone
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) page.wrong.push(message.text());
  });
  page.on("request", (request) => page.requests.push(request));
  await page.addInitScript(() =>
    document.addEventListener("securitypolicyviolation", (event) => console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`)),
  );
  return page;
}

export async function signIn(page, base, token) {
  await page.goto(`${base}/`);
  await page.getByLabel("Token", { exact: true }).fill(token);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("navigation", { name: "Sections" }).waitFor();
}

/** Nothing went wrong, nothing was forbidden, and nothing was asked of anyone else; no token was in an address. */
export function wasClean(page, base, tokens) {
  assert.deepEqual(page.wrong, []);
  for (const request of page.requests) {
    assert.ok(request.url().startsWith(`${base}/`) || request.url().startsWith("blob:"), `asked elsewhere: ${request.url()}`);
    for (const token of tokens) assert.ok(!request.url().includes(token), "a token was in an address");
  }
}

/** What axe finds against WCAG 2.2 A and AA, and its own good practice. */
export async function accessible(page, what) {
  // Colours are in transition only after a change of theme
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() =>
    window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }),
  );
  assert.deepEqual(
    violations.flatMap((it) => it.nodes.map((node) => `${it.id}: ${node.target.join(" ")} ${node.failureSummary}`)),
    [],
    what,
  );
}

/** Nothing sticks out to the side. */
export async function fits(page, what) {
  const { scroll, width, wide } = await page.evaluate(() => ({
    scroll: document.scrollingElement.scrollWidth,
    width: document.documentElement.clientWidth,
    wide: [...document.querySelectorAll("body *")]
      .filter((it) => it.getBoundingClientRect().right > document.documentElement.clientWidth + 1 && it.checkVisibility())
      .slice(0, 5)
      .map((it) => `${it.tagName}.${it.className}`),
  }));
  assert.ok(scroll <= width, `${what} is ${scroll} wide in ${width}: ${wide}`);
}

/** Kept for whoever wants to look, if SCREENSHOTS says where. */
export async function picture(page, name) {
  if (!process.env.SCREENSHOTS) return;
  mkdirSync(process.env.SCREENSHOTS, { recursive: true });
  await page.screenshot({ path: `${process.env.SCREENSHOTS}/${name}.png`, fullPage: true });
}
