/* Excel: the template, out, edited by what people use, and in again. */
import { writeFileSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import assert from "node:assert/strict";
import exceljs from "exceljs";
import { left, run } from "./server.mjs";
import {
  button, counts, field, heading, item, link, names, path, searchBox, sees, toast, until,
} from "./stage.mjs";

const NEW = "Alleen nieuwe klanten toevoegen";
const BOTH = "Bestaande klanten bijwerken en nieuwe toevoegen";
const OLD = "Alleen bestaande klanten bijwerken";

const more = async (page, name) => {
  await button(page, "Meer acties").click();
  await item(page, name).click();
};
const dialog = (page, name) => page.getByRole("dialog", { name });
const plain = (text) => text.replace(/\s+/g, " ").trim();

const keep = async (page, download) => {
  const file = join(left, `${new URL(page.url()).port}-${download.suggestedFilename()}`);
  await download.saveAs(file);
  return file;
};
/* The file arrives in the download folder. */
const download = async (page, click) => {
  const [arrived] = await Promise.all([page.waitForEvent("download"), click()]);
  return keep(page, arrived);
};
const template = async (page) => {
  await page.goto("/klanten");
  await more(page, "Importeren");
  const file = await download(page, () => link(page, "Sjabloon downloaden").click());
  await page.keyboard.press("Escape");
  return file;
};
const exported = (page) => download(page, () => more(page, "Exporteren naar Excel"));

/* Chooses the file and the mode, and shows the check: { nieuw, bijwerken, overslaan, "met fouten" }. */
const check = async (page, file, mode) => {
  await page.goto("/klanten");
  await more(page, "Importeren");
  const form = dialog(page, "Klanten importeren");
  await form.getByLabel("Selecteer bestand").setInputFiles(file);
  await sees(page, form.getByText(basename(file)));
  await form.getByRole("radio", { name: mode }).check();
  await form.getByRole("button", { name: "Importeren" }).click();
};
const stats = async (page, title) => {
  const shown = dialog(page, title);
  await shown.waitFor();
  const figures = await shown.locator(".stat-row > div").evaluateAll((boxes) => boxes.map((box) =>
    [box.querySelector("span").textContent, Number(box.querySelector("b").textContent)]));
  return Object.fromEntries(figures);
};
const checked = async (page, file, mode, wanted) => {
  await check(page, file, mode);
  assert.deepEqual(Object.values(await stats(page, "Controle van je bestand")), wanted, "nieuw, bijwerken, overslaan, fouten");
};
const done = async (page, wanted) => {
  await dialog(page, "Controle van je bestand").getByRole("button", { name: /klant(en)? importeren$/ }).click();
  assert.deepEqual(Object.values(await stats(page, "Klaar met importeren")), wanted);
};
const lines = async (page) => (await page.getByRole("region", { name: "Regels van je bestand" }).getByRole("row")
  .evaluateAll((rows) => rows.slice(1).map((row) => [...row.children].map((cell) => cell.textContent)))).map((row) => row.map(plain));
const refused = async (stage, page, file, why) => {
  stage.tolerates(422);
  await check(page, file, BOTH);
  await sees(page, dialog(page, "Klanten importeren").locator("#message-file .message-error").filter({ hasText: why }));
};
const headings = (sheet) => sheet.getRow(1).values.slice(1);
const columnOf = (sheet, name) => headings(sheet).indexOf(name) + 1;
const read = async (file) => {
  const book = new exceljs.Workbook();
  await book.xlsx.readFile(file);
  return book;
};
const rowsOf = async (file) => (await read(file)).worksheets[0].getSheetValues().slice(1).map((row) => row.slice(1));
const make = async (stage, name, rows) => {
  const book = new exceljs.Workbook();
  book.addWorksheet("Klanten").addRows(rows);
  const file = stage.file(name);
  await book.xlsx.writeFile(file);
  return file;
};
const behind = (file, word) => join(dirname(file), basename(file, extname(file)) + "-" + word + ".xlsx");

/* Each changes the place of customer 10001 (behind the headings and -2), empties his phone, and adds customer 20001. */
const editors = {
  async exceljs(file) {
    const book = await read(file);
    const [sheet] = book.worksheets;
    sheet.getRow(3).getCell(columnOf(sheet, "Plaats")).value = "Appingedam";
    sheet.getRow(3).getCell(columnOf(sheet, "Telefoon")).value = null;
    sheet.addRow([20001, "Nieuw uit Excel"]);
    await book.xlsx.writeFile(behind(file, "exceljs"));
    return behind(file, "exceljs");
  },
  async openpyxl(file) {
    await run("/usr/bin/python3", ["-c", `
import openpyxl, sys
book = openpyxl.load_workbook(sys.argv[1])
sheet = book.active
at = {cell.value: cell.column for cell in sheet[1]}
sheet.cell(3, at["Plaats"]).value = "Appingedam"
sheet.cell(3, at["Telefoon"]).value = None
sheet.append([20001, "Nieuw uit Excel"])
book.save(sys.argv[2])
`, file, behind(file, "openpyxl")]);
    return behind(file, "openpyxl");
  },
  async LibreOffice(file) {
    const edited = await editors.exceljs(file);
    const folder = join(left, "office-" + basename(file, ".xlsx"));
    await run("soffice", ["--headless", `-env:UserInstallation=file://${folder}`, "--convert-to", "xlsx",
      "--outdir", folder, edited]);
    return join(folder, basename(edited));
  },
};

const roundTrip = (editor) => async (stage) => {
  await stage.serve({ customers: 40 });
  const page = await stage.user();
  const file = await exported(page);
  const edited = await editors[editor](file);
  /* -2, 10001 changed, 39 as they were, 20001 new */
  await checked(page, edited, NEW, [1, 0, 41, 0]);
  await checked(page, edited, OLD, [0, 1, 41, 0]);
  await checked(page, edited, BOTH, [1, 1, 40, 0]);
  await done(page, [1, 1, 40, 0]);
  await link(page, "Naar je klanten").click();
  await counts(page, "42 klanten");
  await page.goto("/klanten/10001?tab=adres");
  assert.equal(await field(page, "Plaats").first().inputValue(), "Appingedam");
  await page.goto("/klanten/10001?tab=contact");
  assert.equal(await field(page, "Telefoon").inputValue(), "");
  await page.goto("/klanten/20001");
  await sees(page, heading(page, "Nieuw uit Excel"));
  await checked(page, edited, BOTH, [0, 0, 42, 0]);
  await sees(page, link(page, "Naar je klanten"));
};

export default {
  async "LibreOffice: out, edited, and in again"(stage) {
    await roundTrip("LibreOffice")(stage);
  },

  async "exceljs: out, edited, and in again"(stage) {
    await roundTrip("exceljs")(stage);
  },

  async "openpyxl: out, edited, and in again"(stage) {
    await roundTrip("openpyxl")(stage);
  },

  async "⋮, Importeren, Sjabloon downloaden: red required headings, one example, which is added as it is"(stage) {
    const page = await stage.user();
    const file = await template(page);
    assert.match(basename(file), /sjabloon-klanten\.xlsx$/);
    const [sheet] = (await read(file)).worksheets;
    assert.equal(sheet.rowCount, 2);
    const red = [];
    sheet.getRow(1).eachCell((cell) => {
      const { argb } = cell.font?.color ?? {};
      if (argb && parseInt(argb.slice(2, 4), 16) > 0xa0 && parseInt(argb.slice(4), 16) < 0x4000) red.push(cell.value);
    });
    assert.deepEqual(red, ["Relatiecode", "Naam"]);
    const all = headings(sheet);
    assert.equal(all.length, 43);
    for (const name of ["KvkNummer", "BtwNummer", "LandId", "CorrespondentieAdresLandId", "OfferteEmailen",
      "UblBestandAlsBijlage", "Krediettermijn", "Factuurkorting", "KredietLimiet", "Iban", "Incasseren", "Aanmanen",
      "Bankieren", "FactuurRelatieId", "Nonactief"]) assert.ok(all.includes(name), name);
    assert.equal(sheet.getRow(2).getCell(columnOf(sheet, "LandId")).value, null);
    await checked(page, file, BOTH, [1, 0, 0, 0]);
    await done(page, [1, 0, 0, 0]);
    await sees(page, "1 klant toegevoegd.");
    await page.goto("/klanten?q=voorbeeld b.v.");
    const [name] = await names(page);
    await link(page, name).click();
    await page.getByRole("tab", { name: "Adres" }).click();
    assert.equal(await field(page, "Land").first().inputValue(), "Nederland");
  },

  async "the words of the import, and its three choices"(stage) {
    const page = await stage.user();
    await more(page, "Importeren");
    const form = dialog(page, "Klanten importeren");
    await sees(page, form.getByText("De kolommen in het rood zijn verplicht. De andere velden zijn optioneel."),
      link(page, "Sjabloon downloaden"), form.getByText("Selecteer bestand"), button(page, "Importeren"));
    for (const mode of [NEW, BOTH, OLD]) await sees(page, form.getByRole("radio", { name: mode }));
    await form.getByRole("button", { name: "Importeren" }).click();
    await until(() => form.getByLabel("Selecteer bestand").evaluate((input) => input.validity.valueMissing), true);
    await page.keyboard.press("Escape");
    await until(() => form.count(), 0);
  },

  async "a file is dropped, too"(stage) {
    const page = await stage.user();
    const file = await template(page);
    await more(page, "Importeren");
    const bytes = (await import("node:fs")).readFileSync(file).toString("base64");
    const data = await page.evaluateHandle((text) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([Uint8Array.from(atob(text), (c) => c.charCodeAt(0))], "gesleept.xlsx"));
      return transfer;
    }, bytes);
    const zone = page.locator("[data-drop]");
    await zone.dispatchEvent("dragover", { dataTransfer: data });
    await zone.dispatchEvent("drop", { dataTransfer: data });
    await sees(page, zone.getByText(/^gesleept\.xlsx/));
    await button(page, "Importeren").click();
    assert.deepEqual(Object.values(await stats(page, "Controle van je bestand")), [1, 0, 0, 0]);
  },

  async "Exporteren naar Excel holds the current view: search, sort, archive"(stage) {
    const page = await stage.user();
    await searchBox(page).fill("cafe");
    await counts(page, "12 klanten gevonden");
    const naam = page.getByRole("columnheader", { name: "Naam" });
    await naam.getByRole("link").click();
    await until(() => naam.getAttribute("aria-sort"), "ascending");
    await naam.getByRole("link").click();
    await until(() => naam.getAttribute("aria-sort"), "descending");
    const shown = await names(page);
    const [first, ...rows] = await rowsOf(await exported(page));
    assert.deepEqual(rows.map((row) => row[first.indexOf("Naam")]), shown);
    await page.goto("/klanten/10001/acties");
    await button(page, "Archiveren").click();
    await sees(page, toast(page, /is gearchiveerd/));
    await page.goto("/klanten?toon=archief");
    const archive = await rowsOf(await exported(page));
    assert.deepEqual(archive.slice(1).map((row) => [row[0], row[first.indexOf("Nonactief")]]), [[10001, true]]);
  },

  async "the chosen rows go out alone, in the order of the page"(stage) {
    const page = await stage.user();
    await page.goto("/klanten?sorteer=name&richting=af");
    const shown = await names(page);
    const bar = page.getByRole("group", { name: "Met de gekozen klanten" });
    assert.equal(await bar.isVisible(), false);
    for (const name of [shown[7], shown[2]])
      await page.getByRole("checkbox", { name: `Kies ${name}`, exact: true }).check();
    await sees(page, bar.getByText("2 geselecteerd"));
    const [first, ...rows] = await rowsOf(await download(page, () => button(bar, "Exporteren naar Excel").click()));
    assert.deepEqual(rows.map((row) => row[first.indexOf("Naam")]), [shown[2], shown[7]]);
    await page.getByRole("checkbox", { name: "Kies alle klanten op deze pagina" }).check();
    await sees(page, bar.getByText("25 geselecteerd"));
    await button(bar, "Niets meer kiezen").click();
    await until(() => bar.isVisible(), false);
  },

  async "out, in and out again: nothing changes, and it is said"(stage) {
    await stage.serve({ customers: 300 });
    const page = await stage.user();
    const file = await exported(page);
    await checked(page, file, BOTH, [0, 0, 301, 0]);
    await page.goto("/klanten");
    assert.deepEqual(await rowsOf(await exported(page)), await rowsOf(file));
  },

  async "wrong rows are shown with row, column, value and reason; the others are imported"(stage) {
    const page = await stage.user();
    const file = await make(stage, "fouten.xlsx", [
      ["Relatiecode", "Naam", "Iban", "Krediettermijn"],
      [30001, "Goed", "NL91ABNA0417164300", 14],
      [30002, "", null, 14],
      [30003, "Fout nummer", "NL91ABNA0417164301", "veel"],
      ["x", "Geen nummer", null, null],
      [30001, "Nog eens", null, null],
    ]);
    await checked(page, file, BOTH, [1, 0, 0, 4]);
    const wrong = await lines(page);
    const has = (...wanted) => assert.ok(wrong.some((line) => wanted.every((part, i) => part === null
      || (part instanceof RegExp ? part.test(line[i]) : part === line[i]))), JSON.stringify([wanted.map(String), wrong]));
    has("2", "Nieuw", "Goed");
    has("3", "Fout", null, "Naam", "", "Dit veld is verplicht.");
    has("4", "Fout", "Fout nummer", "Iban", "NL91ABNA0417164301", /IBAN/i);
    has("4", "Fout", "Fout nummer", "Krediettermijn", "veel", /./);
    has("5", "Fout", "Geen nummer", "Relatiecode", "x", /./);
    has("6", "Fout", null, "Relatiecode", "30001", /./);
    await link(page, "Alleen fouten").click();
    await sees(page, /^Alle regels met fouten/);
    assert.ok((await lines(page)).every((line) => line[1] === "Fout"));
    await link(page, "Alle regels").click();
    await until(async () => (await lines(page)).some((line) => line[1] === "Nieuw"), true);
    await done(page, [1, 0, 0, 4]);
    await page.goto("/klanten?q=30001");
    await until(() => names(page), ["Goed"]);
  },

  async "Fouten downloaden: the wrong rows with the reason, marked; mended, they are imported"(stage) {
    await stage.serve({ customers: 3 });
    const page = await stage.user();
    await checked(page, await make(stage, "fouten.xlsx", [["Relatiecode", "Naam", "KvkNummer", "Telefoon"],
      [20001, "Goed", "12345678", "=1+1"], [20002, "Kort nummer", "123", 612345678], [20003, null, "12345678", null]]),
    BOTH, [1, 0, 0, 2]);
    const file = await download(page, () => link(page, "Fouten downloaden").click());
    assert.match(basename(file), /klanten-fouten\.xlsx$/);
    const book = await read(file);
    const [sheet] = book.worksheets;
    assert.deepEqual(headings(sheet), ["Relatiecode", "Naam", "KvkNummer", "Telefoon", "Reden"]);
    assert.equal(sheet.rowCount, 3);
    const cell = (row, name) => sheet.getRow(row).getCell(columnOf(sheet, name));
    assert.match(cell(2, "Reden").value, /^KvkNummer: /);
    assert.match(cell(3, "Reden").value, /^Naam: /);
    assert.equal(cell(2, "Telefoon").value, "0612345678");
    assert.ok(cell(2, "KvkNummer").fill?.fgColor && cell(3, "Naam").fill?.fgColor, "marked");
    assert.equal(cell(2, "Naam").fill?.fgColor, undefined);
    await done(page, [1, 0, 0, 2]);
    await sees(page, link(page, "Fouten downloaden"));
    cell(2, "KvkNummer").value = "12345678";
    cell(3, "Naam").value = "Nu wel";
    await book.xlsx.writeFile(behind(file, "hersteld"));
    await checked(page, behind(file, "hersteld"), BOTH, [2, 0, 0, 0]);
    await sees(page, dialog(page, "Controle van je bestand").getByText("De kolom 'Reden' is niet gelezen."));
    await done(page, [2, 0, 0, 0]);
    await page.goto("/klanten?q=nu+wel");
    assert.deepEqual(await names(page), ["Nu wel"]);
  },

  async "Kolommen koppelen: unknown headings are coupled by hand, once, and never silently"(stage) {
    await stage.serve({ customers: 3 });
    const page = await stage.user();
    const file = await make(stage, "ander-pakket.xlsx", [["Klantnr", "Bedrijfsnaam", "Plaats", "Kleur"],
      [20001, "Van ver", "Sneek", "rood"], [20002, "Van dichtbij", null, null]]);
    await check(page, file, BOTH);
    const form = dialog(page, "Kolommen koppelen");
    const table = form.getByRole("region", { name: "Kolommen van je bestand" });
    await sees(page, table.getByRole("rowheader", { name: "Bedrijfsnaam" }), table.getByText("Van ver"));
    assert.equal(await form.getByLabel("Veld voor Klantnr").inputValue(), "number");
    await form.getByLabel("Veld voor Bedrijfsnaam").selectOption("Naam");
    await form.getByLabel("Veld voor Kleur").selectOption("");
    stage.expects(422);
    await form.getByRole("button", { name: "Koppelen" }).click();
    await sees(page, form.getByText("Kies een veld, of kies Niet importeren."));
    assert.equal(await form.getByLabel("Veld voor Bedrijfsnaam").inputValue(), "name");
    await form.getByLabel("Veld voor Kleur").selectOption("Niet importeren");
    await form.getByRole("button", { name: "Koppelen" }).click();
    assert.deepEqual(Object.values(await stats(page, "Controle van je bestand")), [2, 0, 0, 0]);
    await sees(page, dialog(page, "Controle van je bestand").getByText("'Klantnr' is gelezen als Relatiecode, want zo is die kolom gekoppeld."));
    await done(page, [2, 0, 0, 0]);
    await checked(page, file, BOTH, [0, 0, 2, 0]);              /* remembered */

    await page.goto("/klanten");
    await more(page, "Importeren");
    await dialog(page, "Klanten importeren").getByText("Gekoppelde kolommen").click();
    await sees(page, dialog(page, "Klanten importeren").getByText("wordt niet gelezen"));
    await button(page, "Vergeten").click();
    await until(() => page.getByText("Gekoppelde kolommen").count(), 0);
    await check(page, file, BOTH);
    await sees(page, form);
  },

  async "nothing is written before Importeren on the check; a column that is absent leaves its field alone"(stage) {
    const page = await stage.user();
    const [, name] = await names(page);
    await page.goto("/klanten/10001?tab=adres");
    const city = await field(page, "Plaats").first().inputValue();
    const file = await make(stage, "naam.xlsx", [["Relatiecode", "Naam"], [10001, "Andere naam"]]);
    await checked(page, file, BOTH, [0, 1, 0, 0]);
    await page.goto("/klanten/10001");
    await sees(page, page.getByRole("heading", { name, level: 1 }));
    await checked(page, file, BOTH, [0, 1, 0, 0]);
    await done(page, [0, 1, 0, 0]);
    await page.goto("/klanten/10001?tab=adres");
    await sees(page, page.getByRole("heading", { name: "Andere naam", level: 1 }));
    assert.equal(await field(page, "Plaats").first().inputValue(), city);
  },

  async "someone changes a customer between the check and Importeren: it is checked again"(stage) {
    const page = await stage.user();
    const other = await stage.user();
    const file = await make(stage, "tussendoor.xlsx", [["Relatiecode", "Naam"], [10001, "Uit het bestand"]]);
    await checked(page, file, BOTH, [0, 1, 0, 0]);
    await other.goto("/klanten/10001");
    await field(other, "Memo").fill("Intussen");
    await button(other, "Opslaan").click();
    await sees(other, toast(other, /is opgeslagen/));
    stage.tolerates(409);
    await button(page, "1 klant importeren").click();
    await sees(page, /Intussen is er iets gewijzigd in je administratie/);
    await button(page, "1 klant importeren").click();
    assert.deepEqual(Object.values(await stats(page, "Klaar met importeren")), [0, 1, 0, 0]);
    await page.goto("/klanten/10001");
    assert.equal(await field(page, "Memo").inputValue(), "Intussen");
    await sees(page, heading(page, "Uit het bestand"));
  },

  async "a file that is not one: each is refused with what to do"(stage) {
    const page = await stage.user();
    await refused(stage, page, await make(stage, "sn12.xlsx", [["FldRelatiecode", "FldNaam"], [1, "Oud"]]), /SnelStart 12/);
    await refused(stage, page, await make(stage, "kop.xlsx", [["Relatiecode", "Plaats"], [1, "x"]]),
      /De verplichte kolom Naam ontbreekt\./);
    await refused(stage, page, await make(stage, "zonder.xlsx", [["Naam"], ["x"]]), /De verplichte kolom Relatiecode/);
    await refused(stage, page, await make(stage, "leeg.xlsx", []), /leeg/);
    const text = stage.file("lijst.xlsx");
    writeFileSync(text, "Relatiecode;Naam\n1;x\n");
    await refused(stage, page, text, /tekstbestand/);
    const old = stage.file("oud.xlsx");
    writeFileSync(old, Buffer.concat([Buffer.from("d0cf11e0a1b11ae1", "hex"), Buffer.alloc(2048)]));
    await refused(stage, page, old, /oude Excel-werkmap|beveiligd|beschadigd/);
    await page.goto("/klanten");
    await counts(page, "2.501 klanten");
  },

  async "without a script: the same steps, a page each"(stage) {
    const page = await stage.user({ javaScriptEnabled: false, reducedMotion: "reduce" });
    const file = await make(stage, "zonder-script.xlsx", [["Relatiecode", "Naam"], [40001, "Zonder script"], [40002, ""]]);
    await page.goto("/klanten/importeren");
    await sees(page, heading(page, "Klanten importeren"));
    await page.getByLabel("Selecteer bestand").setInputFiles(file);
    await page.getByRole("radio", { name: NEW }).check();
    await button(page, "Importeren").click();
    await sees(page, heading(page, "Controle van je bestand"), "Dit veld is verplicht.");
    await link(page, "Alleen fouten").click();
    await link(page, "Alle regels").click();
    await button(page, "1 klant importeren").click();
    await sees(page, heading(page, "Klaar met importeren"), "1 klant toegevoegd.");
    await link(page, "Naar je klanten").click();
    assert.equal(path(page), "/klanten");
    await counts(page, "2.502 klanten");
  },
};
