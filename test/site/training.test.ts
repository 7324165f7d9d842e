// Training in the page: the same steps as on the processor in Node, a race of two, what is done with its buttons, and what
// goes wrong is said.
import {describe, expect, it} from "vitest";
import {openTrainer} from "../../src/live/trainer.js";
import {builtInText} from "../../src/live/builtInText.js";
import {settingsOf, trainingParameters} from "../../src/live/trainingParameters.js";
import {openNode} from "../../src/runtime/node.js";
import {violations} from "./axe.js";
import {builtSite} from "./site.js";
import {button, failure, losses, openTraining, said, source, status, stepOf, train} from "./trainingPanel.js";

const site = builtSite();

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
    const {page, problems, requests, close} = await site.page();
    await openTraining(page, site, "train-live.networks=1&train-live.steps=60&train-live.samples=25");
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

  it("races two networks; is paused, stepped, gone on with and reset", async () => {
    const {page, problems, close} = await site.page();
    await openTraining(page, site, "train-live.steps=200&train-live.samples=25", "tiny-lm");
    await page.locator(".train-live .run").click();
    await said(page, /step [4-9]\d of 200/).waitFor({timeout: 120_000});
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
    const {page, close} = await site.page();
    await openTraining(page, site, "train-live.networks=1&train-live.steps=40&train-live.samples=25");
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
    const {page, close} = await site.page();
    await page.route("**/*.wasm", (route) => route.abort());
    await openTraining(page, site, "train-live.networks=1&train-live.steps=10");
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
    const {page, problems, close} = await site.page({viewport, colorScheme: "dark"});
    await openTraining(page, site, "train-live.steps=20&train-live.samples=25");
    await train(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
    expect(await violations(page)).toEqual([]);
    expect(problems).toEqual([]);
    await close();
  });
});
