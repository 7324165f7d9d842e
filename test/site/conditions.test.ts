// Live decoding where things are not as they should be: a slow network, a full disk, a page without a secure origin, a tab
// that is put away.
import {existsSync} from "node:fs";
import {describe, expect, it} from "vitest";
import {openPage} from "./browser.js";
import {openPanel, outcome, run, start} from "./livePanel.js";
import {builtSite, servedSite} from "./site.js";

const trained = existsSync("data/models/joey/model.safetensors");
const SAME = "Padded wrote the same as greedy decoding, token for token.";

const site = builtSite({flags: ["--host-resolver-rules=MAP classroom.test 127.0.0.1"]});
const slow = servedSite({slowly: 150_000});
/** sends no headers of its own, as a plain file server */
const plain = servedSite({isolated: false});

describe.skipIf(!trained)("live decoding (needs data/models/joey)", () => {
  it("shows how far a slow download is, and goes on where it was cancelled", async () => {
    const {page, problems, close} = await openPage(site.browser, slow.origin);
    const ranges: string[] = [];
    page.on("request", (request) => {
      if (request.url().endsWith(".safetensors")) ranges.push(request.headers().range ?? "whole");
    });
    await openPanel(page, slow);
    await start(page);
    await page.locator(".live-status", {hasText: /^[3-9]\.\d MB of \d+\.\d MB$/}).waitFor({timeout: 60_000});
    await page.getByRole("button", {name: "Cancel"}).click();
    await page.locator(".live-status", {hasText: "Cancelled."}).waitFor();
    await start(page);
    await page.locator(".live-status", {hasText: / of \d+\.\d MB$/}).waitFor({timeout: 60_000});
    const shown = await page.locator(".live-status").innerText();
    expect(Number(/^\d+\.\d/.exec(shown)?.[0])).toBeGreaterThan(1.9);
    expect(await outcome(page)).toBeUndefined();
    expect(ranges[0]).toBe("whole");
    expect(ranges[1]).toMatch(/^bytes=[2-9]\d{6}-$/);
    expect(await page.locator(".live-warnings li").allInnerTexts()).toEqual([]);
    expect(problems).toEqual([]);
    await close();
  });

  it("runs where the disk is full, and says that nothing could be kept", async () => {
    const {page, close} = await site.page();
    const devtools = await page.context().newCDPSession(page);
    await devtools.send("Storage.overrideQuotaForOrigin", {origin: site.origin, quotaSize: 1_000_000});
    await openPanel(page, site);
    expect(await run(page)).toBeUndefined();
    expect(await page.locator(".live-warnings").innerText()).toContain("could not be kept for the next visit");
    expect(await page.locator(".verdict li").allInnerTexts()).toContain(SAME);
    await close();
  });

  it("runs where the origin is not secure, as from a classroom's own server: nothing is kept, nothing is missing", async () => {
    const origin = plain.origin.replace("127.0.0.1", "classroom.test");
    const {page, problems, close} = await openPage(site.browser, origin);
    await openPanel(page, {url: origin});
    expect(await page.evaluate(() => [isSecureContext, "caches" in globalThis])).toEqual([false, false]);
    expect(await run(page)).toBeUndefined();
    expect(await page.locator(".verdict li").allInnerTexts()).toContain(SAME);
    expect(problems).toEqual([]);
    await close();
  });

  it("goes on when its tab has been put away for a while", async () => {
    const {page, problems, close} = await site.page();
    await openPanel(page, site, "live.batch=8&live.tokens=48");
    await start(page);
    await page.locator(".live-status", {hasText: /^(Greedy|Padded|Unpadded) …$/}).waitFor({timeout: 60_000});
    const devtools = await page.context().newCDPSession(page);
    await devtools.send("Page.setWebLifecycleState", {state: "frozen"});
    await page.waitForTimeout(1500);
    await devtools.send("Page.setWebLifecycleState", {state: "active"});
    expect(await outcome(page)).toBeUndefined();
    expect(await page.locator(".verdict li").allInnerTexts()).toContain(SAME);
    expect(problems).toEqual([]);
    await close();
  });
});

it("the race waits while its tab is put away, and goes on", async () => {
  const {page, close} = await site.page();
  await page.goto(`${site.url}/`);
  const frame = page.locator("#race .frame");
  await page.waitForFunction(() => /step [1-9]/.test(document.querySelector("#race .frame")?.textContent ?? ""));
  await page.evaluate(() => {
    Object.defineProperty(document, "hidden", {value: true, configurable: true});
    document.dispatchEvent(new Event("visibilitychange"));
  });
  await page.waitForTimeout(300);
  const before = await frame.innerText();
  await page.waitForTimeout(1500);
  expect(await frame.innerText()).toBe(before);
  await page.evaluate(() => {
    Object.defineProperty(document, "hidden", {value: false, configurable: true});
    document.dispatchEvent(new Event("visibilitychange"));
  });
  await expect.poll(() => frame.innerText()).not.toBe(before);
  await close();
});
