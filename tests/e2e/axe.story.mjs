/* Every page, in light and dark, at 1440, 390 and 320 wide: no rule of axe broken (WCAG 2.0-2.2 A and AA, and its best
 * practices), and nothing to scroll sideways.  Over PostgreSQL each page is come to and asked the rules in one of these looks:
 * what a page is made of may depend on the database, what the style makes of it does not. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import assert from "node:assert/strict";
import exceljs from "exceljs";
import { occupy } from "./import.story.mjs";
import { databases } from "./server.mjs";
import { button, field, heading, item, link, names, openRowMenu, row, searchBox, sees, tab, toast } from "./stage.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
/* As high as the page, for rows that are not on the screen are not painted, and so keep the colours they had. */
const WIDTHS = [[1440, 1600], [390, 2600], [320, 2600]].slice(0, databases ? 1 : 3);
const SCHEMES = ["light", "dark"].slice(0, databases ? 1 : 2);

/* Until nothing moves but what moves for ever, or waits. */
const rests = (page) => page.evaluate(async () => {
  const fades = () => document.getAnimations().filter((animation) =>
    animation.playState === "running" && animation.effect.getComputedTiming().endTime < 2000);
  const frame = () => new Promise((shown) => requestAnimationFrame(shown));
  for (let i = 0; i < 2 || (fades().length && i < 300); i++) await frame();
});

/* No colour fades into another: six looks of each page would wait for hundreds of them. */
const stand = () => {
  const still = new CSSStyleSheet();
  still.replaceSync("* { transition: none !important }");
  document.adoptedStyleSheets = [still];
};

/* Colours and widths are all that differ between the six looks, so the other rules are asked once for each width. */
const inspect = async (page, what) => {
  const wrong = [];
  if (!await page.evaluate(() => "axe" in window)) {
    await page.evaluate(axe);
    await page.evaluate(stand);
  }
  for (const [width, height] of WIDTHS) {
    await page.setViewportSize({ width, height });
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme });
      await rests(page);
      const options = colorScheme === "light" ? { runOnly: RULES } : { runOnly: { type: "rule", values: ["color-contrast", "link-in-text-block"] } };
      const found = await page.evaluate((given) => window.axe.run(document, { ...given, resultTypes: ["violations"] }), options);
      for (const { id, nodes } of found.violations)
        wrong.push(`${what}, ${width} ${colorScheme}: ${id}: ${nodes.map((node) => `${node.target} ${(node.any[0] ?? node.all[0] ?? node.none[0])?.message}`).slice(0, 3).join(" | ")}`);
    }
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (wider > 0) wrong.push(`${what}, ${width}: ${wider} pixels to scroll sideways`);
  }
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.emulateMedia({ colorScheme: "light" });
  return wrong;
};

/* Plays a list of [what it is, how to come there] and tells all that is wrong at once. */
const inspectAll = async (page, pages) => {
  const wrong = [];
  for (const [what, come] of pages) {
    if (typeof come === "string") await page.goto(come);
    else await come(page);
    wrong.push(...await inspect(page, what));
  }
  assert.deepEqual(wrong, []);
};

const user = (stage) => stage.user({ reducedMotion: "reduce" });
const visitor = (stage) => stage.visitor({ reducedMotion: "reduce" });

