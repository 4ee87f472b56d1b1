/* Signing in and out. */
import assert from "node:assert/strict";
import { button, field, heading, isFocused, item, path, searchBox, sees, toast, until } from "./stage.mjs";

const fillIn = async (page, { email, password }) => {
  await field(page, "E-mailadres").fill(email);
  await field(page, "Wachtwoord").fill(password);
  await button(page, "Inloggen").click();
};

const loseSession = (page) => page.context().clearCookies({ name: "poolster" });

export default {
  async "signs in with what the terminal printed, and out again"(stage) {
    const page = await stage.visitor();
    await page.goto("/");
    await sees(page, heading(page, "Inloggen"));
    await until(() => isFocused(field(page, "E-mailadres")), true);
    await fillIn(page, stage.server);
    await page.waitForURL("**/klanten");
    await button(page, "Account van", { exact: false }).click();
    await item(page, "Uitloggen").click();
    await page.waitForURL("**/inloggen");
    await page.goto("/klanten");
    await sees(page, heading(page, "Inloggen"));
  },

  async "a wrong password and an unknown address get the same answer; the address stays, the password goes"(stage) {
    const page = await stage.visitor();
    const answers = [];
    for (const email of [stage.server.email, "niemand@voorbeeld.example"]) {
      await page.goto("/inloggen");
      stage.expects(422);
      await fillIn(page, { email, password: "niet het wachtwoord" });
      await sees(page, page.getByRole("alert"));
      answers.push(await page.getByRole("alert").textContent());
      assert.equal(await field(page, "E-mailadres").inputValue(), email);
      assert.equal(await field(page, "Wachtwoord").inputValue(), "");
      await until(() => isFocused(field(page, "Wachtwoord")), true);
    }
    assert.equal(answers[0].trim(), "Dit e-mailadres en wachtwoord horen niet bij elkaar.");
    assert.equal(answers[0], answers[1]);
  },

  async "too many wrong passwords: wait, even with the right one"(stage) {
    const page = await stage.visitor();
    const { request } = page.context();
    let status;
    for (let i = 0; i < 30 && status !== 429; i++)
      status = (await request.post("/inloggen", { form: { email: stage.server.email, password: "fout " + i } })).status();
    assert.equal(status, 429);
    await page.goto("/inloggen");
    stage.expects(429);
    await fillIn(page, stage.server);
    await sees(page, /Wacht een kwartier/);
  },

  async "shows the password on request"(stage) {
    const page = await stage.visitor();
    await page.goto("/inloggen");
    await button(page, "Wachtwoord tonen").click();
    assert.equal(await field(page, "Wachtwoord").getAttribute("type"), "text");
    await button(page, "Wachtwoord tonen").click();
    assert.equal(await field(page, "Wachtwoord").getAttribute("type"), "password");
  },

  async "comes back to the page that was asked for"(stage) {
    const page = await stage.visitor();
    await page.goto("/klanten?q=bakker&sorteer=city&richting=af");
    await sees(page, heading(page, "Inloggen"));
    await fillIn(page, stage.server);
    await page.waitForURL("**/klanten?q=bakker&sorteer=city&richting=af");
    await page.goto("/inloggen?terug=//elders.example");
    await page.waitForURL("**/klanten");
  },

  async "a session that ended is asked for again, from a link and from searching"(stage) {
    const page = await stage.user();
    await loseSession(page);
    stage.expects(401);
    await searchBox(page).fill("bakker");
    await sees(page, heading(page, "Inloggen"));
    await fillIn(page, stage.server);
    await sees(page, heading(page, "Klanten"));
    assert.match(path(page), /^\/klanten/);
  },

  async "a session that ended while a card was changed: sign in, and what was typed is still there"(stage) {
    const page = await stage.user();
    await page.goto("/klanten/10001?tab=contact");
    await field(page, "Mobiele telefoon").fill("06 98 76 54 32");
    const checked = page.waitForResponse(/controleer/);          /* who asks that without a session is sent away, too */
    await page.getByLabel(/UBL als bijlage/).setChecked(true);
    await checked;
    await loseSession(page);
    stage.expects(401);
    await button(page, "Opslaan").click();
    await sees(page, heading(page, "Inloggen"));
    await fillIn(page, stage.server);
    await page.waitForURL("**/klanten/10001?tab=contact");
    await until(() => field(page, "Mobiele telefoon").inputValue(), "06 98 76 54 32");
    assert.ok(await page.getByLabel(/UBL als bijlage/).isChecked());
    assert.match(await page.title(), /^• /);
    await button(page, "Opslaan").click();
    await sees(page, toast(page, /is opgeslagen/));
    await page.reload();
    assert.equal(await field(page, "Mobiele telefoon").inputValue(), "06 98 76 54 32");
    assert.doesNotMatch(await page.title(), /^• /);
  },

  async "Overal uitloggen ends the sessions elsewhere too"(stage) {
    const page = await stage.user();
    const elsewhere = await stage.user();
    await page.goto("/instellingen/account");
    await button(page, "Overal uitloggen").click();
    await sees(page, heading(page, "Inloggen"));
    await elsewhere.goto("/klanten");
    await sees(elsewhere, heading(elsewhere, "Inloggen"));
  },

  async "two people are signed in at the same time, each in an own session"(stage) {
    const one = await stage.user();
    const two = await stage.user();
    await button(one, "Account van", { exact: false }).click();
    await item(one, "Uitloggen").click();
    await sees(one, heading(one, "Inloggen"));
    await two.goto("/klanten");
    await sees(two, heading(two, "Klanten"));
  },
};
