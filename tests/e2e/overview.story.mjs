/* Relaties, Klanten: the overview of all customers. */
import assert from "node:assert/strict";
import {
  button, column, counts, field, item, link, menu, names, openRowMenu, path, ranges, row, searchBox, sees, toast, until,
} from "./stage.mjs";

const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const isSorted = (values, falling) => {
  const order = [...values].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  assert.deepEqual(values, falling ? order.reverse() : order);
};

export default {
  async "Relaties leads to Klanten: all customers, with the unknown one first"(stage) {
    const page = await stage.user();
    await page.goto("/administraties");
    await link(page, "Relaties").click();
    await page.waitForURL("**/klanten");
    await sees(page, link(page, "Klanten"), link(page, "Nieuw"), button(page, "Actieve klanten"));
    await counts(page, "2.501 klanten");
    await ranges(page, "1–25 van 2.501");
    assert.equal((await names(page))[0], "Klant onbekend");
    await sees(page, row(page, "Klant onbekend").getByText("Standaardklant"));
  },

  async "searches while one types: name, number, place, e-mail, phone, postcode, KvK-nummer, several words"(stage) {
    const page = await stage.user();
    await searchBox(page).pressSequentially("cafe coop");
    await counts(page, "1 klant gevonden");
    assert.deepEqual(await names(page), ["Café Coöpman B.V."]);
    await until(() => path(page), "/klanten?q=cafe+coop");
    assert.equal(await searchBox(page).inputValue(), "cafe coop");

    await row(page, "Café Coöpman B.V.").getByRole("link").click();
    await page.waitForURL(/klanten\/\d+/);
    const of = async (tab, label) => {
      await page.getByRole("tab", { name: tab }).click();
      return field(page, label).first().inputValue();
    };
    const card = {
      number: await of("Algemeen", "Klantnummer"), coc: await of("Algemeen", "KvK-nummer"),
      city: await of("Adres", "Plaats"), postcode: await of("Adres", "Postcode"),
      phone: await of("Contact", "Telefoon"), email: await of("Contact", "E-mail"),
    };
    await page.goto("/klanten");
    for (const words of [card.number, card.email, card.phone, card.coc, "COÖPMAN CAF " + card.city.toUpperCase(),
      card.city + " coop cafe", card.postcode + " cafe"]) {
      await searchBox(page).fill(words);
      await until(() => new URL(page.url()).searchParams.get("q"), words);      /* the same one was found before */
      await until(() => names(page), ["Café Coöpman B.V."], words);
    }
    await link(page, "Zoekopdracht wissen").click();
    await counts(page, "2.501 klanten");
  },

  async "nothing found: says for what, and how to go on"(stage) {
    const page = await stage.user();
    await searchBox(page).fill("qqq <b>zzz</b>");
    await sees(page, "Geen klanten gevonden voor “qqq <b>zzz</b>”");
    await page.getByRole("region", { name: "Lijst van klanten" }).getByRole("link", { name: "Zoekopdracht wissen" })
      .last().click();
    await counts(page, "2.501 klanten");
    assert.equal(await searchBox(page).inputValue(), "");
  },

  async "sorts on every column, up and down, through all pages"(stage) {
    await stage.serve({ customers: 60 });
    const page = await stage.user();
    for (const name of ["Naam", "Plaats", "Telefoon", "E-mail", "Klantnummer"]) {
      const order = {};
      for (const [direction, falling] of [["ascending", false], ["descending", true]]) {
        const head = page.getByRole("columnheader", { name });
        await head.getByRole("link").click();
        await until(() => head.getAttribute("aria-sort"), direction);
        assert.equal(await page.getByRole("columnheader").and(page.locator("[aria-sort]")).count(), 1);
        await ranges(page, "1–25 van 61");
        const values = [];
        for (const next of ["26–50 van 61", "51–61 van 61", null]) {
          values.push(...name === "Naam" ? await names(page) : await column(page, name));
          if (next) await link(page, "Volgende").click();
          if (next) await ranges(page, next);
        }
        assert.equal(values.length, 61);
        isSorted(values.map(name === "Klantnummer" ? Number : fold), falling);
        order[direction] = values;
      }
      assert.deepEqual([...order.ascending].sort(), [...order.descending].sort(), "the same customers, " + name);
    }
  },

  async "pages: Volgende and Vorige, and the keys ] and ["(stage) {
    const page = await stage.user();
    const first = await names(page);
    await link(page, "Volgende").click();
    await ranges(page, "26–50 van 2.501");
    await page.keyboard.press("]");
    await ranges(page, "51–75 van 2.501");
    await page.keyboard.press("[");
    await ranges(page, "26–50 van 2.501");
    assert.equal(new Set([...first, ...await column(page, "Klantnummer")]).size, 50);
    await link(page, "Vorige").click();
    await ranges(page, "1–25 van 2.501");
    assert.deepEqual(await names(page), first);
    await page.goBack();
    await ranges(page, "26–50 van 2.501");
  },

  async "Per pagina: 50 rows, also the next time"(stage) {
    const page = await stage.user();
    await page.getByLabel("Per pagina").selectOption("50");
    await ranges(page, "1–50 van 2.501");
    assert.equal((await names(page)).length, 50);
    await page.goto("/klanten");
    await ranges(page, "1–50 van 2.501");
  },

  async "search, sort and state stay together, in the address too"(stage) {
    const page = await stage.user();
    await searchBox(page).fill("cafe");
    await counts(page, "12 klanten gevonden");
    await page.getByRole("columnheader", { name: "Naam" }).getByRole("link").click();
    await until(() => page.getByRole("columnheader", { name: "Naam" }).getAttribute("aria-sort"), "ascending");
    await until(() => path(page), "/klanten?q=cafe&sorteer=name");
    const sorted = await names(page);
    await page.reload();
    await counts(page, "12 klanten gevonden");
    assert.deepEqual(await names(page), sorted);
    await searchBox(page).fill("cafe eindhoven");
    await counts(page, "2 klanten gevonden");
    await until(() => path(page), "/klanten?q=cafe+eindhoven&sorteer=name");
    assert.equal(await page.getByRole("columnheader", { name: "Naam" }).getAttribute("aria-sort"), "ascending");
  },

  async "a column's edge is dragged: all rows agree, also the next time, until Herstel kolombreedte"(stage) {
    const page = await stage.user();
    const widths = () => page.getByRole("row").locator(":scope > :nth-child(3)").evaluateAll(
      (cells) => [...new Set(cells.map((cell) => Math.round(cell.getBoundingClientRect().width)))]);
    const [before] = await widths();
    const edge = await page.locator("th.c-name [data-column-edge]").boundingBox();
    await page.mouse.move(edge.x + 4, edge.y + 5);
    await page.mouse.down();
    await page.mouse.move(edge.x - 60, edge.y + 5, { steps: 4 });
    await page.mouse.up();
    const [after, ...others] = await widths();
    assert.deepEqual(others, []);
    assert.ok(Math.abs(before - after - 64) <= 2, `${before} became ${after}`);
    await page.reload();
    await until(widths, [after]);
    await button(page, "Meer acties").click();
    await item(page, "Herstel kolombreedte").click();
    await until(widths, [before]);
  },

  async "⋮ holds Exporteren naar Excel and Importeren; Ververs data shows what others added"(stage) {
    const page = await stage.user();
    const other = await stage.user();
    await link(other, "Nieuw").click();
    await field(other, "Naam").fill("Aa van den Dijk");
    await button(other, "Opslaan").click();
    await sees(other, toast(other, "Aa van den Dijk is toegevoegd."));
    await button(page, "Meer acties").click();
    await sees(page, item(page, "Exporteren naar Excel"), item(page, "Importeren"), item(page, "Herstel kolombreedte"));
    await item(page, "Ververs data").click();
    await counts(page, "2.502 klanten");
  },

  async "the row menu holds Wijzigen, Kopiëren, Archiveren, Verwijderen; a click on a row opens its card"(stage) {
    const page = await stage.user();
    const [, name] = await names(page);
    await openRowMenu(page, name);
    assert.deepEqual(await menu(page), ["Wijzigen", "Kopiëren", "Archiveren", "Verwijderen"]);
    await page.keyboard.press("Escape");
    await openRowMenu(page, "Klant onbekend");
    assert.deepEqual(await menu(page), ["Wijzigen", "Kopiëren"]);
    await page.keyboard.press("Escape");
    await row(page, name).getByRole("cell", { name: "10001" }).click();
    await sees(page, page.getByRole("heading", { name, level: 1 }));
    await page.goBack();
    await openRowMenu(page, name);
    await item(page, "Wijzigen").click();
    await sees(page, page.getByRole("heading", { name, level: 1 }));
  },
};
