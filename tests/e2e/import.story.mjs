/* An import that takes a while: how far it is, who waits for whom, what was imported, and the way back. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { tmpdir } from "node:os";
import assert from "node:assert/strict";
import exceljs from "exceljs";
import { left, poolster, psql } from "./server.mjs";
import { button, counts, field, heading, item, link, sees, toast, until } from "./stage.mjs";

const MANY = 120000;
const SHOWN = "120.000";

/* So many customers, made once. */
let large;
export const largeSheet = () => large ??= (async () => {
  const data = mkdtempSync(join(tmpdir(), "poolster-large-"));
  const file = join(left, "veel-klanten.xlsx");
  mkdirSync(left, { recursive: true });
  await poolster("demo", "--data", data, "--customers", String(MANY));
  await poolster("export", "klanten", file, "--data", data, "--administration", "Demo");
  rmSync(data, { recursive: true, force: true });
  return file;
})();
const smallSheet = async (stage, name, rows) => {
  const book = new exceljs.Workbook();
  const file = stage.file(name);
  book.addWorksheet("Klanten").addRows([["Relatiecode", "Naam"], ...rows]);
  await book.xlsx.writeFile(file);
  return file;
};

const choose = async (page, file) => {
  await page.goto("/klanten");
  await button(page, "Meer acties").click();
  await item(page, "Importeren").click();
  await page.getByLabel("Selecteer bestand").setInputFiles(file);
  await button(page, "Importeren").click();
};
/* What so many customers take differs from machine to machine. */
const ends = (locator) => locator.waitFor({ timeout: 60000 });
const checked = (page) => ends(heading(page, "Controle van je bestand"));
const confirm = (page) => button(page, /klant(en)? importeren$/).click();
const done = (page) => ends(heading(page, "Klaar met importeren"));
const bar = (page) => page.getByRole("progressbar", { name: "Voortgang" });
const toHistory = (page) => page.goto("/klanten/importeren/geschiedenis");
const historyRow = (page, file) => page.getByRole("row").filter({ has: page.getByRole("rowheader", { name: file }) }).first();
const undo = (page, file) => historyRow(page, file).getByRole("button", { name: /^Ongedaan maken/ });

/* As another program that writes in the administration would, for as long as it takes: until what this returns is called.
 * What is to be looked at while it goes on must wait for that, or it is done before it is looked at. */
const writerOfFile = (data) => {
  const folder = join(data, "administrations");
  const [file] = readdirSync(folder).filter((name) => name.endsWith(".db"));
  return spawn("/usr/bin/python3", ["-c", `
import sqlite3, sys
db = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=60)
db.execute("BEGIN IMMEDIATE")
print("writing", flush=True)
sys.stdin.read()
`, join(folder, file)], { stdio: ["pipe", "pipe", "inherit"] });
};
const writerOfSchema = (database) => {
  const writer = spawn("psql", psql(database), { stdio: ["pipe", "pipe", "inherit"] });
  writer.stdin.write("BEGIN; LOCK TABLE a_1.import, a_1.customer IN EXCLUSIVE MODE;\n\\echo writing\n");
  return writer;
};
export const occupy = async ({ data, database }) => {
  const writer = database ? writerOfSchema(database) : writerOfFile(data);
  await once(writer.stdout, "data");
  return () => writer.stdin.end() && once(writer, "close");
};

