/* The customer's card: a new one, changes, and what it does not take. */
import assert from "node:assert/strict";
import {
  button, counts, field, heading, isFocused, item, link, menu, names, openRowMenu, path, searchBox, sees, tab, toast,
  until,
} from "./stage.mjs";

const message = (page, name) => page.locator(`#message-${name} .message-error`);

export default {
  async "Nieuw, the card with tabs, Opslaan: the number is proposed, the country filled in from the address"(stage) {
    const page = await stage.user();
    await link(page, "Nieuw").click();
    await sees(page, heading(page, "Nieuwe klant"));
    assert.equal(await field(page, "Klantnummer").inputValue(), "12501");
    await field(page, "Naam").fill("Zeilmakerij Ångström");
    await field(page, "KvK-nummer").fill("01234567");
    await tab(page, "Adres").click();
    await field(page, "Adres").first().fill("Kaai 3");
    await field(page, "Postcode").first().fill("1234ab");
    await field(page, "Plaats").first().fill("Den Helder");
    await tab(page, "Contact").click();
    await field(page, "Telefoon").fill("0223 61 23 45");
    await field(page, "E-mail").fill("info@zeil.example; inkoop@zeil.example");
    await tab(page, "Financieel").click();
    assert.equal(await field(page, "Krediettermijn").inputValue(), "30");
    await field(page, "Krediettermijn").fill("14");
    await field(page, "Kredietlimiet").fill("1.234,56");
    await field(page, "IBAN").fill("nl91abna0417164300");
    await field(page, "Incasseren").selectOption({ label: "Standaard incasso Core" });
    await page.getByLabel("Consument").check();
    await button(page, "Opslaan").click();
    await sees(page, toast(page, "Zeilmakerij Ångström is toegevoegd."), heading(page, "Zeilmakerij Ångström"));
    assert.equal(path(page), "/klanten/12501?tab=financieel");

    await page.reload();
    assert.equal(await field(page, "IBAN").inputValue(), "NL91 ABNA 0417 1643 00");
    assert.equal(await field(page, "Kredietlimiet").inputValue(), "1.234,56");
    assert.equal(await field(page, "Krediettermijn").inputValue(), "14");
    assert.ok(await page.getByLabel("Consument").isChecked());
    await tab(page, "Adres").click();
    assert.equal(await field(page, "Postcode").first().inputValue(), "1234 AB");
    assert.equal(await field(page, "Land").first().inputValue(), "Nederland");
    await tab(page, "Algemeen").click();
    assert.equal(await field(page, "KvK-nummer").inputValue(), "01234567");
    await link(page, "Terug naar klanten").click();
    await counts(page, "2.502 klanten");
    await searchBox(page).fill("angstrom");
    await until(() => names(page), ["Zeilmakerij Ångström"]);
  },

  async "the tabs are Algemeen, Adres, Contact, Financieel and Notities; the choices have their exact words"(stage) {
    const page = await stage.user();
    await page.goto("/klanten/10001?tab=financieel");
    assert.deepEqual((await page.getByRole("tab").allTextContents()).map((text) => text.trim()),
      ["Algemeen", "Adres", "Contact", "Financieel", "Notities"]);
    assert.equal(await tab(page, "Financieel").getAttribute("aria-selected"), "true");
    assert.deepEqual(await field(page, "Incasseren").getByRole("option").allTextContents(),
      ["Niet automatisch incasseren", "Standaard incasso Core", "Incasso B2B"]);
    for (const word of ["Geen", "Onderneming", "Consument"])
      await page.getByRole("group", { name: "Aanmanen" }).getByRole("radio", { name: word }).waitFor();
  },

  async "a later change on the same card, and who made it"(stage) {
    const page = await stage.user();
    const [, name] = await names(page);
    await link(page, name).click();
    await tab(page, "Adres").click();
    await field(page, "Plaats").first().fill("Zierikzee");
    await button(page, "Opslaan").click();
    await sees(page, toast(page, `${name} is opgeslagen.`));
    assert.equal(await tab(page, "Adres").getAttribute("aria-selected"), "true");
    assert.equal(await field(page, "Plaats").first().inputValue(), "Zierikzee");
    await sees(page, page.getByRole("complementary").getByText(/^Plaats van .+ naar Zierikzee$/));
    await page.goto("/klanten?q=zierikzee");
    assert.ok((await names(page)).includes(name));
  },

  async "a field is checked when it is left, and again while it is mended"(stage) {
    const page = await stage.user();
    await page.goto("/klanten/10001?tab=financieel");
    await field(page, "IBAN").fill("NL91 ABNA 0417 1643 01");
    await field(page, "IBAN").press("Tab");
    await sees(page, message(page, "iban"));
    await until(() => field(page, "IBAN").getAttribute("aria-invalid"), "true");
    await field(page, "IBAN").fill("NL91 ABNA 0417 1643 00");
    await message(page, "iban").waitFor({ state: "detached" });
    await until(() => field(page, "IBAN").getAttribute("aria-invalid"), null);
    await tab(page, "Algemeen").click();
    for (const [label, name, wrong] of [["KvK-nummer", "coc_number", "123"], ["Btw-nummer", "vat_number", "NL123B01"],
      ["OIN", "oin", "1"], ["Website", "website", "geen adres"]]) {
      await field(page, label).fill(wrong);
      await field(page, label).press("Tab");
      await sees(page, message(page, name));
    }
  },

  async "a country is typed, with suggestions; one that does not exist is refused"(stage) {
    const page = await stage.user();
    await page.goto("/klanten/10001?tab=adres");
    const country = field(page, "Land").first();
    await country.focus();
    await page.locator("datalist option").first().waitFor({ state: "attached" });
    const suggested = await page.locator("datalist").first().locator("option").evaluateAll((all) => all.map(({ value }) => value));
    assert.ok(suggested.length > 190 && suggested.includes("België"), String(suggested.length));
    await country.fill("Nergenshuizen");
    await country.press("Tab");
    await sees(page, message(page, "country"));
    await country.fill("NO");
    await field(page, "Postcode").first().fill("0155");
    await field(page, "Plaats").first().fill("Oslo");
    await tab(page, "Algemeen").click();
    await field(page, "Btw-nummer").fill("");
    await button(page, "Opslaan").click();
    await sees(page, toast(page, /is opgeslagen/));
    await tab(page, "Adres").click();
    assert.equal(await country.inputValue(), "Noorwegen");
  },

  async "what is wrong is counted on its tab and listed on top; the list leads to the field"(stage) {
    const page = await stage.user();
    await link(page, "Nieuw").click();
    await tab(page, "Contact").click();
    await field(page, "E-mail").fill("geen adres");
    await tab(page, "Financieel").click();
    await field(page, "Incasseren").selectOption({ label: "Standaard incasso Core" });
    await field(page, "Krediettermijn").fill("veel");
    stage.expects(422);
    await button(page, "Opslaan").click();
    const summary = page.getByRole("region", { name: "Er zijn 3 velden die aandacht nodig hebben" });
    await sees(page, summary);
    await until(() => isFocused(summary), true);
    await sees(page, page.getByRole("tab", { name: "Algemeen 1 met een fout" }),
      page.getByRole("tab", { name: "Contact 1 met een fout" }), page.getByRole("tab", { name: "Financieel 1 met een fout" }));
    await summary.getByRole("link", { name: /^Krediettermijn/ }).click();
    await until(() => isFocused(field(page, "Krediettermijn")), true);
    assert.equal(await field(page, "Krediettermijn").inputValue(), "veel");
    await field(page, "Krediettermijn").fill("14");
    await tab(page, "Contact").click();
    await field(page, "E-mail").fill("info@voorbeeld.example");
    await tab(page, "Algemeen").click();
    await field(page, "Naam").fill("Incassobureau");
    stage.expects(422);
    await button(page, "Opslaan").click();
    await sees(page, page.getByRole("region", { name: "Er is 1 veld dat aandacht nodig heeft" }));
    await sees(page, page.getByText("Vul een IBAN in; zonder IBAN kun je niet incasseren.").last());
    await field(page, "IBAN").fill("NL91ABNA0417164300");
    await button(page, "Opslaan").click();
    await sees(page, toast(page, "Incassobureau is toegevoegd."));
  },

  async "a number that is taken is refused; 0 takes the next free one"(stage) {
    const page = await stage.user();
    await link(page, "Nieuw").click();
    await field(page, "Naam").fill("Dubbel");
    await field(page, "Klantnummer").fill("10001");
    stage.expects(422);
    await button(page, "Opslaan").click();
    await sees(page, message(page, "number").filter({ hasText: "Dit nummer is al in gebruik." }));
    await field(page, "Klantnummer").fill("0");
    await button(page, "Opslaan").click();
    await page.waitForURL("**/klanten/12501*");
  },

  async "what saving said about a field stays, whenever the check of that field alone comes"(stage) {
    const page = await stage.user();
    const taken = message(page, "number").filter({ hasText: "Dit nummer is al in gebruik." });
    const fillIn = async () => {
      await page.goto("/klanten/nieuw");
      await field(page, "Naam").fill("Dubbel");
      await field(page, "Klantnummer").press("Control+a");
      await page.keyboard.type("10001");
    };
    const stays = async () => {                                 /* a later check has answered */
      await sees(page, taken);
      await field(page, "KvK-nummer").fill("1");
      await field(page, "KvK-nummer").press("Tab");
      await sees(page, message(page, "coc_number"), taken);
      assert.equal(await field(page, "Klantnummer").getAttribute("aria-invalid"), "true");
    };
    await fillIn();
    stage.expects(422);
    await page.keyboard.press("Control+s");                     /* the field is left when the summary gets the focus */
    await stays();

    let release;
    const released = new Promise((resolve) => { release = resolve; });
    await page.route("**/controleer?number=10001", async (route) => {
      await released;
      await route.continue();
    });
    await fillIn();
    stage.expects(422);
    await button(page, "Opslaan").click();                      /* the field is left before */
    await sees(page, taken);
    const answered = page.waitForResponse("**/controleer?number=10001");
    release();
    await answered;
    await stays();
  },

  async "-2 Klant onbekend: changing it asks first"(stage) {
    const page = await stage.user();
    await link(page, "Klant onbekend").click();
    await sees(page, heading(page, "Klant onbekend"), "Standaardklant");
    await field(page, "Naam").fill("Klant van de straat");
    stage.expects(422);
    await button(page, "Opslaan").click();
    await sees(page, page.getByRole("alert").filter({ hasText: "Het advies is om deze klant ongewijzigd te laten" }));
    await page.goto("/klanten/-2");
    await sees(page, heading(page, "Klant onbekend"));
  },

  async "-2 Klant onbekend: Toch wijzigen does it, but it can not be archived or deleted"(stage) {
    const page = await stage.user();
    await page.goto("/klanten/-2");
    await field(page, "Memo").fill("Voor facturen zonder klant");
    stage.expects(422);
    await button(page, "Opslaan").click();
    await button(page, "Toch wijzigen").click();
    await sees(page, toast(page, "Klant onbekend is opgeslagen."));
    await button(page, "Meer acties").click();
    assert.deepEqual(await menu(page), ["Kopiëren", "Afdrukken"]);
    await page.goto("/klanten/-2/acties");
    assert.equal(await button(page, "Archiveren").count(), 0);
    assert.equal(await link(page, "Definitief verwijderen").count(), 0);
  },

  async "Kopiëren makes a new card with the same data and the next number"(stage) {
    const page = await stage.user();
    const [, name] = await names(page);
    await openRowMenu(page, name);
    await item(page, "Kopiëren").click();
    await sees(page, heading(page, "Nieuwe klant"));
    assert.equal(await field(page, "Naam").inputValue(), name);
    assert.equal(await field(page, "Klantnummer").inputValue(), "12501");
    await field(page, "Naam").fill(name + " 2");
    await button(page, "Opslaan").click();
    await sees(page, toast(page, `${name} 2 is toegevoegd.`));
    await tab(page, "Adres").click();
    const city = await field(page, "Plaats").first().inputValue();
    await page.goto("/klanten/10001?tab=adres");
    assert.equal(await field(page, "Plaats").first().inputValue(), city);
  },

  async "notes: added with date and author, removed by who wrote them"(stage) {
    const page = await stage.user();
    await page.goto("/klanten/10001?tab=notities");
    await field(page, "Nieuwe notitie").fill("Belt liever 's ochtends.\n<b>Echt</b>");
    await button(page, "Notitie toevoegen").click();
    const note = page.getByRole("tabpanel", { name: /Notities/ }).getByRole("listitem");
    await sees(page, note.getByText("Belt liever 's ochtends.\n<b>Echt</b>"), note.getByText("Sanne van Dijk"));
    await sees(page, note.getByRole("time"), page.getByRole("tab", { name: "Notities 1" }));
    await note.getByRole("button", { name: "Verwijderen" }).click();
    await sees(page, toast(page, "Notitie verwijderd."));
    assert.equal(await note.count(), 0);
    stage.expects(422);
    await button(page, "Notitie toevoegen").click();
    await sees(page, message(page, "notitie"));
  },
};
