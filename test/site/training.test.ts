// Training in the page: the same steps as on the processor in Node, a race of two, what is done with its buttons, and what
// goes wrong is said.
import {readFile} from "node:fs/promises";
import type {Browser, Page} from "playwright-core";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {openTrainer} from "../../src/live/trainer.js";
import {builtInText} from "../../src/live/builtInText.js";
import {settingsOf, trainingParameters} from "../../src/live/trainingParameters.js";
import {openNode} from "../../src/runtime/node.js";
import {softwareWebgpu} from "../../tools/chromium.js";
import {violations} from "./axe.js";
import {launch, openPage} from "./browser.js";
import {longestTask} from "./mainThread.js";
import {serve} from "./serve.js";
import type {SiteServer} from "./serve.js";

let browser: Browser;
let site: SiteServer;

beforeAll(async () => {
  [browser, site] = await Promise.all([launch(), serve()]);
});

afterAll(async () => {
  await browser.close();
  site.close();
});

async function open(page: Page, query = "", path = "embed/train-live"): Promise<void> {
  await page.goto(`${site.url}/${path}?${query}`);
  if (path !== "embed/train-live") await page.locator('[data-figure="train-live"]').scrollIntoViewIfNeeded();
  await page.locator(".train-live .run").waitFor();
}
const status = (page: Page, text: string | RegExp) => page.locator(".train-live .live-status", {hasText: text});
const button = (page: Page, name: string) => page.locator(".train-live").getByRole("button", {name, exact: true});
const failure = (page: Page) => page.locator(".train-live .live-error:not([hidden])");
const source = (page: Page): Promise<string | null> => page.locator("#train-live .source").textContent();
const stepOf = async (page: Page): Promise<number[]> =>
  (await page.locator(".train-said").allInnerTexts()).map((text) => Number(/step (\d+)/.exec(text)?.[1]));

/** Train to the end. */
async function train(page: Page): Promise<void> {
  await page.locator(".train-live .run").click();
  await status(page, "Done.").or(failure(page)).first().waitFor({timeout: 120_000});
  expect(await failure(page).allInnerTexts()).toEqual([]);
}

/** Losses of the first steps, as the page's file of every step has them. */
async function losses(page: Page, count: number): Promise<number[]> {
  const [download] = await Promise.all([page.waitForEvent("download"), button(page, "Every step (CSV)").click()]);
  const lines = (await readFile(await download.path(), "utf8")).split("\n").map((line) => line.split(","));
  return lines.filter(([, step]) => Number(step) > 0 && Number(step) <= count).map(([, , loss]) => Number(loss));
}

/** The same on this machine's processor. */
async function lossesHere(count: number, steps: number): Promise<number[]> {
  const values = Object.fromEntries(Object.entries(trainingParameters).map(([name, {initial}]) => [name, initial]));
  const settings = settingsOf({values} as Parameters<typeof settingsOf>[0], "a");
  const runtime = await openNode({device: "cpu"});
  const trainer = await openTrainer(runtime, {settings, text: builtInText, steps, seed: 1});
  const found: number[] = [];
  for (let i = 0; i < count; i++) found.push((await trainer.step()).loss);
  await trainer.release();
  return found;
}

