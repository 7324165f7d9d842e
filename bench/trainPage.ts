// What a reader gets: live training on the built site, in headless Chromium, wasm on one thread: steps a second of a network
// alone and of two in a race, against the targets that the issue of the chapter set.
//
//   npm run build && npx tsx bench/trainPage.ts [--seconds 20] [--repeats 2]
import {readFile} from "node:fs/promises";
import {loadavg} from "node:os";
import type {Page} from "playwright-core";
import {median} from "../src/traces/metrics/median.js";
import {quantile} from "../src/traces/metrics/quantile.js";
import {launch, openPage} from "../test/site/browser.js";
import {serve} from "../test/site/serve.js";
import {commandLine, count, positive} from "../tools/commandLine.js";

const {values} = commandLine({
  usage: "npx tsx bench/trainPage.ts",
  about: "Live training on /tiny-lm of the built site, in headless Chromium: steps a second.",
  options: {seconds: positive("how long each is watched", 20), repeats: count("times that each is measured", 2)}
});

interface Rate {
  readonly name: string;
  /** steps over the time that steps took */
  readonly steps: number;
  /** steps over the time that went by, held-out text and samples included */
  readonly wall: number;
  /** of the median step */
  readonly median: number;
  /** of the step that a tenth of them beat: on a busy machine, those that had a core to themselves */
  readonly quick: number;
}

/** Train for a while; the rates of each network, without the first five steps. */
async function rates(page: Page, url: string): Promise<Rate[]> {
  await page.goto(url);
  await page.locator(".train-live .run").click();
  await page
    .locator(".train-said", {hasText: /step [5-9]/})
    .first()
    .waitFor({timeout: 120_000});
  const before = await stepsNow(page);
  const began = performance.now();
  await page.waitForTimeout(values.seconds * 1000);
  const after = await stepsNow(page);
  const seconds = (performance.now() - began) / 1000;
  await page.locator(".train-live .run").click();
  await page.locator(".train-live .live-status", {hasText: "Paused"}).waitFor();
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByText("Every step (CSV)").click()]);
  const lines = (await readFile(await download.path(), "utf8")).split("\n").slice(1);
  return [...after].map(([name, count]) => {
    const own = lines.map((line) => line.split(",")).filter(([of, step]) => of === name && Number(step) > 5);
    const ms = own.map((cells) => Number(cells[5]));
    return {
      name,
      steps: (1000 * ms.length) / ms.reduce((a, b) => a + b, 0),
      wall: (count - (before.get(name) ?? 0)) / seconds,
      median: 1000 / median(ms),
      quick: 1000 / quantile(ms, 0.1)
    };
  });
}

/** Steps done by the name of the network, as the page says. */
async function stepsNow(page: Page): Promise<Map<string, number>> {
  const lanes = await page.locator(".train-lane").allInnerTexts();
  return new Map(
    lanes.map((text) => [text.trim()[0], Number(/step ([\d,]+)/.exec(text)?.[1].replaceAll(",", "") ?? 0)])
  );
}

const [browser, site] = await Promise.all([launch(), serve({isolated: false})]);
const cases: readonly (readonly [string, string, number])[] = [
  ["A alone, 4 layers of width 32", "train-live.networks=1", 15],
  ["1 layer of width 64 alone", "train-live.networks=1&train-live.a-depth=1&train-live.a-width=64", 15],
  ["A against B, as they stand at first", "", 7.5]
];
for (let repeat = 0; repeat < values.repeats; repeat++) {
  for (const [name, query, target] of cases) {
    const {page, close} = await openPage(browser, site.origin);
    const url = `${site.url}/embed/train-live?train-live.steps=5000&train-live.device=wasm&${query}`;
    const found = await rates(page, url);
    console.log(`${name}; load average ${loadavg()[0].toFixed(1)}; ${(await page.locator(".train-size").allInnerTexts()).filter(Boolean).join(" / ")}`); // prettier-ignore
    for (const {name: network, steps, wall, median: typical, quick} of found) {
      const verdict = steps >= target ? "reached" : "missed";
      console.log(`  ${network}: ${steps.toFixed(1)} steps/s (median step ${typical.toFixed(1)}/s, quickest tenth above ${quick.toFixed(1)}/s; with evaluations and samples ${wall.toFixed(1)}/s; target ${target}, ${verdict})`); // prettier-ignore
    }
    await close();
  }
}
await browser.close();
site.close();
