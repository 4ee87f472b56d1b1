/* Archiving, putting back, deleting for good. */
import assert from "node:assert/strict";
import {
  button, counts, field, heading, isFocused, item, link, menu, misses, names, openRowMenu, path, row, sees, toast, until,
} from "./stage.mjs";

const archive = async (page, name) => {
  await openRowMenu(page, name);
  await item(page, "Archiveren").click();
  await sees(page, toast(page, `${name} is gearchiveerd`));
};
const toArchive = async (page) => {
  await button(page, "Actieve klanten").click();
  await item(page, "Toon gearchiveerde klanten").click();
  await sees(page, button(page, "Gearchiveerde klanten"));
};
const dialog = (page, name) => page.getByRole("dialog", { name });

export default {
  async "⋯, Archiveren: the row goes, the next row has the focus, Ongedaan maken brings it back"(stage) {
    const page = await stage.user();
    const [, first, second] = await names(page);
    await archive(page, first);
    await toast(page, /is gearchiveerd/).hover();               /* it stays as long as the pointer is there */
    await row(page, first).waitFor({ state: "detached" });
    await counts(page, "2.500 klanten");
    assert.equal((await names(page)).length, 25);
    await until(() => isFocused(row(page, second).getByRole("link")), true);
    await button(page, "Ongedaan maken").click();
    await sees(page, row(page, first), toast(page, `${first} is teruggezet`));
    await counts(page, "2.501 klanten");
  },

  async "the chosen rows are archived at once, and put back"(stage) {
    const page = await stage.user();
    const [, first, second] = await names(page);
    const choose = async (...chosen) => {
      for (const name of chosen) await page.getByRole("checkbox", { name: `Kies ${name}`, exact: true }).check();
    };
    await choose(first, second);
    await button(page, "Archiveren").click();
    await sees(page, "2 klanten zijn gearchiveerd");
    await counts(page, "2.499 klanten");
    await toArchive(page);
    await choose(first, second);
    await button(page, "Terugzetten").click();
    await sees(page, "2 klanten zijn teruggezet", row(page, first), row(page, second));
  },

  async "Ctrl+Z takes the last archiving back"(stage) {
    const page = await stage.user();
    const [, first] = await names(page);
    await archive(page, first);
    await row(page, first).waitFor({ state: "detached" });
    await page.keyboard.press("Control+z");
    await sees(page, row(page, first));
  },

  async "Ongedaan maken while the list is still being fetched: both happen"(stage) {
    const page = await stage.user();
    const [, first] = await names(page);
    let release;
    const released = new Promise((resolve) => { release = resolve; });
    await page.route("**/klanten", async (route) => {
      await released;
      await route.continue();
    });
    const fetched = page.waitForRequest("**/klanten");
    await archive(page, first);
    await fetched;
    await button(page, "Ongedaan maken").click();
    release();
    await sees(page, row(page, first), toast(page, `${first} is teruggezet`));
    await counts(page, "2.501 klanten");
  },

  async "Actieve klanten, Toon gearchiveerde klanten, Terugzetten"(stage) {
    const page = await stage.user();
    const [, name] = await names(page);
    await archive(page, name);
    await toArchive(page);
    assert.equal(path(page), "/klanten?toon=archief");
    await counts(page, "1 klant");
    assert.deepEqual(await names(page), [name]);
    await sees(page, row(page, name).getByText("Gearchiveerd"));
    await openRowMenu(page, name);
    assert.deepEqual(await menu(page), ["Wijzigen", "Kopiëren", "Terugzetten", "Definitief verwijderen"]);
    await item(page, "Terugzetten").click();
    await sees(page, toast(page, `${name} is teruggezet`), heading(page, "Geen gearchiveerde klanten"));
    await button(page, "Gearchiveerde klanten").click();
    await item(page, "Toon actieve klanten").click();
    await counts(page, "2.501 klanten");
    await sees(page, row(page, name));
  },

  async "Definitief verwijderen asks first, and the button says what it does"(stage) {
    const page = await stage.user();
    const [, name] = await names(page);
    await archive(page, name);
    await toArchive(page);
    await openRowMenu(page, name);
    await item(page, "Definitief verwijderen").click();
    const asks = dialog(page, `${name} verwijderen?`);
    await sees(page, asks.getByText("Dit kun je niet ongedaan maken."));
    await asks.getByRole("button", { name: "Annuleren" }).click();
    await misses(page, asks);
    await sees(page, row(page, name));
    await openRowMenu(page, name);
    await item(page, "Definitief verwijderen").click();
    await asks.getByRole("button", { name: "Klant verwijderen" }).click();
    await sees(page, toast(page, `${name} is verwijderd`), heading(page, "Geen gearchiveerde klanten"));
    stage.expects(404);
    await page.goto("/klanten/10001");
    await sees(page, /Deze klant is er niet \(meer\)/);
  },

  async "deleting is refused, with the reason, while another customer's Factuur naar refers to it"(stage) {
    const page = await stage.user();
    const [, name] = await names(page);
    await page.goto("/klanten/10002?tab=financieel");
    await field(page, "Factuur naar").fill("10001");
    await button(page, "Opslaan").click();
    await sees(page, toast(page, /is opgeslagen/));

    await page.goto("/klanten");
    await openRowMenu(page, name);
    const remove = item(page, /^Verwijderen/);
    await sees(page, remove.getByText(/Heeft historie.*Archiveren kan wel\./));
    assert.equal(await remove.getAttribute("aria-disabled"), "true");
    await remove.click({ force: true });
    await page.keyboard.press("Escape");
    await sees(page, row(page, name));

    await page.goto("/klanten/10001/acties");
    await sees(page, /Heeft historie: 1 klant \(Factuur naar\)\. Archiveren kan wel\./);
    await page.goto("/klanten/10001/verwijderen");
    await sees(page, heading(page, "Dit kan niet"));
    const token = await page.locator('meta[name="token"]').getAttribute("content");
    const answer = await page.request.post("/klanten/10001/verwijderen", { form: { token } });
    assert.equal(answer.status(), 409);
    assert.match(await answer.text(), /Heeft historie: 1 klant \(Factuur naar\)/);

    await page.goto("/klanten");
    await archive(page, name);
    await toArchive(page);
    await openRowMenu(page, name);
    await sees(page, item(page, /^Definitief verwijderen/).getByText(/Heeft historie/));
    await item(page, "Terugzetten").click();
    await sees(page, heading(page, "Geen gearchiveerde klanten"));

    await page.goto("/klanten/10002?tab=financieel");
    await field(page, "Factuur naar").fill("");
    await button(page, "Opslaan").click();
    await sees(page, toast(page, /is opgeslagen/));
    await page.goto("/klanten");
    await openRowMenu(page, name);
    await item(page, "Verwijderen").click();
    await dialog(page, `${name} verwijderen?`).getByRole("button", { name: "Klant verwijderen" }).click();
    await sees(page, toast(page, `${name} is verwijderd`));
  },

  async "-2 Klant onbekend is neither archived nor deleted, whoever asks"(stage) {
    const page = await stage.user();
    const token = await page.locator('meta[name="token"]').getAttribute("content");
    for (const [what, why] of [["archiveren", /Klant onbekend kan niet worden gearchiveerd/],
      ["verwijderen", /Klant onbekend kan niet worden verwijderd/]]) {
      const answer = await page.request.post(`/klanten/-2/${what}`, { form: { token } });
      assert.equal(answer.status(), 409);
      assert.match(await answer.text(), why);
    }
    await page.reload();
    await sees(page, row(page, "Klant onbekend"));
  },

  async "archiving and putting back from the card"(stage) {
    const page = await stage.user();
    const [, name] = await names(page);
    await link(page, name).click();
    await button(page, "Meer acties").click();
    assert.deepEqual(await menu(page), ["Kopiëren", "Afdrukken", "Archiveren", "Verwijderen"]);
    await item(page, "Archiveren").click();
    await sees(page, toast(page, `${name} is gearchiveerd`));
    await button(page, "Ongedaan maken").click();
    await sees(page, toast(page, `${name} is teruggezet`));
    await page.goto("/klanten/10001");
    assert.equal(await page.getByText("Deze klant is gearchiveerd.").count(), 0);
  },
};
