// The first live page before anything is downloaded: what it weighs, how it plays, what its address holds.
import type {Page} from "playwright-core";
import {expect, it} from "vitest";
import {settled} from "./browser.js";
import {builtSite} from "./site.js";

const BUDGET = 150_000;
const REQUESTS = 20;

const site = builtSite();

const frame = (page: Page): Promise<string> => page.locator("#race .frame").innerText();
const stepOf = (text: string): number => Number(/\d+/.exec(text)?.[0]);

it("the first view weighs at most 150 kB in 20 requests, fonts, data and headers included, and holds no network", async () => {
  const {page, bytes, requests, close} = await site.page();
  await page.goto(`${site.url}/ems-sd`);
  await settled(page);
  const total = await bytes();
  const asked = requests.filter((url) => url.startsWith("http"));
  console.log(`first view of /ems-sd: ${total} bytes in ${asked.length} requests (at most ${BUDGET} in ${REQUESTS})`);
  expect(total).toBeLessThanOrEqual(BUDGET);
  expect(asked.length).toBeLessThanOrEqual(REQUESTS);
  expect(requests.filter((url) => /onnx|\.wasm|safetensors|katex|plot|inputs/i.test(url))).toEqual([]);
  await close();
});

it("the race plays by itself once seen, and stops at a press of the space bar", async () => {
  const {page, close} = await site.page();
  await page.goto(`${site.url}/ems-sd`);
  await settled(page);
  const lanes = page.locator("#race .lane-scroll").first();
  await page.waitForFunction(() => /step [1-9]/.test(document.querySelector("#race .frame")?.textContent ?? ""));
  await lanes.focus();
  await page.keyboard.press("Space");
  const stopped = await frame(page);
  await page.waitForTimeout(900);
  expect(await frame(page)).toBe(stopped);
  await close();
});

it("a link to a figure brings it into view, though those above it were never seen", async () => {
  const {page, problems, close} = await site.page();
  await page.goto(`${site.url}/ems-sd?what-if.batch=4#what-if`);
  const title = page.locator("#what-if .figure-title");
  await title.filter({hasText: "With 4 samples"}).waitFor();
  await expect.poll(async () => (await title.boundingBox())?.y ?? -1).toBeGreaterThanOrEqual(0);
  expect(await page.locator("#accepted-grid").count()).toBe(0);
  expect(problems).toEqual([]);
  await close();
});

it("with reduced motion the race waits, and arrow keys step it", async () => {
  const {page, close} = await site.page({reducedMotion: "reduce"});
  await page.goto(`${site.url}/ems-sd`);
  await settled(page);
  await page.locator("#race .lane-scroll").first().focus();
  await page.waitForTimeout(700);
  expect(stepOf(await frame(page))).toBe(0);
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  expect(stepOf(await frame(page))).toBe(2);
  await page.keyboard.press("ArrowLeft");
  expect(stepOf(await frame(page))).toBe(1);
  await page.keyboard.press("End");
  const tokens = await page
    .locator(".race")
    .first()
    .locator(".lane dl > div:has(dt:text('tokens written')) dd")
    .allInnerTexts();
  expect(new Set(tokens).size).toBe(1);
  await close();
});

it("a figure can be taken away as SVG, PNG and CSV", async () => {
  const {page, close} = await site.page({reducedMotion: "reduce"});
  await page.goto(`${site.url}/ems-sd`);
  await settled(page);
  for (const kind of ["SVG", "PNG", "CSV"]) {
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page
        .getByRole("button", {name: `Download race as ${kind}`})
        .first()
        .click()
    ]);
    expect(download.suggestedFilename()).toBe(`race.${kind.toLowerCase()}`);
    const chunks: Buffer[] = [];
    for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
    const start = Buffer.concat(chunks).subarray(0, 5).toString("latin1");
    expect(start).toBe({SVG: "<svg ", PNG: "\u0089PNG\r", CSV: "lane,"}[kind]);
  }
  await close();
});