export default {
  async "the overview: all, found, nothing found, archive, its menus and messages"(stage) {
    const page = await user(stage);
    const [, name] = await names(page);
    await inspectAll(page, [
      ["the list", "/klanten"],
      ["the list, sorted, second page", async () => {
        await page.goto("/klanten?sorteer=city&richting=af");
        await link(page, "Volgende").click();
        await sees(page, /^26–50/);
      }],
      ["a search", async () => {
        await page.goto("/klanten");
        await searchBox(page).fill("cafe");
        await sees(page, link(page, "Zoekopdracht wissen"));
      }],
      ["nothing found", "/klanten?q=qqq"],
      ["an empty archive", "/klanten?toon=archief"],
      ["the row menu", async () => {
        await page.goto("/klanten");
        await openRowMenu(page, name);
        await sees(page, item(page, "Wijzigen"));
      }],
      ["the toast", async () => {
        await item(page, "Archiveren").click();
        await sees(page, toast(page, /is gearchiveerd/));
        await button(page, "Ongedaan maken").focus();
      }],
      ["the archive", "/klanten?toon=archief"],
      ["the question before deleting", async () => {
        await openRowMenu(page, name);
        await item(page, "Definitief verwijderen").click();
        await sees(page, page.getByRole("dialog"));
      }],
      ["the menu of states", async () => {
        await page.goto("/klanten");
        await button(page, "Actieve klanten").click();
        await sees(page, item(page, "Toon gearchiveerde klanten"));
      }],
      ["the menu ⋮", async () => {
        await page.goto("/klanten");
        await button(page, "Meer acties").click();
        await sees(page, item(page, "Importeren"));
      }],
    ]);
  },

  async "the card: each tab, new, errors, asking first, its menu, unsaved"(stage) {
    const page = await user(stage);
    await inspectAll(page, [
      ...["algemeen", "adres", "contact", "financieel", "notities"].map((word) => ["tab " + word, "/klanten/10001?tab=" + word]),
      ["notes", async () => {
        await field(page, "Nieuwe notitie").fill("Belt liever 's ochtends");
        await button(page, "Notitie toevoegen").click();
        await sees(page, page.getByRole("listitem").getByText("Belt liever"));
      }],
      ["the menu of the card", async () => {
        await button(page, "Meer acties").click();
        await sees(page, item(page, "Afdrukken"));
      }],
      ["a new card", "/klanten/nieuw"],
      ["a card with errors", async () => {
        await field(page, "KvK-nummer").fill("1");
        stage.expects(422);
        await button(page, "Opslaan").click();
        await sees(page, page.getByRole("region", { name: /aandacht nodig hebben/ }));
      }],
      ["the question before leaving", async () => {
        await link(page, "Terug naar klanten").click();
        await sees(page, page.getByRole("dialog"));
      }],
      ["Klant onbekend", async () => {
        await page.getByRole("dialog").getByRole("button", { name: "Niet opslaan" }).click();
        await page.waitForURL("**/klanten");
        await page.goto("/klanten/-2");
      }],
      ["Klant onbekend, asking first", async () => {
        await field(page, "Memo").fill("x");
        stage.expects(422);
        await button(page, "Opslaan").click();
        await sees(page, button(page, "Toch wijzigen"));
      }],
    ]);
  },

  async "suppliers and articles: overviews, cards, an empty administration"(stage) {
    const page = await user(stage);
    await inspectAll(page, [
      ["suppliers", "/leveranciers"],
      ["articles, sorted", "/artikelen?sorteer=sales_price&richting=af"],
      ["nothing found", "/artikelen?q=qqq"],
      ["an empty archive", "/artikelen?toon=archief"],
      ...["algemeen", "contact", "financieel"].map((word) => ["supplier, tab " + word, "/leveranciers/50001?tab=" + word]),
      ...["algemeen", "prijzen", "notities"].map((word) => ["article, tab " + word, "/artikelen/1101?tab=" + word]),
      ["a new article with errors", async () => {
        await page.goto("/artikelen/nieuw");
        stage.expects(422);
        await button(page, "Opslaan").click();
        await sees(page, page.getByRole("region", { name: /aandacht nodig hebben/ }));
      }],
      ["the import of articles", "/artikelen/importeren"],
    ]);
  },

  async "two people's values, the pages behind ⋯"(stage) {
    const page = await user(stage);
    await page.goto("/klanten/10001");
    const other = await user(stage);
    await other.goto("/klanten/10001");
    await field(other, "Memo").fill("De ander");
    await button(other, "Opslaan").click();
    await sees(other, toast(other, /is opgeslagen/));
    await inspectAll(page, [
      ["two values", async () => {
        await field(page, "Memo").fill("De een");
        stage.expects(409);
        await button(page, "Opslaan").click();
        await sees(page, row(page, "Memo"));
      }],
      ["the actions", async () => {
        await link(page, "Mijn wijzigingen weggooien").click();
        await sees(page, tab(page, "Algemeen"));
        await page.goto("/klanten/10001/acties");
      }],
      ["deleting", "/klanten/10001/verwijderen"],
      ["deleting what can not be", "/klanten/-2/verwijderen"],
    ]);
  },

  async "the import: choosing, refused, the check, only the mistakes, the result; in a dialog and as pages"(stage) {
    const file = stage.file("import.xlsx");
    const book = new exceljs.Workbook();
    book.addWorksheet("Klanten").addRows([["Relatiecode", "Naam"], [50001, "Goed"], [50002, ""], [10001, "Anders"]]);
    await book.xlsx.writeFile(file);
    const page = await user(stage);
    const choose = (path) => page.getByLabel("Selecteer bestand").setInputFiles(path);
    const steps = (how, begin) => [
      ["choosing, " + how, begin],
      ["refused, " + how, async () => {
        await choose({ name: "tekst.xlsx", mimeType: "text/plain", buffer: Buffer.from("a;b") });
        stage.tolerates(422);
        await button(page, "Importeren").click();
        await sees(page, page.locator("#message-file .message-error"));
      }],
      ["the check, " + how, async () => {
        await choose(file);
        await button(page, "Importeren").click();
        await sees(page, heading(page, "Controle van je bestand"));
      }],
      ["only the mistakes, " + how, async () => {
        await link(page, "Alleen fouten").click();
        await sees(page, link(page, "Alle regels"));
      }],
    ];
    await inspectAll(page, [
      ...steps("in a dialog", async () => {
        await button(page, "Meer acties").click();
        await item(page, "Importeren").click();
        await sees(page, page.getByRole("dialog"));
      }),
      ["the result, in a dialog", async () => {
        await button(page, "2 klanten importeren").click();
        await sees(page, heading(page, "Klaar met importeren"));
      }],
      ...steps("a page", "/klanten/importeren"),
    ]);
  },

  async "coupling columns: choosing, not chosen, remembered; in a dialog and as a page"(stage) {
    const file = stage.file("koppelen.xlsx");
    const book = new exceljs.Workbook();
    book.addWorksheet("Klanten").addRows([["Klantnr", "Bedrijfsnaam", "Plaats", "Kleur"], [50001, "Van ver", "Sneek", "rood"]]);
    await book.xlsx.writeFile(file);
    const page = await user(stage);
    const couple = heading(page, "Kolommen koppelen");
    const upload = async () => {
      await page.getByLabel("Selecteer bestand").setInputFiles(file);
      await button(page, "Importeren").click();
      await sees(page, couple);
    };
    await inspectAll(page, [
      ["coupling, in a dialog", async () => {
        await button(page, "Meer acties").click();
        await item(page, "Importeren").click();
        await upload();
      }],
      ["coupling, a page", async () => {
        await page.goto("/klanten/importeren");
        await upload();
      }],
      ["coupling, not chosen", async () => {
        stage.expects(422);
        await button(page, "Koppelen").click();
        await sees(page, page.locator(".message-error"));
      }],
      ["coupled", async () => {
        await page.getByLabel("Veld voor Kleur").selectOption("-");
        await page.getByLabel("Veld voor Bedrijfsnaam").selectOption("name");
        await button(page, "Koppelen").click();
        await sees(page, heading(page, "Controle van je bestand"));
        await page.goto("/klanten/importeren");
        await page.getByText("Gekoppelde kolommen").click();
      }],
    ]);
  },

  async "an import on its way, what came of it, and the history"(stage) {
    const page = await user(stage);
    const file = stage.file("onderweg.xlsx");
    const book = new exceljs.Workbook();
    book.addWorksheet("Klanten").addRows([["Relatiecode", "Naam"], [50001, "Een"], [50002, "Twee"]]);
    await book.xlsx.writeFile(file);
    const event = ["bezig", 1260, 4000, "Bezig met importeren…", "1.260 van 4.000 klanten"].map((line) => `data: ${line}\n`);
    const stands = () => page.route("**/voortgang", (route) => route.fulfill({
      contentType: "text/event-stream", body: `retry: 400\nevent: voortgang\n${event.join("")}\n`,
    }));
    await stands();
    let release = await occupy(stage.server);
    let address;
    await inspectAll(page, [
      ["an empty history", "/klanten/importeren/geschiedenis"],
      ["progress, in a dialog", async () => {
        await page.goto("/klanten");
        await button(page, "Meer acties").click();
        await item(page, "Importeren").click();
        await page.getByLabel("Selecteer bestand").setInputFiles(file);
        await button(page, "Importeren").click();
        await sees(page, "1.260 van 4.000 klanten");
        address = await page.locator("[data-follows]").evaluate((box) => box.dataset.follows);
      }],
      ["a check that waits, in the history", async () => {
        await page.unroute("**/voortgang");
        await page.goto("about:blank");
        await release();
        await page.goto(address);
        await heading(page, "Controle van je bestand").waitFor({ timeout: 60000 });
        await page.goto("/klanten/importeren/geschiedenis");
        await sees(page, "Wacht op akkoord");
      }],
      ["progress, a page", async () => {
        await page.goto(address);
        await stands();
        release = await occupy(stage.server);
        await button(page, /klanten importeren$/).click();
        await sees(page, "1.260 van 4.000 klanten");
      }],
      ["the result, a page", async () => {
        await page.unroute("**/voortgang");                      /* the page goes on by itself */
        await release();
        await heading(page, "Klaar met importeren").waitFor({ timeout: 60000 });
      }],
      ["the history", "/klanten/importeren/geschiedenis"],
      ["asking whether to undo", async () => {
        await page.getByRole("button", { name: /^Ongedaan maken/ }).click();
        await sees(page, page.getByRole("dialog"));
      }],
    ]);
  },

  async "the frame: palette, keys, menus of account and administration, settings, administrations, errors"(stage) {
    const page = await user(stage);
    await inspectAll(page, [
      ["the palette", async () => {
        await page.keyboard.press("Control+k");
        await page.keyboard.type("cafe");
        await sees(page, page.getByRole("option", { name: /Café/ }).first());
      }],
      ["the palette, nothing found", async () => {
        await page.keyboard.type("qqq");
        await sees(page, /^Niets gevonden/);
      }],
      ["the keys", async () => {
        await page.goto("/klanten");
        await page.keyboard.press("?");
        await sees(page, page.getByRole("dialog", { name: "Sneltoetsen" }));
      }],
      ["the keys, a page", "/sneltoetsen"],
      ["search, a page", "/zoeken?q=cafe"],
      ["the account menu", async () => {
        await page.goto("/klanten");
        await button(page, "Account van Sanne van Dijk").click();
        await sees(page, item(page, "Uitloggen"));
      }],
      ["the menu of administrations", async () => {
        await page.goto("/klanten");
        await button(page, "Demo").click();
        await sees(page, item(page, "Administratiebeheer"));
      }],
      ["administrations", "/administraties"],
      ["a new administration", "/administraties/nieuw"],
      ["an administration without a name", async () => {
        await field(page, "Naam").fill(" ");
        stage.expects(422);
        await button(page, "Opslaan").click();
        await sees(page, page.locator(".message-error"));
      }],
      ["package", "/instellingen/pakket"],
      ["account", "/instellingen/account"],
      ["a page that is not there", async () => {
        stage.expects(404);
        await page.goto("/bestaat-niet");
      }],
      ["a customer who is not there", async () => {
        stage.expects(404);
        await page.goto("/klanten/99999");
      }],
      ["a feature of another package", async () => {
        await page.goto("/instellingen/pakket");
        await button(page, "Kies inStap").click();
        await sees(page, toast(page, "Het pakket is nu inStap."));
        stage.expects(403);
        await page.goto("/klanten/importeren");
        await sees(page, /Vanaf pakket inKaart/);
      }],
      ["the menu ⋮ with locks", async () => {
        await page.goto("/klanten");
        await button(page, "Meer acties").click();
        await sees(page, item(page, /^Importeren/));
      }],
    ]);
  },

  async "before one is in: signing in, a wrong password, Welkom, what it refuses, an error"(stage) {
    const page = await visitor(stage);
    await inspectAll(page, [
      ["signing in", "/inloggen"],
      ["a wrong password", async () => {
        await field(page, "E-mailadres").fill("iemand@voorbeeld.example");
        await field(page, "Wachtwoord").fill("niet het wachtwoord");
        stage.expects(422);
        await button(page, "Inloggen").click();
        await sees(page, page.getByRole("alert"));
      }],
      ["a page that is not there", async () => {
        stage.expects(404);
        await page.goto("/bestaat-niet");
      }],
    ]);
    await stage.serve({ demo: false });
    const first = await visitor(stage);
    await inspectAll(first, [
      ["Welkom", stage.server.welcome],
      ["Welkom, refused", async () => {
        await field(first, "Naam van je bedrijf").fill("Zaak");
        await field(first, "Je naam").fill("Iemand");
        await field(first, "E-mailadres").fill("iemand@voorbeeld.example");
        await field(first, "Wachtwoord").fill("kort");
        stage.expects(422);
        await button(first, "Begin").click();
        await sees(first, first.locator(".message-error"));
      }],
      ["an administration without customers", async () => {
        await field(first, "Wachtwoord").fill("een zin die niemand kent");
        await button(first, "Begin").click();
        await sees(first, heading(first, "Klanten"));
      }],
    ]);
  },
};