export default {
  async "a large file: the bar tells how far the check and the import are, and the history keeps what came of it"(stage) {
    const server = await stage.serve({ customers: 0 });
    const page = await stage.user();
    const large = await largeSheet();
    let release = await occupy(server);
    await choose(page, large);
    await sees(page, heading(page, "Bezig met controleren…"), bar(page), /^[\d.]+ regels gecontroleerd$/);
    await release();
    await checked(page);
    release = await occupy(server);
    await confirm(page);
    await sees(page, heading(page, "Bezig met importeren…"), bar(page));
    await release();
    await until(async () => Number(await bar(page).getAttribute("value")) > 0, true);
    await sees(page, new RegExp(`^[\\d.]+ van ${SHOWN} klanten$`));
    assert.match(await bar(page).getAttribute("aria-valuetext"), new RegExp(`^[\\d.]+ van ${SHOWN} klanten$`));
    assert.equal(await bar(page).getAttribute("max"), String(MANY));
    await done(page);
    await sees(page, `${SHOWN} klanten toegevoegd.`);
    await counts(page, "120.001 klanten");                       /* of the list behind it */
    await link(page, "Importgeschiedenis").click();
    await sees(page, heading(page, "Importgeschiedenis"));
    await sees(page, historyRow(page, "veel-klanten.xlsx").filter({ hasText: "Sanne van Dijk" })
      .filter({ hasText: SHOWN }).filter({ hasText: /Geïmporteerd/ }));
  },

  async "closing the page stops nothing, and who comes back finds it"(stage) {
    const server = await stage.serve({ customers: 0 });
    const page = await stage.user();
    const file = await smallSheet(stage, "gesloten.xlsx", [[70001, "Een"], [70002, "Twee"]]);
    let release = await occupy(server);
    await choose(page, file);
    await sees(page, heading(page, "Bezig met controleren…"));
    await button(page, "Sluiten", { exact: true }).last().click();
    await until(() => page.getByRole("dialog").count(), 0);
    await toHistory(page);
    await link(page, "gesloten.xlsx").click();
    await sees(page, heading(page, "Bezig met controleren…"));
    await release();
    await checked(page);
    release = await occupy(server);
    await confirm(page);
    await sees(page, heading(page, "Bezig met importeren…"));
    await page.goto("about:blank");
    await toHistory(page);                                      /* where it is told how far it is, too */
    await sees(page, historyRow(page, "gesloten.xlsx").filter({ hasText: "0 van 2 klanten" }));
    await release();
    await ends(historyRow(page, "gesloten.xlsx").filter({ hasText: /Geïmporteerd/ }));
    await page.goto("/klanten");
    await counts(page, "3 klanten");
  },

  async "a second import waits for the first, and says so"(stage) {
    const server = await stage.serve({ customers: 0 });
    const page = await stage.user();
    const other = await stage.user();
    await choose(page, await smallSheet(stage, "eerste.xlsx", [[70000, "Eerste"]]));
    await checked(page);
    const release = await occupy(server);
    await confirm(page);
    await sees(page, heading(page, "Bezig met importeren…"));
    await choose(other, await smallSheet(stage, "na-de-eerste.xlsx", [[70001, "Na de eerste"]]));
    await sees(other, heading(other, "Wacht op zijn beurt…"), "Er loopt nog een import van Sanne van Dijk; deze begint daarna.");
    await release();
    await checked(other);
    await done(page);
    await confirm(other);
    await done(other);
  },

  async "Ongedaan maken takes back what was added and what was changed"(stage) {
    const page = await stage.user();
    await page.goto("/klanten/10001");
    const name = await page.getByRole("heading", { level: 1 }).textContent();
    await choose(page, await smallSheet(stage, "ongedaan.xlsx", [[10001, "Andere naam"], [70001, "Erbij"], [70002, "Ook erbij"]]));
    await checked(page);
    await confirm(page);
    await done(page);
    await page.goto("/klanten");
    await counts(page, "2.503 klanten");
    await button(page, "Meer acties").click();
    await item(page, "Importgeschiedenis").click();
    await undo(page, "ongedaan.xlsx").click();
    await sees(page, page.getByRole("dialog"), "2 klanten worden verwijderd, en 1 klant krijgt de oude waarden terug.");
    await button(page, "Annuleren").click();
    await sees(page, historyRow(page, "ongedaan.xlsx").filter({ hasText: /Geïmporteerd/ }));
    await undo(page, "ongedaan.xlsx").click();
    await button(page, "Ongedaan maken").click();
    await sees(page, toast(page, "De import van ongedaan.xlsx is ongedaan gemaakt").or(heading(page, "Import ongedaan gemaakt")));
    await toHistory(page);                                      /* when it took so long that it was followed */
    await sees(page, historyRow(page, "ongedaan.xlsx").filter({ hasText: /Ongedaan gemaakt door Sanne van Dijk op/ }));
    assert.equal(await undo(page, "ongedaan.xlsx").count(), 0);
    await page.goto("/klanten");
    await counts(page, "2.501 klanten");
    await page.goto("/klanten/10001");
    assert.equal(await page.getByRole("heading", { level: 1 }).textContent(), name);
  },

  async "Ongedaan maken is refused when a customer was changed since, and says which one"(stage) {
    const page = await stage.user();
    await choose(page, await smallSheet(stage, "gewijzigd.xlsx", [[70001, "Erbij"], [70002, "Ook erbij"]]));
    await checked(page);
    await confirm(page);
    await done(page);
    await page.goto("/klanten/70002");
    await field(page, "Memo").fill("Belangrijk");
    await button(page, "Opslaan").click();
    await sees(page, toast(page, /is opgeslagen/));
    await toHistory(page);
    await undo(page, "gewijzigd.xlsx").click();
    await button(page, "Ongedaan maken").click();
    await sees(page, /klant 70002 \(Ook erbij\) is na de import gewijzigd\./);
    await toHistory(page);                                      /* when it took so long that it was followed */
    await sees(page, historyRow(page, "gewijzigd.xlsx").filter({ hasText: "klant 70002 (Ook erbij) is na de import gewijzigd." }));
    await page.goto("/klanten");
    await counts(page, "2.503 klanten");
  },

  async "without a script: the page asks itself anew until the import is done, and undoes it"(stage) {
    const server = await stage.serve({ customers: 0 });
    const page = await stage.user({ javaScriptEnabled: false, reducedMotion: "reduce" });
    await page.goto("/klanten/importeren");
    await page.getByLabel("Selecteer bestand").setInputFiles(
      await smallSheet(stage, "zonder-script.xlsx", [[70001, "Een"], [70002, "Twee"]]));
    let release = await occupy(server);
    await button(page, "Importeren").click();
    await sees(page, heading(page, "Bezig met controleren…"), bar(page));
    await release();
    await checked(page);
    release = await occupy(server);
    await confirm(page);
    await sees(page, heading(page, "Bezig met importeren…"), bar(page));
    await release();
    await done(page);
    await toHistory(page);
    release = await occupy(server);
    await undo(page, "zonder-script.xlsx").click();
    await sees(page, heading(page, "Bezig met ongedaan maken…"), bar(page));
    await release();
    await ends(heading(page, "Import ongedaan gemaakt"));
    await page.goto("/klanten");
    await counts(page, "1 klant");
  },

  async "the server stops while an import is on its way: it does not wait for its end, and says so at the next start"(stage) {
    const server = await stage.serve({ customers: 0 });
    const page = await stage.user();
    await choose(page, await largeSheet());
    await checked(page);
    const release = await occupy(server);
    await confirm(page);
    await sees(page, heading(page, "Bezig met importeren…"));
    const address = page.url();
    await page.goto("about:blank");
    release();
    await server.again();
    await page.goto(address);
    await toHistory(page);
    await sees(page, historyRow(page, "veel-klanten.xlsx").filter({ hasText: /Niet uitgevoerd/ })
      .filter({ hasText: "De server is tussentijds gestopt. Er is niets geïmporteerd." }));
    await page.goto("/klanten");
    await counts(page, "1 klant");
  },
};
