/* Suppliers and articles: what is done with customers, in their own words. */
import assert from "node:assert/strict";
import exceljs from "exceljs";
import {
  button, column, counts, field, heading, item, link, misses, names, openRowMenu, path, row, searchBox, sees, tab, toast, until,
} from "./stage.mjs";

/* In the example administration. */
const entities = [
  {
    one: "leverancier", many: "leveranciers", at: "/leveranciers", count: 61, key: "Nummer", name: "Naam",
    columns: ["Nummer", "Naam", "Plaats", "Telefoon", "E-mail", "IBAN", "Bankieren", "Status"],
    tabs: ["Algemeen", "Adres", "Contact", "Financieel", "Notities"], added: "50061", place: "Plaats", on: "Adres",
  },
  {
    one: "artikel", many: "artikelen", at: "/artikelen", count: 36, key: "Artikelcode", name: "Omschrijving",
    columns: ["Artikelcode", "Omschrijving", "Eenheid", "Verkoopprijs excl. btw", "Omzetgroep", "Status"],
    tabs: ["Algemeen", "Prijzen", "Notities"], added: "M6/20 nieuw", place: "Eenheid", on: "Algemeen",
  },
];
const capital = (word) => word[0].toUpperCase() + word.slice(1);
const plain = (text) => text.replace(/\s+/g, " ").trim();
const more = async (page, name) => {
  await button(page, "Meer acties").click();
  await item(page, name).click();
};

const overview = (e) => async (stage) => {
  const page = await stage.user();
  await page.goto(e.at);
  await sees(page, heading(page, capital(e.many)), link(page, "Nieuw"), button(page, `Actieve ${e.many}`));
  await counts(page, `${e.count} ${e.many}`);
  assert.deepEqual((await page.getByRole("columnheader").allTextContents()).map(plain).slice(1, -1), e.columns);
  const all = await names(page);
  const found = all.at(-1);
  await searchBox(page).fill(found);
  await until(async () => (await names(page)).includes(found), true);
  await until(async () => path(page).startsWith(`${e.at}?q=`), true);
  await page.goto(e.at);
  await page.getByRole("columnheader", { name: e.name }).getByRole("link").click();
  await until(async () => page.getByRole("columnheader", { name: e.name }).getAttribute("aria-sort"), "ascending");
  const sorted = await column(page, e.key);
  assert.equal(sorted.length, 25);
  await link(page, "Volgende").click();
  await until(async () => (await column(page, e.key)).filter((key) => sorted.includes(key)), []);
  assert.equal((await column(page, e.key)).length, Math.min(25, e.count - 25));
};

const life = (e) => async (stage) => {
  const page = await stage.user();
  await page.goto(e.at);
  await link(page, "Nieuw").click();
  await sees(page, heading(page, e.one === "artikel" ? "Nieuw artikel" : "Nieuwe leverancier"));
  if (e.one === "artikel") await field(page, e.key).fill(e.added);
  assert.equal(await field(page, e.key).inputValue(), e.added);
  await field(page, e.name).fill("Van mij");
  await button(page, "Opslaan").click();
  await sees(page, toast(page, "Van mij is toegevoegd"), heading(page, "Van mij"));
  assert.deepEqual((await page.getByRole("tab").allTextContents()).map(plain), e.tabs);
  await tab(page, e.on).click();
  await field(page, e.place).first().fill("Elders");
  await button(page, "Opslaan").click();
  await sees(page, toast(page, "Van mij is opgeslagen"));

  await page.goto(`${e.at}?q=mij`);
  await openRowMenu(page, "Van mij");
  await item(page, "Archiveren").click();
  await sees(page, toast(page, "Van mij is gearchiveerd"));
  await button(page, "Ongedaan maken").click();
  await sees(page, row(page, "Van mij"), toast(page, "Van mij is teruggezet"));
  await openRowMenu(page, "Van mij");
  await item(page, "Archiveren").click();
  await row(page, "Van mij").waitFor({ state: "detached" });
  await button(page, `Actieve ${e.many}`).click();
  await item(page, `Toon gearchiveerde ${e.many}`).click();
  await counts(page, `1 ${e.one}`);
  await openRowMenu(page, "Van mij");
  await item(page, "Definitief verwijderen").click();
  await page.getByRole("dialog").getByRole("button", { name: `${capital(e.one)} verwijderen` }).click();
  await sees(page, toast(page, "Van mij is verwijderd"), heading(page, `Geen gearchiveerde ${e.many}`));
};

