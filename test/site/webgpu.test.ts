// Networks on WebGPU in the page, with the processor in the place of a graphics card (SwiftShader): the same text and the same
// steps as in wasm, and the device's loss survived.
import {existsSync} from "node:fs";
import {describe, expect, it} from "vitest";
import {softwareWebgpu} from "../../tools/chromium.js";
import {fewLayers, lanes, openPanel, panelOf, run, runPanel, written} from "./livePanel.js";
import {builtSite} from "./site.js";
import {losses, openTraining, source, status, train} from "./trainingPanel.js";

const trained = existsSync("data/models/joey/model.safetensors");

describe.skipIf(!trained)("live decoding (two layers of joey)", () => {
  const gpu = builtSite({flags: [softwareWebgpu]});

  it("takes a software adapter only on request, writes the same as greedy decoding, and survives its loss", async () => {
    const {page, close} = await gpu.page();
    await fewLayers(page);
    await openPanel(page, gpu, "live.batch=2&live.tokens=8&live.draft=2");
    expect(await run(page)).toBeUndefined();
    expect(await page.locator(".live-results .source").textContent()).toMatch(/wasm, \d thread/);
    const onWasm = await written(page);
    await openPanel(page, gpu, "live.batch=2&live.tokens=8&live.draft=2&live.device=webgpu");
    expect(await run(page)).toBeUndefined();
    expect(await page.locator(".live-results .source").textContent()).toMatch(/webgpu, .*imitated by the processor/);
    const verdict = await page.locator(".verdict li").allInnerTexts();
    expect(verdict.slice(1).every((sentence) => sentence.includes("the same as greedy"))).toBe(true);
    expect(await written(page)).toEqual(onWasm);

    // the device goes away, and the page goes on without it
    await (await gpu.browser.newBrowserCDPSession()).send("Browser.crashGpuProcess");
    await page.locator(".live-warnings", {hasText: "device lost"}).waitFor();
    expect(await page.locator(".live-warnings").innerText()).toMatch(/Going on with wasm\.$/);
    await page.locator(".live-status").evaluate((status) => (status.textContent = ""));
    expect(await run(page)).toBeUndefined();
    expect(await page.locator(".live-results .source").textContent()).toMatch(/wasm, \d thread/);
    await close();
  });
});

// half a minute and more, so not in CI, where the test above runs the same worker's parts
describe.skipIf(!trained || process.env.CI)("live early exits (two layers of joey)", () => {
  const gpu = builtSite({flags: [softwareWebgpu]});

  it("write the same as greedy decoding", async () => {
    const {page, close} = await gpu.page();
    await fewLayers(page);
    const settings = "kangaroo-live.exit=1&kangaroo-live.draft=2&kangaroo-live.tokens=8";
    const query = `kangaroo-live.methods=kangaroo&kangaroo-live.device=webgpu&${settings}`;
    const panel = await panelOf(page, gpu, "kangaroo-live", query);
    expect(await runPanel(panel)).toBeUndefined();
    expect(await panel.locator(".live-results .source").textContent()).toMatch(/webgpu, .*imitated by the processor/);
    const [greedy, kangaroo] = await lanes(panel);
    expect(kangaroo).toBe(greedy);
    await close();
  });
});

describe("live training", () => {
  const gpu = builtSite({flags: [softwareWebgpu]});
  const small = "train-live.networks=1&train-live.steps=16&train-live.a-depth=1&train-live.a-width=48&train-live.a-batch=2&train-live.a-row=32"; // prettier-ignore

  it("takes a software adapter only on request, takes the same steps, and survives its loss", async () => {
    const {page, close} = await gpu.page();
    await openTraining(page, gpu, small);
    await train(page);
    expect(await source(page)).toMatch(/A on wasm/);
    const onWasm = await losses(page, 16);
    await openTraining(page, gpu, `${small}&train-live.device=webgpu`);
    await page.locator(".train-live .run").click();
    await page.locator(".train-said", {hasText: /step ([6-9]|1\d) of 16 .*webgpu/}).waitFor({timeout: 240_000});
    // the device goes away, and training goes on without it, from the last time that held-out text was read
    await (await gpu.browser.newBrowserCDPSession()).send("Browser.crashGpuProcess");
    await page.locator(".live-warnings", {hasText: "device lost"}).waitFor({timeout: 60_000});
    expect(await page.locator(".live-warnings").innerText()).toMatch(/A: webgpu device lost: .*Going on with wasm from step \d+\.$/s); // prettier-ignore
    await status(page, "Done.").waitFor({timeout: 60_000});
    const found = await losses(page, 16);
    expect(found).toHaveLength(16);
    onWasm.forEach((loss, i) => expect(Math.abs(found[i] - loss)).toBeLessThan(1e-2));
    await close();
  }, 400_000);
});
