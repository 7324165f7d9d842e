// The chapter on early exits: what its first view weighs, how it plays, what its address holds, and its live panels, with
// joey and adapters themselves.
import {existsSync} from "node:fs";
import type {Page} from "playwright-core";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {violations} from "./axe.js";
import {settled} from "./browser.js";
import type {Watched} from "./browser.js";
import {lanes, panelOf, runPanel} from "./livePanel.js";
import {builtSite} from "./site.js";

const BUDGET = 150_000;
const REQUESTS = 20;
const trained = existsSync("data/models/joey/model.safetensors");

const site = builtSite();

const open = async (page: Page, query = ""): Promise<void> => {
  await page.goto(`${site.url}/kangaroo${query}`);
  await settled(page);
};
const text = (page: Page, selector: string): Promise<string> => page.locator(selector).innerText();

it("the first view weighs at most 150 kB in 20 requests, plays by itself, and stops at a press of the space bar", async () => {
  const {page, bytes, requests, close} = await site.page();
  await open(page);
  const total = await bytes();
  const asked = requests.filter((url) => url.startsWith("http"));
  console.log(`first view of /kangaroo: ${total} bytes in ${asked.length} requests (at most ${BUDGET} in ${REQUESTS})`);
  expect(total).toBeLessThanOrEqual(BUDGET);
  expect(asked.length).toBeLessThanOrEqual(REQUESTS);
  expect(requests.filter((url) => /onnx|\.wasm|safetensors|katex|plot|inputs/i.test(url))).toEqual([]);
  // figures are numbered over the whole page: what the numbers begin at is shown, which a link to styles is not
  const begins = await page
    .locator("#observablehq-main > *")
    .evaluateAll((all) =>
      all
        .map((each) => getComputedStyle(each))
        .flatMap(({counterReset, display}) => (counterReset.includes("figure") ? [display] : []))
    );
  expect(begins).toEqual(["block"]);
  const first = await text(page, "#rounds .moment");
  await page.waitForFunction((before) => document.querySelector("#rounds .moment")?.textContent !== before, first);
  await page.locator("#rounds .round-scroll").focus();
  await page.keyboard.press("Space");
  const stopped = await text(page, "#rounds .moment");
  await page.waitForTimeout(1200);
  expect(await text(page, "#rounds .moment")).toBe(stopped);
  await close();
});

it("with reduced motion the rounds wait, arrow keys step them, and the address holds what is set", async () => {
  const {page, problems, close} = await site.page({reducedMotion: "reduce"});
  await open(page, "?rounds.exit=2&rounds.draft=3&rounds.eta=0");
  expect(await text(page, "#rounds .figure-title")).toMatch(/^Drafted by 2 layers of 12/);
  const moment = (): Promise<string> => text(page, "#rounds .moment");
  const first = await moment();
  await page.waitForTimeout(700);
  expect(await moment()).toBe(first);
  await page.locator("#rounds .round-scroll").focus();
  await page.keyboard.press("ArrowRight");
  expect(await moment()).not.toBe(first);
  await page.keyboard.press("ArrowLeft");
  expect(await moment()).toBe(first);
  await page.keyboard.press("End");
  const [, rounds] = /round (\d+) of \1$/.exec(await text(page, "#rounds .frame")) ?? [];
  expect(await text(page, "#rounds .figure-title")).toContain(`take ${rounds} passes`);
  await page.locator("#rounds").getByLabel("Exit layer ℓ").selectOption("8");
  await page.locator("#rounds .figure-title", {hasText: "Drafted by 8 layers"}).waitFor();
  const search = await page.evaluate(() => location.search);
  expect(search).toBe("?rounds.exit=8&rounds.draft=3&rounds.eta=0");
  const title = await text(page, "#rounds .figure-title");
  await open(page, search);
  expect(await text(page, "#rounds .figure-title")).toBe(title);
  expect(problems).toEqual([]);
  await close();
});

describe.skipIf(!trained)("live early exits (needs data/models/joey)", () => {
  let watched: Watched;

  beforeAll(async () => {
    watched = await site.page();
  });

  afterAll(() => watched.close());

  it("write the same as greedy decoding, and say how fast", async () => {
    const {page, problems} = watched;
    const query = "kangaroo-live.methods=early-exit,kangaroo&kangaroo-live.tokens=12&kangaroo-live.device=wasm";
    const panel = await panelOf(page, site, "kangaroo-live", query);
    expect(await panel.locator(".run").innerText()).toMatch(/\d MB/);
    expect(await runPanel(panel)).toBeUndefined();
    const [greedy, ...others] = await lanes(panel);
    expect(greedy.length).toBeGreaterThan(4);
    expect(others).toEqual([greedy, greedy]);
    const verdict = await panel.locator(".verdict li").allInnerTexts();
    expect(verdict[0]).toMatch(/^(Greedy|Early exit|Kangaroo) wins/);
    expect(verdict.slice(1)).toEqual([
      "Early exit wrote the same as greedy decoding, token for token.",
      "Kangaroo wrote the same as greedy decoding, token for token."
    ]);
    expect(problems).toEqual([]);
    expect(await violations(page)).toEqual([]);
  });

  it("read a reader's text after every layer, by head and by adapters; the address holds the text", async () => {
    const {page, problems} = watched;
    const query = "exit-map-live.tokens=4&exit-map-live.adapters=yes&exit-map-live.device=wasm";
    const panel = await panelOf(page, site, "exit-map-live", query);
    await panel.locator("textarea").fill("Once <b>upon</b> a time");
    const search = (): Promise<string> => page.evaluate(() => location.search);
    expect(new URLSearchParams(await search()).get("probe1")).toBe("Once <b>upon</b> a time");
    expect(await runPanel(panel)).toBeUndefined();
    expect(await panel.locator("svg.exit-map").count()).toBe(1);
    expect(await panel.locator("b").count()).toBe(0);
    expect(await panel.locator(".layer-row").count()).toBe(12);
    await panel.getByLabel("Layers read by").selectOption("adapter");
    expect(await panel.locator(".layer-row").count()).toBe(7);
    expect(await search()).toContain("exit-map-live.by=adapter");
    await page.reload();
    expect(await panel.locator("textarea").inputValue()).toBe("Once <b>upon</b> a time");
    expect(problems).toEqual([]);
  });
});
