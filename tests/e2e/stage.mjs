/* stage.mjs - what a story has at hand: a server of its own, people with a browser, and eyes.
 *
 * Whatever a page says on the console, each error of a script, each answer of 400 and up and each request that fails
 * ends the story badly, unless the story said before that it would come: stage.expects(422). */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import assert from "node:assert/strict";
import { PATIENCE, Server, left } from "./server.mjs";

/* Of an answer of 400 and up, and of a request that failed, we hear by itself; a field that got the focus before the page
 * could give it is no fault. */
const hearsay = /^(Failed to load resource: the server responded|Autofocus processing was blocked|htmx: htmx:error: Failed to fetch)/;

/* A person sees a page when its style is there, and acts when it stands still; Playwright finds what is in it as soon as it
 * was read.  So all that looks or acts waits until the page is whole, its scripts too. */
const LOOKS_OR_ACTS = ["allTextContents", "boundingBox", "check", "click", "count", "dispatchEvent", "evaluate", "evaluateAll",
  "evaluateHandle", "fill", "focus", "getAttribute", "hover", "inputValue", "isChecked", "isVisible", "press",
  "pressSequentially", "selectOption", "setChecked", "setInputFiles", "tap", "textContent", "title", "type", "waitFor"];
const early = new WeakSet();
const waits = (object, pageOf) => {
  for (const name of LOOKS_OR_ACTS) {
    const act = object[name];
    if (act) object[name] = async function (...given) {
      if (!early.has(pageOf(this))) await pageOf(this).waitForLoadState("load");
      return act.apply(this, given);
    };
  }
};
/* A story that goes to another address by itself means to leave. */
const leaving = new WeakSet();
const leaves = (page) => {
  for (const name of ["goto", "reload"]) {
    const go = page[name];
    page[name] = async (...given) => {
      leaving.add(page);
      return go.apply(page, given).finally(() => leaving.delete(page));
    };
  }
};
const waitsForWhole = (page) => {
  const locators = Object.getPrototypeOf(page.locator("html"));
  if (!Object.hasOwn(locators, "waits")) waits(locators, (locator) => locator.page());
  locators.waits = true;
  waits(page, () => page);
  waits(page.keyboard, () => page);
  leaves(page);
  return page;
};

export class Stage {
  #servers = [];
  #contexts = [];
  #expected = [];
  #tolerated = [];
  #unexpected = [];

  constructor(browser, name) {
    this.browser = browser;
    this.name = name;
  }

  /* An answer (its status) or a failed request ("ERR_...") that belongs to the story; once each. */
  expects(...what) {
    this.#expected.push(...what.map(String));
  }

  /* An answer that may come: a job that takes longer than a request waits for it is told by a later page. */
  tolerates(...what) {
    this.#tolerated.push(...what.map(String));
  }

  /* Where a file of this story alone goes: two are played at a time, and may give theirs the same name. */
  file(name) {
    const folder = join(left, this.name);
    mkdirSync(folder, { recursive: true });
    return join(folder, name);
  }

  async serve(options) {
    const server = await Server.start(`${this.name}-${this.#servers.length + 1}`, options);
    this.#servers.push(server);
    this.server = server;
    return server;
  }

  /* Someone at a browser who is not signed in; options are Playwright's, of a context.  A story's first visitor brings
   * the server along. */
  async visitor(options = {}) {
    const server = this.server ?? await this.serve();
    const context = await this.browser.newContext({
      baseURL: server.site, locale: "nl-NL", viewport: { width: 1440, height: 900 }, ...options,
    });
    context.setDefaultTimeout(PATIENCE);
    this.#contexts.push(context);
    this.#watch(context);
    return waitsForWhole(await context.newPage());
  }

  /* Someone who is signed in, at the list of customers. */
  async user(options = {}) {
    const page = await this.visitor(options);
    await signIn(page, this.server);
    await page.goto("/klanten");
    return page;
  }

