/* How it looks elsewhere: on paper, in the dark, in forced colours, with less motion; and what a visit weighs. */
import { statSync } from "node:fs";
import { join } from "node:path";
import assert from "node:assert/strict";
import { left } from "./server.mjs";
import { button, counts, item, link, names, sees, tab, until } from "./stage.mjs";

const background = (page) => page.evaluate(() => [document.body, document.documentElement]
  .map((element) => getComputedStyle(element).backgroundColor).find((color) => color !== "rgba(0, 0, 0, 0)"));
const brightness = (color) => color.match(/[\d.]+/g).slice(0, 3).reduce((sum, part) => sum + Number(part), 0);
const picture = async (page, name) => {
  const path = join(left, name + ".png");
  await page.screenshot({ path });
  assert.ok(statSync(path).size > 10000, path);
};

/* Bytes on the wire, of all that a visit fetches; by the kind of thing. */
const weigh = async (page, visit) => {
  const session = await page.context().newCDPSession(page);
  const kinds = new Map();
  const weights = {};
  await session.send("Network.enable");
  session.on("Network.responseReceived", ({ requestId, type }) => kinds.set(requestId, type));
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const kind = kinds.get(requestId);
    weights[kind] = (weights[kind] ?? 0) + encodedDataLength;
    weights.all = (weights.all ?? 0) + encodedDataLength;
  });
  await visit();
  await page.waitForLoadState("networkidle");
  await session.detach();
  return weights;
};

export default {
  async "on paper: no bars, no buttons, all tabs of a card, black on white"(stage) {
    const page = await stage.user({ colorScheme: "dark" });
    await page.goto("/klanten/10001");
    await page.emulateMedia({ media: "print" });
    for (const hidden of [page.getByRole("banner"), page.getByRole("tablist"), button(page, "Opslaan")])
      await until(() => hidden.filter({ visible: true }).count(), 0);
    for (const label of ["Vestigingsadres", "Documenten per e-mail", "Bankrekening"])
      await sees(page, page.getByRole("heading", { name: label }));
    await until(async () => brightness(await background(page)), 3 * 255);
    await page.goto("/klanten");
    await until(() => page.getByRole("searchbox").filter({ visible: true }).count(), 0);
    await sees(page, page.getByRole("columnheader", { name: "Naam" }));
    assert.equal((await names(page)).length, 25);
  },

  async "light or dark: as the system says, or as chosen, also on the next page"(stage) {
    const page = await stage.user({ colorScheme: "light" });
    const light = await background(page);
    await page.emulateMedia({ colorScheme: "dark" });
    await until(async () => brightness(await background(page)) < brightness(light), true);
    await page.emulateMedia({ colorScheme: "light" });
    await button(page, "Account van Sanne van Dijk").click();
    await item(page, "Licht of donker").click();
    await until(async () => brightness(await background(page)) < 200, true);
    await link(page, "Instellingen").click();
    await page.waitForURL("**/instellingen/**");
    assert.ok(brightness(await background(page)) < 200);
    await button(page, "Account van Sanne van Dijk").click();
    await item(page, "Licht of donker").click();
    await until(() => background(page), light);
  },

  async "in forced colours everything is still there"(stage) {
    const page = await stage.user({ forcedColors: "active" });
    await sees(page, link(page, "Nieuw"), button(page, "Actieve klanten"));
    await picture(page, "forced-colors-list");
    const border = await link(page, "Nieuw").evaluate((element) => getComputedStyle(element).borderStyle);
    assert.notEqual(border, "none");
    await page.goto("/klanten/10001");
    await picture(page, "forced-colors-card");
  },

  async "with less motion nothing moves"(stage) {
    const page = await stage.user({ reducedMotion: "reduce" });
    await button(page, "Actieve klanten").click();
    await item(page, "Toon gearchiveerde klanten").waitFor();
    const longest = await page.evaluate(() => Math.max(0, ...[...document.querySelectorAll("*")].flatMap((element) => {
      const { transitionDuration, animationDuration } = getComputedStyle(element);
      return `${transitionDuration},${animationDuration}`.split(",").map((part) => parseFloat(part) * (part.includes("ms") ? 1 : 1000));
    })));
    assert.ok(longest < 10, `${longest} ms`);
  },

  async "on a telephone: the list, the card and its tabs fit and work"(stage) {
    const page = await stage.user({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });
    await counts(page, "2.501 klanten");
    await button(page, "Actieve klanten").filter({ visible: true }).tap();
    await sees(page, item(page, "Toon gearchiveerde klanten"));
    await page.keyboard.press("Escape");
    const [, name] = await names(page);
    await link(page, name).tap();
    await sees(page, page.getByRole("heading", { name, level: 1 }));
    await tab(page, "Financieel").tap();
    await until(() => tab(page, "Financieel").getAttribute("aria-selected"), "true");
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 390);
  },

  async "weight: at most 100 KB for a first visit, 15 KB for a page; style 12, scripts 20"(stage) {
    const page = await stage.visitor();
    await page.goto("/inloggen");
    const { email, password } = stage.server;
    await page.request.post("/inloggen", { form: { email, password } });
    const cold = await stage.visitor();
    await cold.context().addCookies(await page.context().cookies());
    const first = await weigh(cold, () => cold.goto("/klanten"));
    assert.ok(first.all <= 100 * 1024, `first visit: ${JSON.stringify(first)}`);
    assert.ok(first.Stylesheet <= 12 * 1024, `style: ${first.Stylesheet}`);
    assert.ok(first.Script <= 20 * 1024, `scripts: ${first.Script}`);
    for (const url of ["/klanten", "/klanten?sorteer=name", "/klanten/10001", "/klanten/nieuw", "/klanten/importeren", "/instellingen/pakket"]) {
      const { Document } = await weigh(cold, () => cold.goto(url));
      assert.ok(Document <= 15 * 1024, `${url}: ${Document}`);
    }
    const again = await weigh(cold, () => cold.goto("/klanten/10002"));
    assert.equal(again.Font ?? 0, 0, "the letters are kept by the browser");
    assert.equal(again.Script ?? 0, 0, "the scripts are kept by the browser");
  },
};
