// Live decoding in the page, with joey itself: it writes what greedy decoding writes, its weights matter, and what goes
// wrong is said.
import {createHash} from "node:crypto";
import {existsSync} from "node:fs";
import type {Page, Route} from "playwright-core";
import {describe, expect, it} from "vitest";
import {violations} from "./axe.js";
import {openPanel, run, SMALL, written} from "./livePanel.js";
import {builtSite} from "./site.js";

const trained = existsSync("data/models/joey/model.safetensors");

const site = builtSite();

const panel = (page: Page, query?: string): Promise<void> => openPanel(page, site, query);

/** Serve joey with other weights, and a manifest that vouches for them. */
async function alterWeights(page: Page, alter: (weights: Buffer) => void): Promise<void> {
  let hash: Promise<string> | undefined;
  const altered = async (route: Route): Promise<Buffer> => {
    const body = Buffer.from(await (await route.fetch()).body());
    alter(body);
    return body;
  };
  await page.route("**/models/joey.*.safetensors", async (route) => {
    await route.fulfill({body: await altered(route), contentType: "application/octet-stream"});
  });
  await page.route("**/data/models.*.json", async (route) => {
    const manifest = (await (await route.fetch()).json()) as {models: Record<string, {sha256: string}>};
    hash ??= page
      .context()
      .request.get(`${site.url}/${await weightsPath(page)}`)
      .then(async (response) => {
        const body = Buffer.from(await response.body());
        alter(body);
        return createHash("sha256").update(body).digest("hex");
      });
    manifest.models.joey.sha256 = await hash;
    await route.fulfill({json: manifest});
  });
}

/** Where the page's weights lie, as the page registers them. */
async function weightsPath(page: Page): Promise<string> {
  const html = await (await page.context().request.get(`${site.url}/ems-sd`)).text();
  const path = /_file\/data\/models\/joey\.[0-9a-f]+\.safetensors/.exec(html)?.[0];
  if (!path) throw new Error("the page registers no weights");
  return path;
}

/** Set all weights of one layer to zero. */
function zeroLayer(weights: Buffer, layer: number): void {
  const length = Number(weights.readBigUInt64LE(0));
  const header = JSON.parse(weights.subarray(8, 8 + length).toString("utf8")) as Record<
    string,
    {data_offsets: [number, number]}
  >;
  const tensors = Object.entries(header).filter(([name]) => name.startsWith(`model.layers.${layer}.`));
  if (tensors.length === 0) throw new Error(`zeroLayer: no tensor of layer ${layer}`);
  for (const [, {data_offsets}] of tensors) weights.fill(0, 8 + length + data_offsets[0], 8 + length + data_offsets[1]);
}

describe.skipIf(!trained)("live decoding (needs data/models/joey)", () => {
  let text: string[] = [];

  it("writes the same as greedy decoding in every mode, and says how fast", async () => {
    const {page, problems, close} = await site.page();
    await panel(page, `${SMALL}&live.mode=unpad-kv-cache`);
    expect(await page.locator(".live .run").innerText()).toMatch(/\d MB/);
    expect(await run(page)).toBeUndefined();
    text = await written(page);
    expect(text).toHaveLength(2);
    for (const row of text) expect(row.length).toBeGreaterThan(4);
    const verdict = await page.locator(".verdict li").allInnerTexts();
    expect(verdict[0]).toMatch(/^(Greedy|Padded|Unpadded cache) wins/);
    expect(verdict.slice(1)).toEqual([
      "Padded wrote the same as greedy decoding, token for token.",
      "Unpadded cache wrote the same as greedy decoding, token for token."
    ]);
    expect(await page.locator(".live-results .source").textContent()).toMatch(/joey \(SHA-256 [0-9a-f]{12}.*wasm/);
    expect(problems).toEqual([]);
    expect(await violations(page)).toEqual([]);
    await close();
  });

  it("decodes what the reader writes, and the address holds it", async () => {
    const {page, close} = await site.page();
    await panel(page, "live.batch=1&live.tokens=8");
    await page.locator(".prompt-rows textarea").first().fill("Once <b>upon</b> a time, there was a little");
    await page.getByLabel("Draft length").last().fill("3");
    await page.getByLabel("Draft length").last().press("Tab");
    const address = new URL(page.url());
    expect(address.searchParams.get("row1")).toBe("Once <b>upon</b> a time, there was a little");
    expect(address.searchParams.get("live.draft")).toBe("3");
    expect(await run(page)).toBeUndefined();
    expect(await page.locator(".live b").count()).toBe(0);
    await panel(page, address.search.slice(1));
    expect(await page.locator(".prompt-rows textarea").first().inputValue()).toContain("Once <b>upon</b>");
    await close();
  });

  it("changes its text when one layer's weights are zero", async () => {
    const {page, close} = await site.page();
    await alterWeights(page, (weights) => zeroLayer(weights, 0));
    await panel(page);
    expect(await run(page)).toBeUndefined();
    expect(await written(page)).not.toEqual(text);
    await close();
  });

  it("fails visibly when the network's request is blocked", async () => {
    const {page, close} = await site.page();
    await page.route("**/*.safetensors", (route) => route.abort());
    await panel(page);
    expect(await run(page)).toMatch(/^Live decoding failed: .+/);
    expect(await page.locator(".live .run").isEnabled()).toBe(true);
    await close();
  });

  it("says so when the weights arrive damaged", async () => {
    const {page, close} = await site.page();
    await page.route("**/models/joey.*.safetensors", async (route) => {
      const body = Buffer.from(await (await route.fetch()).body());
      body[body.length - 5] ^= 1;
      await route.fulfill({body, contentType: "application/octet-stream"});
    });
    await panel(page);
    expect(await run(page)).toMatch(/damaged: sha256/);
    await close();
  });

  it("can be cancelled while the network arrives", async () => {
    const {page, close} = await site.page();
    await page.route("**/models/joey.*.safetensors", () => undefined); // never answered
    await panel(page);
    await page.locator(".live .run").click();
    await page.getByRole("button", {name: "Cancel"}).click();
    await page.locator(".live-status", {hasText: "Cancelled."}).waitFor();
    expect(await page.locator(".live-error").isVisible()).toBe(false);
    await close();
  });
});
