/* run.mjs [WORD...] - plays the stories of tests/e2e/*.story.mjs in one browser, two at a time; with words, only those
 * whose file or title holds one, or whose file is one with a colon (card:).  A line for each; fails when one did.
 * $POOLSTER_BUILD is the folder of the program; $CHROMIUM another browser than the one without windows, which is quicker.
 *
 * A story file's default export is an object: what a person does, as its title, and a function of a Stage. */
import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { Stage } from "./stage.mjs";

const AT_ONCE = 2;
const here = dirname(fileURLToPath(import.meta.url));
const words = process.argv.slice(2);

const stories = [];
for (const file of readdirSync(here).filter((name) => name.endsWith(".story.mjs")).sort()) {
  const { default: told } = await import(pathToFileURL(join(here, file)));
  const topic = file.replace(".story.mjs", "");
  Object.entries(told).forEach(([title, play], i) => stories.push({ topic, title, play, name: `${topic}-${i + 1}` }));
}
const chosen = stories.filter(({ topic, title }) => !words.length
  || words.some((word) => word.endsWith(":") ? word === topic + ":" : topic.includes(word) || title.includes(word)));

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium-headless-shell",
  chromiumSandbox: process.getuid() !== 0,              /* Chromium's sandbox refuses root */
  args: ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"],
});

/* Without Chromium no story can be played, and what those on their way say then is not about them. */
const gone = () => !browser.isConnected();

let failures = 0;
const perform = async ({ topic, title, play, name }) => {
  const stage = new Stage(browser, name);
  const began = performance.now();
  const line = () => `${topic}: ${title} (${((performance.now() - began) / 1000).toFixed(1)} s)`;
  try {
    await play(stage);
    await stage.end();
    console.log("ok      " + line());
  } catch (error) {
    const pictures = await stage.pictures();
    const unexpected = await stage.abandon();
    if (gone()) return;
    failures++;
    console.log(["FAILED  " + line(), error.stack, ...unexpected, ...pictures].join("\n        "));
  }
};

const began = performance.now();
const waiting = [...chosen];
let played = 0;
await Promise.all(Array.from({ length: AT_ONCE }, async () => {
  for (; waiting.length && !gone(); played += !gone()) await perform(waiting.shift());
}));
if (gone()) {
  console.log(`Chromium ended by itself: of ${chosen.length} stories ${chosen.length - played} were not played to their end`);
  process.exit(1);
}
await browser.close();
console.log(`${chosen.length - failures} of ${chosen.length} stories in ${((performance.now() - began) / 1000).toFixed(0)} s`);
process.exitCode = failures || !chosen.length ? 1 : 0;
