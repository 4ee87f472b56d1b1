/* The exact words of the product, each seen where it belongs. */
import {
  button, field, item, link, names, openRowMenu, row, sees, tab, toast, heading,
} from "./stage.mjs";

export default {
  async "Relaties, Klanten, Nieuw, Opslaan, Actieve klanten, Toon gearchiveerde klanten, Archiveren, Terugzetten, Definitief verwijderen"(stage) {
    const page = await stage.user();
    await sees(page, link(page, "Relaties"), link(page, "Klanten"), link(page, "Nieuw"), row(page, "Klant onbekend"));
    const [, name] = await names(page);
    await openRowMenu(page, name);
    await sees(page, item(page, "Archiveren"));
    await item(page, "Archiveren").click();
    await sees(page, toast(page, /is gearchiveerd/), button(page, "Ongedaan maken"));
    await button(page, "Actieve klanten").click();
    await item(page, "Toon gearchiveerde klanten").click();
    await sees(page, button(page, "Gearchiveerde klanten"));
    await openRowMenu(page, name);
    await sees(page, item(page, "Terugzetten"), item(page, "Definitief verwijderen"));
    await page.goto("/klanten/nieuw");
    await sees(page, button(page, "Opslaan"));
  },

  async "⋮: Exporteren naar Excel, Importeren; Sjabloon downloaden, Selecteer bestand and the three choices"(stage) {
    const page = await stage.user();
    await button(page, "Meer acties").click();
    await sees(page, item(page, "Exporteren naar Excel"), item(page, "Importeren"));
    await item(page, "Importeren").click();
    await sees(page, link(page, "Sjabloon downloaden"), page.getByText("Selecteer bestand", { exact: true }),
      ...["Alleen nieuwe klanten toevoegen", "Bestaande klanten bijwerken en nieuwe toevoegen",
        "Alleen bestaande klanten bijwerken"].map((mode) => page.getByText(mode, { exact: true })),
      button(page, "Importeren"));
  },

  async "suppliers and articles: every field of the card has its label, on its tab"(stage) {
    const page = await stage.user();
    const cards = {
      "/leveranciers/50001": {
        Algemeen: ["Nummer", "Naam", "KvK-nummer", "Btw-nummer", "OIN", "Website", "Memo"],
        Adres: ["Contactpersoon", "Adres", "Postcode", "Plaats", "Land"],
        Contact: ["Telefoon", "Mobiele telefoon", "E-mail", "E-mail voor offerteaanvragen", "E-mail voor bestellingen"],
        Financieel: ["Krediettermijn", "IBAN", "BIC"],
      },
      "/artikelen/1101": {
        Algemeen: ["Artikelcode", "Omschrijving", "Eenheid"],
        Prijzen: ["Verkoopprijs excl. btw", "Inkoopprijs excl. btw", "Btw", "Omzetgroep"],
      },
    };
    for (const [at, tabs] of Object.entries(cards)) {
      await page.goto(at);
      for (const [name, fields] of Object.entries(tabs)) {
        await tab(page, name).click();
        await sees(page, ...fields.map((label) => field(page, label).first()));
      }
    }
  },

  async "every field of the card has its label, on its tab"(stage) {
    const page = await stage.user();
    const labels = {
      Algemeen: ["Klantnummer", "Naam", "KvK-nummer", "Btw-nummer", "OIN", "Website", "Memo"],
      Adres: ["Contactpersoon", "Adres", "Postcode", "Plaats", "Land"],
      Contact: ["Telefoon", "Mobiele telefoon", "E-mail"],
      Financieel: ["Krediettermijn", "Factuurkorting", "Kredietlimiet", "IBAN", "BIC", "Incasseren", "Factuur naar"],
    };
    await page.goto("/klanten/10001");
    for (const [name, fields] of Object.entries(labels)) {
      await tab(page, name).click();
      await sees(page, ...fields.map((label) => field(page, label).first()));
    }
    await sees(page, page.getByRole("group", { name: "Aanmanen" }));
    await tab(page, "Adres").click();
    await sees(page, heading(page, "Correspondentieadres"));
    await tab(page, "Contact").click();
    await sees(page, heading(page, "Documenten per e-mail"), page.getByLabel(/^UBL als bijlage/));
  },
};
