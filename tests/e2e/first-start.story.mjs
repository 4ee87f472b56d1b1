/* The first start: Welkom, opened by the printed code, makes the first user and the first administration. */
import assert from "node:assert/strict";
import { button, field, heading, misses, names, path, sees } from "./stage.mjs";

const fillIn = async (page, password) => {
  await field(page, "Naam van je bedrijf").fill("Bakkerij De Vries");
  await field(page, "Je naam").fill("Anna de Vries");
  await field(page, "E-mailadres").fill("anna@devries.example");
  await field(page, "Wachtwoord").fill(password);
  await button(page, "Begin").click();
};

const begin = async (stage, options) => {
  const server = await stage.serve({ demo: false });
  const page = await stage.visitor(options);
  await page.goto(server.welcome);
  await sees(page, heading(page, "Welkom"));
  return page;
};

/* Point 1: a new administration contains -2 Klant onbekend. */
const isOwn = async (page) => {
  await page.waitForURL("**/klanten");
  await sees(page, "Bakkerij De Vries");
  assert.deepEqual(await names(page), ["Klant onbekend"]);
  await sees(page, page.getByRole("cell", { name: "-2", exact: true }), "Standaardklant");
};

export default {
  async "the printed address opens Welkom and leads to an own administration with -2 Klant onbekend"(stage) {
    const page = await begin(stage);
    await fillIn(page, "een zin die alleen Anna kent");
    await isOwn(page);
  },

  async "the same without a script"(stage) {
    const page = await begin(stage, { javaScriptEnabled: false, reducedMotion: "reduce" });
    await fillIn(page, "een zin die alleen Anna kent");
    await isOwn(page);
  },

  async "whoever comes before there is a user is shown Welkom, and has no code"(stage) {
    await stage.serve({ demo: false });
    const page = await stage.visitor();
    await page.goto("/klanten");
    await sees(page, heading(page, "Welkom"));
    await field(page, "Code").fill("geraden");
    stage.expects(422);
    await fillIn(page, "een zin die alleen Anna kent");
    await sees(page, /Deze code klopt niet/);
    assert.equal(await field(page, "Naam van je bedrijf").inputValue(), "Bakkerij De Vries");
    assert.equal(await field(page, "Wachtwoord").inputValue(), "");
  },

  async "a password that is short or common is refused with what to do, and nothing else is lost"(stage) {
    const page = await begin(stage);
    for (const [password, why] of [["kort", /10 tekens/], ["wachtwoord123", /veel gebruikt/]]) {
      stage.expects(422);
      await fillIn(page, password);
      await sees(page, page.locator("#message-password .message-error").filter({ hasText: why }));
      assert.equal(await field(page, "Je naam").inputValue(), "Anna de Vries");
    }
    await fillIn(page, "een zin die alleen Anna kent");
    await isOwn(page);
  },

  async "Welkom works once"(stage) {
    const page = await begin(stage);
    await fillIn(page, "een zin die alleen Anna kent");
    await isOwn(page);
    const other = await stage.visitor();
    await other.goto(stage.server.welcome);
    await sees(other, heading(other, "Inloggen"));
    await misses(other, heading(other, "Welkom"));
    assert.equal(path(other), "/inloggen");
  },
};
