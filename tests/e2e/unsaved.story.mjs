/* Unsaved changes are not lost by accident; two people at one customer see each other's values. */
import assert from "node:assert/strict";
import {
  beforeScripts, button, counts, field, heading, isFocused, link, misses, path, row, searchBox, sees, tab, toast, until,
} from "./stage.mjs";

const asks = (page) => page.getByRole("dialog", { name: "Wijzigingen opslaan?" });
const answer = (page, name) => asks(page).getByRole("button", { name, exact: true }).click();
const atCard = async (stage, number = 10001) => {
  const page = await stage.user();
  await page.goto("/klanten/" + number);
  return page;
};
const change = async (page, name, value) => {
  await field(page, name).first().fill(value);
};

export default {
  async "a changed card is marked, and leaving it asks: Annuleren stays"(stage) {
    const page = await atCard(stage);
    await change(page, "Memo", "Belt terug");
    await until(async () => /^• /.test(await page.title()), true);
    await link(page, "Terug naar klanten").click();
    await sees(page, asks(page));
    await answer(page, "Annuleren");
    await misses(page, asks(page));
    assert.equal(path(page), "/klanten/10001");
    assert.equal(await field(page, "Memo").inputValue(), "Belt terug");
    assert.ok(await isFocused(link(page, "Terug naar klanten")));
  },

  async "Niet opslaan leaves, and forgets"(stage) {
    const page = await atCard(stage);
    await change(page, "Memo", "Belt terug");
    await link(page, "Terug naar klanten").click();
    await answer(page, "Niet opslaan");
    await page.waitForURL("**/klanten");
    await page.goto("/klanten/10001");
    assert.notEqual(await field(page, "Memo").inputValue(), "Belt terug");
  },

  async "Opslaan saves"(stage) {
    const page = await atCard(stage);
    await change(page, "Memo", "Belt terug");
    await link(page, "Terug naar klanten").click();
    await answer(page, "Opslaan");
    await sees(page, toast(page, /is opgeslagen/));
    await page.goto("/klanten/10001");
    assert.equal(await field(page, "Memo").inputValue(), "Belt terug");
    assert.doesNotMatch(await page.title(), /^• /);
  },

  async "what the server can not keep stays as typed, with its reason, and Opnieuw saves it"(stage) {
    const page = await atCard(stage);
    await change(page, "Memo", "Belt terug");
    await page.route("**/klanten/10001", (route) => route.fulfill({
      status: 500, contentType: "text/html",
      body: '<h1>Er ging iets mis</h1><p>De schijf van de server is vol.</p><p class="error-code">Code <code>abc</code></p>',
    }), { times: 1 });
    stage.expects(500);
    await button(page, "Opslaan").click();
    await sees(page, toast(page, "De schijf van de server is vol. Code abc"));
    assert.equal(await field(page, "Memo").inputValue(), "Belt terug");
    await button(page, "Opnieuw").click();
    await page.waitForURL("**/klanten/10001?tab=algemeen");
    await page.goto("/klanten/10001");
    assert.equal(await field(page, "Memo").inputValue(), "Belt terug");
  },

  async "the browser asks too, when the page is left some other way"(stage) {
    const page = await atCard(stage);
    await change(page, "Memo", "Belt terug");
    const asked = page.waitForEvent("dialog");
    const leaving = page.close({ runBeforeUnload: true });
    assert.equal((await asked).type(), "beforeunload");
    await (await asked).dismiss();
    await leaving;
    assert.equal(await field(page, "Memo").inputValue(), "Belt terug");
    await button(page, "Opslaan").click();
    await sees(page, toast(page, /is opgeslagen/));
    await page.goto("/klanten");
    await sees(page, heading(page, "Klanten"));
  },

  async "what was done before the scripts came counts: a tab, a field, a search"(stage) {
    const page = await stage.user();
    await beforeScripts(page, async () => {
      await page.goto("/klanten/10001", { waitUntil: "commit" });
      await field(page, "Memo").fill("Belt terug");
      await tab(page, "Contact").click();
    });
    await until(() => tab(page, "Contact").getAttribute("aria-selected"), "true");
    await sees(page, field(page, "Mobiele telefoon"));
    await until(async () => /^• /.test(await page.title()), true);
    await link(page, "Terug naar klanten").click();
    await answer(page, "Niet opslaan");
    await page.waitForURL("**/klanten");
    await beforeScripts(page, async () => {
      await page.goto("/klanten", { waitUntil: "commit" });
      await searchBox(page).fill("cafe");
    });
    await counts(page, "12 klanten gevonden");
  },

  async "adding a note asks nothing, unless something else was changed"(stage) {
    const page = await atCard(stage);
    const write = async (text) => {
      await tab(page, /^Notities/).click();
      await field(page, "Nieuwe notitie").fill(text);
    };
    await write("Een notitie");
    await button(page, "Notitie toevoegen").click();
    await sees(page, page.getByRole("listitem").getByText("Een notitie"));
    await tab(page, "Algemeen").click();
    await change(page, "Memo", "Belt terug");
    await write("Nog een notitie");
    const asked = page.waitForEvent("dialog");
    const clicked = button(page, "Notitie toevoegen").click({ noWaitAfter: true });
    assert.equal((await asked).type(), "beforeunload");
    await (await asked).dismiss();
    await clicked;
    assert.equal(await field(page, "Memo").inputValue(), "Belt terug");
    assert.equal(await field(page, "Nieuwe notitie").inputValue(), "Nog een notitie");
  },

  async "an unchanged card and switching tabs ask nothing; nothing typed is lost between tabs"(stage) {
    const page = await atCard(stage);
    await tab(page, "Adres").click();
    await link(page, "Terug naar klanten").click();
    await page.waitForURL("**/klanten");
    await page.goto("/klanten/10001");
    await change(page, "Memo", "Belt terug");
    await tab(page, "Contact").click();
    await change(page, "Telefoon", "020 123 45 67");
    await tab(page, "Algemeen").click();
    assert.equal(await field(page, "Memo").inputValue(), "Belt terug");
    await button(page, "Opslaan").click();
    await sees(page, toast(page, /is opgeslagen/));
    await page.goto("/klanten/10001?tab=contact");
    assert.equal(await field(page, "Telefoon").inputValue(), "020 123 45 67");
  },

  async "two people change different fields of one customer: both changes are kept"(stage) {
    const one = await atCard(stage);
    const two = await atCard(stage);
    await change(one, "Memo", "Van de een");
    await button(one, "Opslaan").click();
    await sees(one, toast(one, /is opgeslagen/));
    await change(two, "Website", "https://www.van-de-ander.example");
    await button(two, "Opslaan").click();
    await sees(two, toast(two, /is opgeslagen/));
    assert.equal(await field(two, "Memo").inputValue(), "Van de een");
    assert.equal(await field(two, "Website").inputValue(), "https://www.van-de-ander.example");
  },

  async "two people change the same field: the second sees both values and chooses"(stage) {
    const one = await atCard(stage);
    const two = await atCard(stage);
    await change(one, "Memo", "Van de een");
    await tab(one, "Adres").click();
    await change(one, "Plaats", "Sneek");
    await button(one, "Opslaan").click();
    await sees(one, toast(one, /is opgeslagen/));

    await change(two, "Memo", "Van de ander");
    await tab(two, "Adres").click();
    await change(two, "Plaats", "Bolsward");
    await tab(two, "Contact").click();
    await change(two, "Mobiele telefoon", "06 11 22 33 44");
    stage.expects(409);
    await button(two, "Opslaan").click();
    await sees(two, heading(two, "Sanne van Dijk heeft deze klant intussen gewijzigd"));
    const memo = row(two, "Memo");
    await sees(two, memo.getByText("Van de een"), memo.getByText("Van de ander"));
    await row(two, "Plaats").getByLabel("Sneek").check();
    assert.ok(await memo.getByLabel("Van de ander").isChecked());
    await button(two, "Opslaan").click();
    await sees(two, toast(two, /is opgeslagen/));
    await two.goto("/klanten/10001");
    assert.equal(await field(two, "Memo").inputValue(), "Van de ander");
    await tab(two, "Adres").click();
    assert.equal(await field(two, "Plaats").first().inputValue(), "Sneek");
    await tab(two, "Contact").click();
    assert.equal(await field(two, "Mobiele telefoon").inputValue(), "06 11 22 33 44");
  },

  async "a third change while one chooses is shown again; throwing one's own away is possible"(stage) {
    const one = await atCard(stage);
    const two = await atCard(stage);
    await change(one, "Memo", "Eerste");
    await button(one, "Opslaan").click();
    await sees(one, toast(one, /is opgeslagen/));
    await change(two, "Memo", "Mijn tekst");
    stage.expects(409);
    await button(two, "Opslaan").click();
    await sees(two, row(two, "Memo").getByText("Eerste"));
    await one.reload();
    await change(one, "Memo", "Tweede");
    await button(one, "Opslaan").click();
    await sees(one, toast(one, /is opgeslagen/));
    stage.expects(409);
    await button(two, "Opslaan").click();
    await sees(two, row(two, "Memo").getByText("Tweede"), row(two, "Memo").getByText("Mijn tekst"));
    await link(two, "Mijn wijzigingen weggooien").click();
    await until(() => field(two, "Memo").inputValue(), "Tweede");
  },

  async "a customer that someone else deleted meanwhile: nothing is saved, and it says so"(stage) {
    const one = await atCard(stage);
    const two = await atCard(stage);
    await one.goto("/klanten/10001/verwijderen");
    await button(one, "Klant verwijderen").click();
    await sees(one, toast(one, /is verwijderd/));
    await change(two, "Memo", "Te laat");
    stage.expects(404);
    await button(two, "Opslaan").click();
    await sees(two, /Deze klant is er niet \(meer\)/);
  },
};
