// The runtime in a real browser: wasm, and both WebGPU builds on the adapter that Chromium imitates.
import {createServer, type Server} from "node:http";
import {readFile} from "node:fs/promises";
import type {AddressInfo} from "node:net";
import {build} from "esbuild";
import {chromium, type Browser, type Page as Tab} from "playwright-core";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {chromiumFlags, requireChromium, softwareWebgpu} from "../../tools/chromium.js";
import {parametersOf, testCheckpoint, testConfig} from "../nets/testCheckpoint.js";
import {reference} from "../nets/reference.js";
import {expectAgreement} from "./agreement.js";
import {texts} from "./ragged.js";
import type {Page, PageResult} from "./page.js";

const runtimeFiles = new URL("../../node_modules/onnxruntime-web/dist/", import.meta.url);

let server: Server;
let browser: Browser;
let url: string;

beforeAll(async () => {
  const {outputFiles} = await build({
    entryPoints: [new URL("./page.ts", import.meta.url).pathname],
    bundle: true,
    write: false,
    format: "esm",
    target: "es2022",
    // the site's bundler rewrites these calls; here the page resolves them itself
    define: {"import.meta.resolve": "resolveFile"}
  });
  const html =
    "<script>const resolveFile = (name) => location.origin + name.replace('onnxruntime-web', '')</script>" +
    "<script type=module src=/page.js></script>";
  server = createServer((request, response) => {
    const path = request.url ?? "/";
    if (path === "/") return response.writeHead(200, {"content-type": "text/html"}).end(html);
    if (path === "/page.js") {
      return response.writeHead(200, {"content-type": "text/javascript"}).end(outputFiles[0].contents);
    }
    readFile(new URL(path.slice(1), runtimeFiles)).then(
      (bytes) =>
        response.writeHead(200, {"content-type": "application/wasm", "content-length": bytes.length}).end(bytes),
      () => response.writeHead(404).end()
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  browser = await chromium.launch({executablePath: requireChromium(), args: [...chromiumFlags, softwareWebgpu]});
}, 120_000);

afterAll(async () => {
  await browser?.close();
  server?.close();
});

/** Open the page; `script` runs before its own. */
async function open(script = ""): Promise<Tab> {
  const tab = await browser.newPage();
  tab.setDefaultTimeout(120_000);
  await tab.addInitScript(script);
  await tab.goto(url);
  await tab.waitForFunction("globalThis.page");
  return tab;
}

const decode = (tab: Tab, device: "wasm" | "webgpu"): Promise<PageResult> =>
  tab.evaluate((chosen) => (globalThis as unknown as {page: Page}).page.decode(chosen), device);

async function expectReference({rows}: PageResult): Promise<void> {
  const config = {...testConfig, layers: 2};
  const weight = parametersOf(await testCheckpoint(config, {dtype: "F16"}));
  const references = texts.map((text) => reference(config, weight, text).logits);
  expect(rows).toHaveLength(32);
  for (const {sample, position, choice, confidence, margin, probabilities} of rows) {
    const scores = {
      choice: Int32Array.of(choice),
      confidence: Float32Array.of(confidence),
      margin: Float32Array.of(margin),
      probabilities: Float32Array.from(probabilities)
    };
    expectAgreement(scores, 0, references[sample][position]);
  }
}

describe("in a browser", () => {
  it("wasm agrees with the reference, and its download shows progress", async () => {
    const tab = await open();
    const result = await decode(tab, "wasm");
    await expectReference(result);
    expect(result.progress?.loaded).toBeGreaterThan(10_000_000);
    expect(result.progress?.loaded).toBe(result.progress?.total);
    await tab.close();
  }, 120_000);

  it("webgpu agrees with the reference, says that its adapter is imitated, and tells when it is lost", async () => {
    const tab = await open();
    expect(await tab.evaluate(() => (globalThis as unknown as {page: Page}).page.hasAdapter())).toBe(true);
    const result = await decode(tab, "webgpu");
    await expectReference(result);
    expect(result).toMatchObject({software: true});
    expect(result.deviceName).toMatch(/swiftshader/i);
    const lost = await tab.evaluate(() => (globalThis as unknown as {page: Page}).page.lose());
    expect(lost).toMatch(/destroyed/i);
    await tab.close();
  }, 180_000);

  it("webgpu agrees with the reference where the browser has no promise integration", async () => {
    const tab = await open("delete WebAssembly.Suspending");
    await expectReference(await decode(tab, "webgpu"));
    await tab.close();
  }, 180_000);

  it("without an adapter webgpu is refused", async () => {
    const tab = await open("Object.defineProperty(navigator, 'gpu', {value: undefined})");
    await expect(decode(tab, "webgpu")).rejects.toThrow("webgpu: no adapter; use device: wasm");
    await tab.close();
  }, 60_000);
});
