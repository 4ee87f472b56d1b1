/* Everything without a mouse. */
import assert from "node:assert/strict";
import {
  button, counts, field, heading, isFocused, item, link, misses, names, path, ranges, row, searchBox, sees, tab, toast,
  until,
} from "./stage.mjs";

const press = async (page, ...keys) => {
  for (const key of keys) await page.keyboard.press(key);
};
const focused = (page) => page.evaluate(() => {
  const element = document.activeElement;
  const style = getComputedStyle(element);
  return {
    name: (element.ariaLabel ?? element.labels?.[0]?.textContent ?? element.textContent).replace(/\s+/g, " ").trim(),
    ring: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2
      || [element, element.parentElement].some((e) => getComputedStyle(e).boxShadow !== "none"
        || getComputedStyle(e).outlineStyle !== "none"),
    box: element === document.body ? null : element.getBoundingClientRect().toJSON(),
  };
});
const tabTo = async (page, locator, most = 60) => {
  for (let i = 0; i < most; i++) {
    if (await isFocused(locator)) return;
    await press(page, "Tab");
  }
  assert.fail("Tab does not come to " + locator);
};

export default {
  async "the main job by keyboard alone: sign in, find, new, save, archive, undo, sign out"(stage) {
    const page = await stage.visitor();
    await page.goto("/klanten");
    await until(() => isFocused(field(page, "E-mailadres")), true);
    await page.keyboard.type(stage.server.email);
    await press(page, "Tab");
    await page.keyboard.type(stage.server.password);
    await press(page, "Enter");
    await sees(page, heading(page, "Klanten"));
    await page.waitForLoadState("load");

    await press(page, "n");
    await sees(page, heading(page, "Nieuwe klant"));
    await tabTo(page, field(page, "Naam"));
    await page.keyboard.type("Aardappelhandel Toets");
    await tabTo(page, tab(page, "Algemeen"), 200);
    await press(page, "ArrowRight");
    await until(() => tab(page, "Adres").getAttribute("aria-selected"), "true");
    await tabTo(page, field(page, "Plaats").first());
    await page.keyboard.type("Emmeloord");
    await press(page, "Control+s");
    await sees(page, toast(page, "Aardappelhandel Toets is toegevoegd."));

    await Promise.all([page.waitForURL("**/klanten"), page.keyboard.press("g"), page.keyboard.press("k")]);
    await press(page, "/");
    await until(() => isFocused(searchBox(page)), true);
    await page.keyboard.type("aardappel toets");
    await counts(page, "1 klant gevonden");
    await press(page, "Tab");
    await tabTo(page, row(page, "Aardappelhandel Toets").getByRole("button"));
    await press(page, "Enter");
    await until(() => isFocused(item(page, "Wijzigen")), true);
    await press(page, "ArrowDown", "ArrowDown", "Enter");
    await sees(page, toast(page, "Aardappelhandel Toets is gearchiveerd"));
    await tabTo(page, button(page, "Ongedaan maken"), 200);
    await press(page, "Enter");
    await sees(page, row(page, "Aardappelhandel Toets"));

    await tabTo(page, button(page, "Account van Sanne van Dijk"), 200);
    await press(page, "Enter");
    await until(() => isFocused(item(page, "Licht of donker")), true);
    await press(page, "End", "Enter");
    await sees(page, heading(page, "Inloggen"));
  },

  async "the first Tab offers to skip to the contents"(stage) {
    const page = await stage.user();
    await press(page, "Tab");
    assert.ok(await isFocused(link(page, "Direct naar de inhoud")));
    assert.ok((await focused(page)).box.top >= 0, "the link is on the screen");
    await press(page, "Enter", "Tab");
    assert.ok(await isFocused(searchBox(page)));
  },

  async "wherever Tab comes, it shows, and it is not hidden behind a bar"(stage) {
    const page = await stage.user();
    for (const url of ["/klanten", "/klanten/10001", "/instellingen/pakket"]) {
      await page.goto(url);
      const seen = new Set();
      for (let i = 0; i < 60; i++) {
        await press(page, "Tab");
        const { name, ring, box } = await focused(page);
        if (box === null) continue;                         /* outside of the page */
        const at = `${url}: ${name} (${Math.round(box.top)})`;
        if (seen.has(at)) break;
        seen.add(at);
        assert.ok(ring, "no ring around " + at);
        const covered = await page.evaluate(() => {
          const element = document.activeElement;
          const { left, top, width, height } = element.getBoundingClientRect();
          const above = document.elementFromPoint(left + width / 2, top + Math.min(height / 2, 10));
          return above && !element.contains(above) && !above.contains(element)
            && !above.closest("label, .field, tr, .check") ? above.outerHTML.slice(0, 80) : null;
        });
        assert.equal(covered, null, "behind something: " + at);
      }
      assert.ok(seen.size > 8, url);
    }
  },

  async "j and k walk the rows, Enter opens one, . opens its menu, Esc gives the focus back"(stage) {
    const page = await stage.user();
    const [, first, second] = await names(page);
    await press(page, "j", "j", "j");
    await until(() => isFocused(row(page, second).getByRole("link")), true);
    await press(page, "k");
    await until(() => isFocused(row(page, first).getByRole("link")), true);
    await press(page, ".");
    await until(() => isFocused(item(page, "Wijzigen")), true);
    await press(page, "End");
    await until(() => isFocused(item(page, "Verwijderen")), true);
    await press(page, "Home", "ArrowUp");
    await until(() => isFocused(item(page, "Verwijderen")), true);
    await press(page, "a");
    await until(() => isFocused(item(page, "Archiveren")), true);
    await press(page, "Escape");
    await until(() => isFocused(row(page, first).getByRole("link")), true);
    await press(page, "j");
    await until(() => isFocused(row(page, second).getByRole("link")), true);
    await press(page, "Enter");
    await sees(page, page.getByRole("heading", { name: second, level: 1 }));
  },

  async "] and [ turn the page; in a field they are letters"(stage) {
    const page = await stage.user();
    await press(page, "]");
    await ranges(page, "26–50 van 2.501");
    await press(page, "[");
    await ranges(page, "1–25 van 2.501");
    await searchBox(page).focus();
    await page.keyboard.type("n]qqq?");
    assert.equal(await searchBox(page).inputValue(), "n]qqq?");
    assert.equal(new URL(page.url()).pathname, "/klanten");
    await sees(page, /^Geen klanten gevonden/);
  },

  async "Ctrl+K: the palette finds a customer or a command; Esc gives the focus back"(stage) {
    const page = await stage.user();
    const [, name] = await names(page);
    await searchBox(page).focus();
    await press(page, "Control+k");
    const palette = page.getByRole("dialog", { name: "Zoeken of opdracht uitvoeren" });
    await sees(page, palette.getByRole("option", { name: /Nieuwe klant/ }));
    await press(page, "Escape");
    await misses(page, palette);
    await until(() => isFocused(searchBox(page)), true);
    await press(page, "Control+k");
    await page.keyboard.type("10001");
    await sees(page, palette.getByRole("option", { name }));
    await until(() => palette.getByRole("option", { name }).getAttribute("aria-selected"), "true");
    await press(page, "Enter");
    await sees(page, page.getByRole("heading", { name, level: 1 }));
    await press(page, "Control+k");
    await page.keyboard.type("gearchi");
    await sees(page, palette.getByRole("option", { name: /Toon gearchiveerde klanten/ }));
    await palette.getByRole("option", { name: /Nieuwe klant/ }).waitFor({ state: "detached" });
    await press(page, "Enter");
    await page.waitForURL("**/klanten?toon=archief");
  },

  async "Enter in the palette is for what was typed, not for what is still shown"(stage) {
    const page = await stage.user();
    const palette = page.getByRole("dialog", { name: "Zoeken of opdracht uitvoeren" });
    await press(page, "Control+k");
    await sees(page, palette.getByRole("option", { name: /Nieuwe klant/ }));
    let release;
    const released = new Promise((resolve) => { release = resolve; });
    await page.route("**/zoeken?*", async (route) => {
      await released;
      await route.continue();
    });
    const asked = page.waitForRequest("**/zoeken?q=koffiebonen");
    await page.keyboard.type("koffiebonen");
    await press(page, "Enter");
    await asked;
    await sees(page, palette.getByRole("option", { name: /Nieuwe klant/ }));
    release();
    await page.waitForURL("**/artikelen/2001");
  },

  async "g and a letter goes to an overview, from any page; the palette finds what is there"(stage) {
    const page = await stage.user();
    for (const from of ["/klanten", "/artikelen/1101", "/instellingen/pakket"]) {
      for (const [letter, title] of [["l", "Leveranciers"], ["a", "Artikelen"], ["k", "Klanten"]]) {
        await page.goto(from);
        await Promise.all([page.waitForEvent("load"), page.keyboard.press("g"), page.keyboard.press(letter)]);
        await sees(page, page.getByRole("heading", { name: title, level: 1 }));
        assert.equal(new URL(page.url()).pathname, "/" + title.toLowerCase());
      }
    }
    await press(page, "Control+k");
    await page.keyboard.type("koffiebonen");
    const palette = page.getByRole("dialog", { name: "Zoeken of opdracht uitvoeren" });
    await sees(page, palette.getByRole("group", { name: "Artikelen" }).getByRole("option", { name: /Koffiebonen/ }));
    await press(page, "Enter");
    await page.waitForURL("**/artikelen/2001");
    await press(page, "Control+k");
    await page.keyboard.type("leveranciers imp");
    await sees(page, palette.getByRole("option", { name: "Leveranciers importeren" }));
  },

  async "? lists the keys, and they can be switched off"(stage) {
    const page = await stage.user();
    await press(page, "?");
    const dialog = page.getByRole("dialog", { name: "Sneltoetsen" });
    await sees(page, dialog.getByText("Volgende en vorige rij"));
    await press(page, "Escape");
    await misses(page, dialog);
    await page.goto("/instellingen/account");
    await button(page, "Zet sneltoetsen uit").click();
    await sees(page, toast(page, "Sneltoetsen met één letter staan uit."));
    await page.goto("/klanten");
    await press(page, "n");
    await press(page, "Control+k");
    await sees(page, page.getByRole("dialog", { name: "Zoeken of opdracht uitvoeren" }));
    assert.equal(path(page), "/klanten");
  },

  async "tabs: arrows, Home and End; a dialog keeps the focus and gives it back"(stage) {
    const page = await stage.user();
    await page.goto("/klanten/10001");
    await tab(page, "Algemeen").focus();
    await press(page, "End");
    await until(() => tab(page, /^Notities/).getAttribute("aria-selected"), "true");
    await press(page, "ArrowRight");
    await until(() => tab(page, "Algemeen").getAttribute("aria-selected"), "true");
    await press(page, "ArrowLeft", "Home", "ArrowRight");
    await until(() => tab(page, "Adres").getAttribute("aria-selected"), "true");
    assert.equal(path(page), "/klanten/10001?tab=adres");
    await page.goto("/klanten");
    const [, name] = await names(page);
    await row(page, name).getByRole("button").focus();
    await press(page, "Enter");
    await until(() => isFocused(item(page, "Wijzigen")), true);
    await press(page, "End", "Enter");
    const dialog = page.getByRole("dialog", { name: `${name} verwijderen?` });
    await sees(page, dialog);
    for (let i = 0; i < 4; i++) {
      await press(page, "Tab");
      assert.ok(await page.evaluate(() => document.activeElement === document.body
        || document.activeElement.closest("dialog") !== null), "the focus left the dialog");
    }
    await press(page, "Escape");
    await misses(page, dialog);
    await until(() => isFocused(row(page, name).getByRole("button")), true);
  },
};