const excel = (e) => async (stage) => {
  const page = await stage.user();
  await page.goto(e.at);
  const [arrived] = await Promise.all([page.waitForEvent("download"), more(page, "Exporteren naar Excel")]);
  assert.equal(arrived.suggestedFilename(), `${e.many}-2026-01-31.xlsx`);
  const file = stage.file(arrived.suggestedFilename());
  await arrived.saveAs(file);
  const book = new exceljs.Workbook();
  await book.xlsx.readFile(file);
  const [sheet] = book.worksheets;
  assert.equal(sheet.rowCount, e.count + 1);
  const nameAt = sheet.getRow(1).values.indexOf(e.name);
  sheet.getRow(5).getCell(nameAt).value = "Anders genoemd";
  sheet.addRow([e.one === "artikel" ? "uit/Excel" : 0]).getCell(nameAt).value = "Nieuw uit Excel";
  await book.xlsx.writeFile(file);

  await more(page, "Importeren");
  const form = page.getByRole("dialog", { name: `${capital(e.many)} importeren` });
  await form.getByLabel("Selecteer bestand").setInputFiles(file);
  await form.getByRole("radio", { name: `Bestaande ${e.many} bijwerken en nieuwe toevoegen` }).check();
  await form.getByRole("button", { name: "Importeren" }).click();
  await button(page, `2 ${e.many} importeren`).click();
  await sees(page, heading(page, "Klaar met importeren"), `1 ${e.one} toegevoegd en 1 bijgewerkt.`);
  await link(page, `Naar je ${e.many}`).click();
  await counts(page, `${e.count + 1} ${e.many}`);
  await page.goto(`${e.at}?q=excel`);
  await link(page, (await names(page))[0]).click();
  await sees(page, heading(page, "Nieuw uit Excel"));
};

const stories = {};
for (const e of entities) {
  stories[`${capital(e.many)}: the overview has its columns, is searched, sorted and paged`] = overview(e);
  stories[`${capital(e.many)}: one is added, changed, archived, put back and deleted`] = life(e);
  stories[`${capital(e.many)}: out to Excel, edited, and in again`] = excel(e);
}

export default {
  ...stories,

  async "Relaties holds Klanten and Leveranciers, Artikelen stands beside it; on a phone too"(stage) {
    for (const options of [{}, { viewport: { width: 390, height: 844 } }]) {
      const page = await stage.user(options);
      await page.getByRole("navigation", { name: "Relaties" }).getByRole("link", { name: "Leveranciers" }).click();
      await sees(page, heading(page, "Leveranciers"), row(page, "Leverancier onbekend").getByText("Standaardleverancier"));
      await page.getByRole("navigation", { name: "Hoofdmenu" }).getByRole("link", { name: "Artikelen" }).click();
      await sees(page, heading(page, "Artikelen"));
      await misses(page, page.getByRole("navigation", { name: "Relaties" }));
      await page.getByRole("navigation", { name: "Hoofdmenu" }).getByRole("link", { name: "Relaties" }).click();
      await sees(page, heading(page, "Klanten"));
    }
  },

  async "Leverancier onbekend: changing it asks first, and it can not be archived"(stage) {
    const page = await stage.user();
    await page.goto("/leveranciers");
    await openRowMenu(page, "Leverancier onbekend");
    await until(() => item(page, "Archiveren").count(), 0);
    await page.keyboard.press("Escape");
    await link(page, "Leverancier onbekend").click();
    await field(page, "Memo").fill("x");
    stage.expects(422);
    await button(page, "Opslaan").click();
    await sees(page, page.getByRole("alert").filter({ hasText: "Het advies is om deze leverancier ongewijzigd te laten" }));
    await button(page, "Toch wijzigen").click();
    await sees(page, toast(page, "Leverancier onbekend is opgeslagen"));
  },

  async "Bankieren asks for an IBAN"(stage) {
    const page = await stage.user();
    await page.goto("/leveranciers/nieuw");
    await field(page, "Naam").fill("Zonder rekening");
    await tab(page, "Financieel").click();
    await page.getByLabel(/^Bankieren/).check();
    stage.expects(422);
    await button(page, "Opslaan").click();
    await sees(page, page.getByText("Vul een IBAN in; zonder IBAN kun je niet bankieren.").first());
    await field(page, "IBAN").fill("NL91 ABNA 0417 1643 00");
    await button(page, "Opslaan").click();
    await sees(page, toast(page, "Zonder rekening is toegevoegd"));
  },
};
