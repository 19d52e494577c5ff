// One act of the desk in Debian's Firefox, by WebDriver BiDi: what was seen is printed as JSON.
//   NODE_MODULES=FOLDER node firefox.mjs ADDRESS ACT [ARGUMENT]
import { createRequire } from "node:module";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const [address, act, argument] = process.argv.slice(2);
const puppeteer = createRequire(join(process.env.NODE_MODULES, "x.js"))("puppeteer-core");

const text = (page, selector) => page.$$eval(selector, (all) => all.map((each) => each.textContent.trim().replace(/\s+/g, " ")));
const says = (page, selector, wanted) => page.waitForFunction(
  (at, what) => document.querySelector(at)?.textContent.trim() === what, {}, selector, wanted);

const ACTS = {
  /** A term is typed, found, and its translation copied by a key; the address says what was asked. */
  async lookUp(page) {
    await page.waitForSelector("#q:focus");
    await page.keyboard.type("tide gate");
    await page.waitForSelector("#results .card");
    const found = await text(page, "#results .target .term");
    await page.keyboard.press("Enter");
    await page.waitForSelector("#copied.shown");
    const [copied] = await text(page, "#copied");
    await page.waitForFunction(() => location.search === "?q=tide+gate");
    await page.reload();
    await page.waitForSelector("#results .card");
    const again = await text(page, "#results .target .term");
    const fonts = await page.$$eval("#results .target .term", (all) => all.map((each) => getComputedStyle(each).fontFamily.split(",")[0]));
    return { found, copied, again, fonts };
  },

  /** The first pair of the queue is approved by its button, the next one by its key. */
  async review(page) {
    await page.waitForSelector("[data-action=approve]:not(:disabled)");
    const [first] = await text(page, "#en-side .term");
    await page.click("[data-action=approve]");
    await page.waitForFunction((before) => document.querySelector("#en-side .term")?.textContent.trim() !== before, {}, first);
    const [second] = await text(page, "#en-side .term");
    await page.keyboard.press("a");
    await page.waitForFunction((before) => document.querySelector("#en-side .term")?.textContent.trim() !== before, {}, second);
    await says(page, "#waiting", "1");
    return { first, second, waiting: await text(page, "#waiting") };
  },

  /** A file is chosen, what it would change is seen, then it is imported. */
  async import(page) {
    const field = await page.waitForSelector("#import-file");
    await field.uploadFile(argument);
    await page.waitForSelector("#import-seen");
    const start = await page.waitForSelector("#import-run:not(:disabled)");
    const seen = await text(page, "#import-report");
    await start.click();
    await page.waitForSelector("#import-done");
    return { seen, done: await text(page, "#import-done") };
  },
};

const PATHS = { lookUp: "/", review: "/review", import: "/import" };
const profile = mkdtempSync(join(tmpdir(), "firefox-"));
const browser = await puppeteer.launch({
  browser: "firefox", executablePath: "/usr/bin/firefox-esr", headless: true, userDataDir: profile,
  env: { ...process.env, HOME: profile }, extraPrefsFirefox: { "intl.accept_languages": "en-GB" },
});
try {
  const page = await browser.newPage();
  const faults = [];
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("console", (said) => said.type() === "error" && faults.push(said.text()));
  await page.goto(address + PATHS[act]);
  const seen = await ACTS[act](page);
  console.log(JSON.stringify({ browser: await browser.version(), ...seen, faults }));
} finally {
  await browser.close();
  rmSync(profile, { recursive: true, force: true });
}