  #watch(context) {
    context.on("console", (message) => {
      if (!hearsay.test(message.text()))
        this.#unexpected.push(`console: ${message.text()} (${message.location().url})`);
    });
    context.on("page", (page) => page.on("crash", () => this.#unexpected.push(`Chromium: the page crashed (${page.url()})`)));
    context.on("weberror", (error) => this.#unexpected.push(`script: ${error.error().name}: ${error.error().message} ${error.error().stack} ${error.page()?.url()}`));
    context.on("dialog", (dialog) => {
      if (dialog.page().listenerCount("dialog")) return;        /* the story answers it */
      if (!leaving.has(dialog.page()))
        this.#unexpected.push(`the browser asked: ${dialog.type()} (${dialog.page().url()})`);
      dialog.accept().catch(() => {});
    });
    context.on("response", (response) => {
      if (response.status() >= 400) this.#happened(String(response.status()), response.url());
    });
    context.on("requestfailed", (request) => {
      const why = request.failure().errorText.replace("net::", "");
      if (why !== "ERR_ABORTED") this.#happened(why, request.url());      /* aborted: a newer one took its place */
    });
  }

  #happened(what, url) {
    const at = this.#expected.indexOf(what);
    if (at >= 0) this.#expected.splice(at, 1);
    else if (!this.#tolerated.includes(what)) this.#unexpected.push(`${what}: ${url}`);
  }

  /* What each page shows now, for whoever wants to know why a story failed. */
  async pictures() {
    const pages = this.#contexts.flatMap((context) => context.pages());
    const paths = pages.map((page, i) => join(left, `${this.name}-${i + 1}.png`));
    await Promise.allSettled(pages.map((page, i) => page.screenshot({ path: paths[i] })));
    return paths;
  }

  async end() {
    await Promise.all(this.#contexts.map((context) => context.close()));
    await Promise.all(this.#servers.map((server) => server.stop()));
    assert.deepEqual(this.#unexpected, [], "not expected");
    assert.deepEqual(this.#expected, [], "expected, but it did not happen");
  }

  async abandon() {
    await Promise.allSettled(this.#contexts.map((context) => context.close()));
    await Promise.allSettled(this.#servers.map((server) => server.kill()));
    return this.#unexpected;
  }
}

/* Without the page: stories about something else need not wait for it. */
export const signIn = async (page, { email, password }) => {
  const answer = await page.context().request.post("/inloggen", { form: { email, password }, maxRedirects: 0 });
  assert.equal(answer.status(), 303, "signing in");
};

/* The scripts of the page stay on their way as long as the story plays; what it does, it does without them. */
export const beforeScripts = async (page, play) => {
  let release;
  const released = new Promise((resolve) => { release = resolve; });
  await page.route("**/*.js", async (route) => {
    await released;
    await route.continue();
  });
  early.add(page);
  await play();
  early.delete(page);
  release();
  await page.waitForLoadState("load");
  await page.unroute("**/*.js");
};

/* ---- eyes ---- */

/* Came to the address, and all scripts ran. */
export const arrives = async (page, url) => {
  await page.waitForURL(url);
  await page.waitForLoadState("load");
};

/* Asks again until the answer is the wanted one.  Playwright's own waitForFunction needs eval, which no page allows. */
export const until = async (ask, wanted, what = "") => {
  const end = Date.now() + PATIENCE;
  for (;;) {
    let found;
    try {
      found = await ask();
      assert.deepEqual(found, wanted, what);
      return;
    } catch (error) {
      if (Date.now() > end) throw error;
    }
    await new Promise((soon) => setTimeout(soon, 20));
  }
};

const plain = (text) => text.replace(/\s+/g, " ").trim();
const locate = (page, what) => typeof what === "string" || what instanceof RegExp ? page.getByText(what).first() : what;

export const sees = async (page, ...things) => {
  for (const what of things) await locate(page, what).waitFor({ state: "visible" });
};
export const misses = async (page, ...things) => {
  for (const what of things) await locate(page, what).waitFor({ state: "hidden" });
};

export const button = (page, name, options) => page.getByRole("button", { name, exact: true, ...options });
export const link = (page, name, options) => page.getByRole("link", { name, exact: true, ...options });
const openMenu = (page) => page.locator("[role=menu]:popover-open");
/* An item that can not be chosen has the reason behind its name. */
export const item = (page, name) => openMenu(page).getByRole("menuitem", {
  name: typeof name === "string" ? new RegExp(`^${name}( Heeft historie|$)`) : name,
});
export const menu = async (page) => {
  await openMenu(page).waitFor();
  return (await openMenu(page).getByRole("menuitem").allTextContents()).map(plain);
};
/* Its label may end in the mark of a required field. */
export const field = (page, name) => page.getByLabel(
  new RegExp(`^\\s*${name.replace(/[.*+?^$()[\]|]/g, "\\$&")}\\s*(\\*\\s*)?$`)).and(page.locator("input, select, textarea"));
export const tab = (page, name) => page.getByRole("tab", { name });
export const heading = (page, name) => page.getByRole("heading", { name, exact: true });
export const isFocused = (locator) => locator.evaluate((element) => element === document.activeElement);
export const path = (page) => {
  const { pathname, search } = new URL(page.url());
  return pathname + search;
};

/* ---- the overview ---- */

const list = (page) => page.getByRole("region", { name: /^Lijst van / });

export const row = (page, name) => page.getByRole("row").filter({ has: page.getByRole("rowheader", { name, exact: true }) });
export const column = async (page, name) => {
  const heads = (await page.getByRole("columnheader").allTextContents()).map(plain);
  const cells = page.getByRole("row").locator(`:scope > :nth-child(${heads.indexOf(name) + 1})`);
  return (await cells.allTextContents()).map(plain).slice(1);
};
/* Without the letters of the tile, which nobody hears. */
export const names = async (page) => (await page.getByRole("rowheader").getByRole("link").evaluateAll(
  (links) => links.map((link) => [...link.childNodes].filter((node) => node.ariaHidden !== "true")
    .map((node) => node.textContent).join("")))).map(plain);
export const counts = (page, text) => until(async () => plain(await list(page).getByRole("status").textContent()), text);
export const ranges = (page, text) => until(async () => plain(await list(page).getByRole("paragraph")
  .filter({ hasText: /–/ }).textContent()), text);
export const searchBox = (page) => page.getByRole("searchbox", { name: /^Zoek (klanten|leveranciers|artikelen)$/ });
export const openRowMenu = (page, name) => row(page, name).getByRole("button", { name: /^Acties/ }).click();
export const toast = (page, text) => page.getByRole("region", { name: "Meldingen" }).getByRole("paragraph")
  .filter({ hasText: text });
