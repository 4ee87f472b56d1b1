/* The same without JavaScript: every action is a link or a form. */
import assert from "node:assert/strict";
import { button, counts, field, heading, link, misses, names, ranges, row, searchBox, sees, until } from "./stage.mjs";

/* At rest, for without scripts Playwright can not wait until something stops moving. */
const user = (stage) => stage.user({ javaScriptEnabled: false, reducedMotion: "reduce" });

export default {
  async "search, sort and page"(stage) {
    const page = await user(stage);
    await searchBox(page).fill("cafe");
    await searchBox(page).press("Enter");
    await counts(page, "12 klanten gevonden");
    await page.getByRole("columnheader", { name: "Plaats" }).getByRole("link").click();
    await until(() => page.getByRole("columnheader", { name: "Plaats" }).getAttribute("aria-sort"), "ascending");
    await counts(page, "12 klanten gevonden");
    await link(page, "Zoekopdracht wissen").click();
    await link(page, "Volgende").click();
    await ranges(page, "26–50 van 2.501");
    await link(page, "Vorige").click();
    await ranges(page, "1–25 van 2.501");
    await page.goto("/klanten?aantal=100");
    await ranges(page, "1–100 van 2.501");
  },

  async "choose, and archive what was chosen"(stage) {
    const page = await user(stage);
    const [, first] = await names(page);
    await page.getByRole("checkbox", { name: `Kies ${first}`, exact: true }).check();
    await sees(page, button(page, "Exporteren naar Excel"));
    await button(page, "Archiveren").click();
    await sees(page, "1 klant is gearchiveerd");
    await counts(page, "2.500 klanten");
  },

  async "a card with all its panels, one below the other; errors and saving"(stage) {
    const page = await user(stage);
    await link(page, "Nieuw").click();
    await sees(page, field(page, "Naam"), field(page, "Postcode").first(), field(page, "E-mail"), field(page, "IBAN"));
    await field(page, "E-mail").fill("geen adres");
    await field(page, "Plaats").first().fill("Emmen");
    stage.expects(422);
    await button(page, "Opslaan").click();
    await sees(page, page.getByRole("region", { name: "Er zijn 2 velden die aandacht nodig hebben" }));
    assert.equal(await field(page, "Plaats").first().inputValue(), "Emmen");
    await field(page, "Naam").fill("Zonder script");
    await field(page, "E-mail").fill("zonder@script.example");
    await button(page, "Opslaan").click();
    await sees(page, heading(page, "Zonder script"), "Zonder script is toegevoegd.");
    await field(page, "Nieuwe notitie").fill("Een notitie");
    await button(page, "Notitie toevoegen").click();
    await sees(page, page.getByRole("listitem").getByText("Een notitie"));
    await page.reload();
    assert.equal(await page.getByText("Zonder script is toegevoegd.").count(), 0, "a message is shown once");
  },

  async "two people at the same customer"(stage) {
    const [one, two] = [await user(stage), await user(stage)];
    await one.goto("/klanten/10001");
    await two.goto("/klanten/10001");
    await field(one, "Memo").fill("De een");
    await button(one, "Opslaan").click();
    await sees(one, /is opgeslagen/);
    await field(two, "Memo").fill("De ander");
    stage.expects(409);
    await button(two, "Opslaan").click();
    await row(two, "Memo").getByLabel("De een").check();
    await button(two, "Opslaan").click();
    await sees(two, /is opgeslagen/);
    assert.equal(await field(two, "Memo").inputValue(), "De een");
  },

  async "archive by the page behind ⋯, undo, put back, delete for good"(stage) {
    const page = await user(stage);
    const [, name] = await names(page);
    const actions = () => row(page, name).getByRole("link", { name: /^Acties/ }).click();
    await actions();
    await sees(page, link(page, "Wijzigen"), link(page, "Kopiëren"));
    await button(page, "Archiveren").click();
    await sees(page, `${name} is gearchiveerd`);
    await counts(page, "2.500 klanten");
    await button(page, "Ongedaan maken").click();
    await sees(page, `${name} is teruggezet`);
    await counts(page, "2.501 klanten");
    await actions();
    await button(page, "Archiveren").click();
    await sees(page, `${name} is gearchiveerd`);
    await page.goto("/klanten?toon=archief");
    await actions();
    await sees(page, button(page, "Terugzetten"));
    await link(page, "Definitief verwijderen").click();
    await sees(page, /Dit kun je niet ongedaan maken/);
    await link(page, "Annuleren").click();
    await misses(page, /Dit kun je niet ongedaan maken/);
    await page.goto("/klanten?toon=archief");
    await actions();
    await link(page, "Definitief verwijderen").click();
    await button(page, "Klant verwijderen").click();
    await sees(page, `${name} is verwijderd`);
    assert.ok(!(await names(page)).includes(name));
  },

  async "the menus of the page open (they are the browser's own), and signing out works"(stage) {
    const page = await user(stage);
    await button(page, "Actieve klanten").click();
    await page.getByRole("menuitem", { name: "Toon gearchiveerde klanten" }).click();
    await page.waitForURL("**/klanten?toon=archief");
    await button(page, "Account van Sanne van Dijk").click();
    await page.getByRole("menuitem", { name: "Uitloggen" }).click();
    await sees(page, heading(page, "Inloggen"));
  },

  async "search or command, keys and settings are pages"(stage) {
    const page = await user(stage);
    await page.getByRole("link", { name: /Zoeken of opdracht/ }).or(button(page, "Zoeken of opdracht")).first().click();
    await sees(page, heading(page, "Zoeken"));
    await page.getByRole("searchbox").fill("cafe coop");
    await page.getByRole("searchbox").press("Enter");
    await page.getByRole("link", { name: /Café Coöpman/ }).click();
    await sees(page, heading(page, "Café Coöpman B.V."));
    await page.goto("/sneltoetsen");
    await sees(page, heading(page, "Sneltoetsen"), "Volgende en vorige rij");
  },
};
