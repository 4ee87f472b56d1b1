/* Administrations, their package, and the pages that say no. */
import assert from "node:assert/strict";
import { button, counts, field, heading, item, link, names, path, sees, toast, until } from "./stage.mjs";

export default {
  async "a second administration has only -2 Klant onbekend; one switches in the top bar"(stage) {
    const page = await stage.user();
    await button(page, "Demo").click();
    await item(page, "Nieuwe administratie").click();
    await field(page, "Naam").fill("Fietsenmaker Zeep");
    await button(page, "Opslaan").click();
    await sees(page, toast(page, "Fietsenmaker Zeep is aangemaakt."));
    await page.waitForURL("**/klanten");
    assert.deepEqual(await names(page), ["Klant onbekend"]);
    await button(page, "Fietsenmaker Zeep").click();
    await item(page, "Demo").click();
    await counts(page, "2.501 klanten");
    await button(page, "Demo").click();
    await item(page, "Administratiebeheer").click();
    await sees(page, heading(page, "Administratiebeheer"));
    await button(page, "Fietsenmaker Zeep").last().click();
    await page.waitForURL("**/klanten");
    assert.deepEqual(await names(page), ["Klant onbekend"]);
  },

  async "renaming one; an empty name is refused"(stage) {
    const page = await stage.user();
    await page.goto("/administraties");
    await link(page, "Naam wijzigen van Demo").click();
    await field(page, "Naam").fill("   ");
    stage.expects(422);
    await button(page, "Opslaan").click();
    await sees(page, page.locator("#message-naam .message-error"));
    await field(page, "Naam").fill("Voorbeeldzaak");
    await button(page, "Opslaan").click();
    await sees(page, toast(page, "De naam is gewijzigd."), button(page, "Voorbeeldzaak").first());
  },

  async "Instellingen, Pakket: inStap to inControle, the present one marked; another is chosen"(stage) {
    const page = await stage.user();
    await link(page, "Instellingen").click();
    await sees(page, heading(page, "Pakket"));
    assert.equal(path(page), "/instellingen/pakket");
    assert.deepEqual(await page.getByRole("rowheader").allTextContents(),
      ["inStap", "inKaart", "inBalans", "inZicht", "inControle"]);
    const current = () => page.getByRole("row").filter({ hasText: "Huidig pakket" }).getByRole("rowheader").textContent();
    await button(page, "Kies inControle").click();
    await sees(page, toast(page, "Het pakket is nu inControle."));
    assert.equal(await current(), "inControle");
    await button(page, "Kies inStap").click();
    await until(current, "inStap");
  },

  async "package inStap: export and import stay visible with a lock, explain, and the server refuses them"(stage) {
    const page = await stage.user();
    await page.goto("/instellingen/pakket");
    await button(page, "Kies inStap").click();
    await sees(page, toast(page, "Het pakket is nu inStap."));
    for (const name of ["Exporteren naar Excel", "Importeren"]) {
      await page.goto("/klanten");
      await button(page, "Meer acties").click();
      const locked = item(page, new RegExp(`^${name}.*Vanaf (pakket )?inKaart`));
      await sees(page, locked);
      stage.expects(403);
      await locked.click();
      await sees(page, heading(page, "Vanaf pakket inKaart"));
    }
    for (const url of ["/klanten/export.xlsx", "/klanten/sjabloon.xlsx", "/klanten/importeren"])
      assert.equal((await page.request.get(url)).status(), 403, url);
    await page.goto("/klanten");
    const token = await page.locator('meta[name="token"]').getAttribute("content");
    const sent = await page.request.post("/klanten/importeren", { multipart: { token, modus: "nieuw" } });
    assert.equal(sent.status(), 403);
  },

  async "what is not there: a page with what to do and a code to quote"(stage) {
    const page = await stage.user();
    stage.expects(404);
    await page.goto("/klanten/99999");
    await sees(page, /Deze klant is er niet \(meer\)/, page.locator(".error-code"));
    stage.expects(404);
    await page.goto("/bestaat-niet");
    await sees(page, "Deze pagina bestaat niet (meer).");
    assert.ok((await page.getByRole("main").getByRole("link").count()) > 0);
  },

  async "a page that stood open too long: its form is refused, and nothing is stored"(stage) {
    const page = await stage.user({ javaScriptEnabled: false, reducedMotion: "reduce" });
    await page.goto("/klanten/10001");
    await field(page, "Memo").fill("Van een oude pagina");
    await page.context().clearCookies({ name: "poolster" });
    const { email, password } = stage.server;
    await page.request.post("/inloggen", { form: { email, password } });
    stage.expects(403);
    await button(page, "Opslaan").click();
    await sees(page, /Deze pagina is verlopen/);
    await page.goto("/klanten/10001");
    assert.notEqual(await field(page, "Memo").inputValue(), "Van een oude pagina");
  },
};
