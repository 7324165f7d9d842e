// What a reader gets: live decoding on /ems-sd of the built site, in headless Chromium, wasm on one thread; best of the
// repeats, against the targets that the first issue of the page set.
//
//   npm run build && npx tsx bench/page.ts [--repeats 3] [--tokens 64]
import type {Page} from "playwright-core";
import {launch, openPage} from "../test/site/browser.js";
import {serve} from "../test/site/serve.js";
import {commandLine, count} from "../tools/commandLine.js";

const {repeats, tokens} = commandLine({
  usage: "npx tsx bench/page.ts",
  about: "Live decoding on /ems-sd of the built site, in headless Chromium.",
  options: {repeats: count("times that each is measured", 3), tokens: count("new tokens of a sample", 64)}
}).values;

/** Tokens per second by the name of the mode, best of the repeats. */
async function speeds(page: Page, url: string): Promise<Map<string, number>> {
  await page.goto(url);
  await page.locator("#live").scrollIntoViewIfNeeded();
  const best = new Map<string, number>();
  for (let i = 0; i < repeats; i++) {
    await page.locator(".live .run").click();
    await page.locator(".live-status", {hasText: "Done."}).waitFor({timeout: 120_000});
    for (const row of await page.locator(".live-results tbody").first().locator("tr").all()) {
      const name = await row.locator("th").innerText();
      const speed = Number((await row.locator("td").first().innerText()).replaceAll(",", ""));
      best.set(name, Math.max(best.get(name) ?? 0, speed));
    }
    await page.locator(".live-status", {hasText: "Done."}).evaluate((status) => (status.textContent = ""));
  }
  return best;
}

const [browser, site] = await Promise.all([launch(), serve({isolated: false})]);
const {page, close} = await openPage(browser, site.origin);
const open = (query: string): Promise<Map<string, number>> =>
  speeds(page, `${site.url}/ems-sd?live.tokens=${tokens}&live.device=wasm&${query}`);
const single = await open("live.batch=1&live.texts=dialogue");
const dialogue = await open("live.batch=8&live.texts=dialogue");
const edit = await open("live.batch=8&live.texts=edit");
console.log((await page.locator(".live-results .source").textContent())?.trim());
await close();
await browser.close();
site.close();

const at = (table: Map<string, number>, name: string): number => table.get(name) ?? NaN;
const report = (what: string, value: number, target: number, unit: string): void => {
  const digits = unit === "" ? 2 : 0;
  const verdict = value >= target ? "reached" : "missed";
  console.log(`${what}: ${value.toFixed(digits)}${unit} (target ${target.toFixed(digits)}${unit}, ${verdict})`);
};

report("greedy, batch 1", at(single, "Greedy"), 150, " tokens/s");
report("EMS-SD over padded, batch 8, dialogue", at(dialogue, "Unpadded") / at(dialogue, "Padded"), 1.15, "");
report("EMS-SD over padded, batch 8, edit", at(edit, "Unpadded") / at(edit, "Padded"), 1.15, "");
report("EMS-SD, batch 8, edit, against greedy at batch 1", at(edit, "Unpadded"), at(single, "Greedy"), " tokens/s");
report("EMS-SD over greedy at the same batch, edit", at(edit, "Unpadded") / at(edit, "Greedy"), 1, "");