describe("live training", () => {
  it("takes the very steps that the processor takes in Node, within 1e-3, and learns", async () => {
    const {page, problems, requests, close} = await openPage(browser, site.origin);
    await open(page, "train-live.networks=1&train-live.steps=60&train-live.samples=25");
    expect(requests.filter((url) => /\.wasm$|worker/.test(url))).toEqual([]);
    expect(await page.locator(".train-live .run").innerText()).toMatch(/^Train \(3\.\d MB to fetch\)$/);
    await train(page);
    const found = await losses(page, 60);
    const expected = await lossesHere(10, 60);
    expect(found).toHaveLength(60);
    expected.forEach((loss, i) => expect(Math.abs(found[i] - loss)).toBeLessThan(1e-3));
    expect(found[59]).toBeLessThan(found[0] - 0.5);
    expect(await page.locator("#train-live .figure-title").innerText()).toMatch(/After 60 steps, A's loss on text it has not seen is [23]\.\d\d/); // prettier-ignore
    expect(await page.locator(".train-sample").count()).toBe(3);
    expect(await source(page)).toMatch(/A on wasm, 1 thread.*onnxruntime-web/s);
    expect(problems).toEqual([]);
    expect(await violations(page)).toEqual([]);
    await close();
  });

  it("races two networks; is paused, stepped, gone on with and reset; and leaves the page free", async () => {
    const {page, problems, close} = await openPage(browser, site.origin);
    await open(page, "train-live.steps=200&train-live.samples=25", "tiny-lm");
    const longest = await longestTask(browser, page, async () => {
      await page.locator(".train-live .run").click();
      await page
        .locator(".train-said", {hasText: /step [4-9]\d of 200/})
        .first()
        .waitFor({timeout: 120_000});
    });
    expect(longest).toBeLessThan(50);
    await button(page, "Pause").click();
    await status(page, /^Paused after \d+ steps\.$/).waitFor();
    const [a, b] = await stepOf(page);
    expect(Math.min(a, b)).toBeGreaterThan(0);
    expect(await page.getByLabel("Depth of A").isDisabled()).toBe(true);
    await button(page, "Step").click();
    await expect.poll(() => stepOf(page)).toEqual([a + 1, b + 1]);
    expect(await violations(page)).toEqual([]);
    await button(page, "Go on").click();
    await status(page, "Done.").waitFor({timeout: 120_000});
    expect(await stepOf(page)).toEqual([200, 200]);
    await button(page, "Reset").click();
    await page.getByLabel("Depth of A").press("ArrowLeft");
    expect(new URL(page.url()).searchParams.get("train-live.a-depth")).toBe("3");
    expect(await page.locator(".train-lane").count()).toBe(0);
    expect(problems).toEqual([]);
    await close();
  });

  it("stops at once when it is reset, and can be trained anew on another text, which stays text", async () => {
    const {page, close} = await openPage(browser, site.origin);
    await open(page, "train-live.networks=1&train-live.steps=40&train-live.samples=25");
    await page.locator(".train-live .run").click();
    await page.locator(".train-said", {hasText: /step [1-9]/}).waitFor({timeout: 60_000});
    await button(page, "Reset").click();
    await status(page, "Reset.").waitFor();
    await page.locator(".train-live textarea").fill("<b>bold</b> & <i>more</i>\n".repeat(40));
    await page.getByLabel("Put my text into the link").check();
    expect(new URL(page.url()).searchParams.get("train1")).toContain("<b>bold</b>");
    await train(page);
    expect(await page.locator(".train-live :is(.train-samples b, .train-samples i)").count()).toBe(0);
    expect(await page.locator(".train-sample").first().innerText()).toMatch(/[<>/b]/);
    expect(await source(page)).toContain("the reader's own");
    await close();
  });

  it("fails visibly where the runtime is blocked, keeps what was typed, and starts when asked again", async () => {
    const {page, close} = await openPage(browser, site.origin);
    await page.route("**/*.wasm", (route) => route.abort());
    await open(page, "train-live.networks=1&train-live.steps=10");
    const mine = "Whatever I have typed stays here. ".repeat(20);
    await page.locator(".train-live textarea").fill(mine);
    await page.locator(".train-live .run").click();
    await failure(page).waitFor();
    expect(await failure(page).innerText()).toMatch(/^Training failed: wasm: .+/);
    expect(await page.locator(".train-live textarea").inputValue()).toBe(mine);
    await page.unroute("**/*.wasm");
    await train(page);
    await close();
  });

  it("fits a phone in the dark", async () => {
    const viewport = {width: 320, height: 640};
    const {page, problems, close} = await openPage(browser, site.origin, {viewport, colorScheme: "dark"});
    await open(page, "train-live.steps=20&train-live.samples=25");
    await train(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
    expect(await violations(page)).toEqual([]);
    expect(problems).toEqual([]);
    await close();
  });
});

describe("live training on WebGPU (SwiftShader)", () => {
  let gpu: Browser;

  beforeAll(async () => {
    gpu = await launch([softwareWebgpu]);
  });

  afterAll(() => gpu.close());

  const small = "train-live.networks=1&train-live.steps=16&train-live.a-depth=1&train-live.a-width=48&train-live.a-batch=2&train-live.a-row=32"; // prettier-ignore

  it("takes a software adapter only on request, takes the same steps, and survives its loss", async () => {
    const {page, close} = await openPage(gpu, site.origin);
    await open(page, small);
    await train(page);
    expect(await source(page)).toMatch(/A on wasm/);
    const onWasm = await losses(page, 16);
    await open(page, `${small}&train-live.device=webgpu`);
    await page.locator(".train-live .run").click();
    await page.locator(".train-said", {hasText: /step ([6-9]|1\d) of 16 .*webgpu/}).waitFor({timeout: 240_000});
    // the device goes away, and training goes on without it, from the last time that held-out text was read
    await (await gpu.newBrowserCDPSession()).send("Browser.crashGpuProcess");
    await page.locator(".live-warnings", {hasText: "device lost"}).waitFor({timeout: 60_000});
    expect(await page.locator(".live-warnings").innerText()).toMatch(/A: webgpu device lost: .*Going on with wasm from step \d+\.$/s); // prettier-ignore
    await status(page, "Done.").waitFor({timeout: 60_000});
    const found = await losses(page, 16);
    expect(found).toHaveLength(16);
    onWasm.forEach((loss, i) => expect(Math.abs(found[i] - loss)).toBeLessThan(1e-2));
    await close();
  }, 400_000);
});
