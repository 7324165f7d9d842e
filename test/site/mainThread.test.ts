// Reading a page from top to bottom, with its networks at work, never holds it up: each task of its main thread stays below
// 100 ms of CPU time.
import {existsSync} from "node:fs";
import {expect, it} from "vitest";
import {settled} from "./browser.js";
import {openPanel, run} from "./livePanel.js";
import {longestTask} from "./mainThread.js";
import {builtSite} from "./site.js";
import {openTraining, said} from "./trainingPanel.js";

/** a slow moment of the machine counts as CPU time too: the best of so many runs is taken */
const RUNS = 3;

const site = builtSite();

it.each(["", "ems-sd", "kangaroo", "tiny-lm", "core"])("/%s, loading, playing and scrolled through", async (name) => {
  let longest = Infinity;
  for (let run = 0; run < RUNS && longest >= 100; run++) {
    const {page, problems, close} = await site.page();
    longest = await longestTask(site.browser, page, async () => {
      await page.goto(`${site.url}/${name}`);
      await settled(page);
      await page.waitForTimeout(500);
      for (const figure of await page.locator(".bleed, .wide").all()) {
        await figure.scrollIntoViewIfNeeded();
        await page.waitForTimeout(450);
      }
    });
    expect(problems).toEqual([]);
    await close();
  }
  console.log(`longest task of the main thread on /${name}: ${longest.toFixed(1)} ms`);
  expect(longest).toBeLessThan(100);
});

it.skipIf(!existsSync("data/models/joey/model.safetensors"))("decoding live (needs data/models/joey)", async () => {
  const {page, close} = await site.page();
  await openPanel(page, site, "live.batch=8&live.tokens=24");
  const longest = await longestTask(site.browser, page, async () => {
    expect(await run(page)).toBeUndefined();
  });
  console.log(`longest task of the main thread, decoding live: ${longest.toFixed(1)} ms`);
  expect(longest).toBeLessThan(100);
  await close();
});

it("training live, two networks", async () => {
  const {page, close} = await site.page();
  await openTraining(page, site, "train-live.steps=200&train-live.samples=25", "tiny-lm");
  const longest = await longestTask(site.browser, page, async () => {
    await page.locator(".train-live .run").click();
    await said(page, /step [4-9]\d of 200/).waitFor({timeout: 120_000});
  });
  console.log(`longest task of the main thread, training live: ${longest.toFixed(1)} ms`);
  expect(longest).toBeLessThan(50);
  await close();
});
