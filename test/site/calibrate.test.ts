// Measuring the reader's own device: nothing is fetched before the button is pressed, the figures of cost take what comes
// out, it is there at the next visit, and what goes wrong is said.
import {existsSync, readdirSync, readFileSync} from "node:fs";
import type {Page} from "playwright-core";
import {describe, expect, it} from "vitest";
import {violations} from "./axe.js";
import {fewLayers} from "./livePanel.js";
import {longestTask} from "./mainThread.js";
import {builtSite} from "./site.js";

const trained = existsSync("data/models/joey/model.safetensors");

const site = builtSite();
const pages = readdirSync("dist").filter((file) => file.endsWith(".html"));
const path = pages
  .find((file) => readFileSync(`dist/${file}`, "utf8").includes("lazyCalibrate"))
  ?.replace(/\.html$/, "");
if (path === undefined) throw new Error("no page of the site measures the reader's device (lazyCalibrate)");

/** Open the page with everything on it shown, and the button in view. */
async function open(page: Page, query = ""): Promise<void> {
  await page.goto(`${site.url}/${path}${query}`);
  for (const figure of ["#step-cost", "#what-if", ".calibrate .measure"]) {
    for (let tries = 0; (await page.locator(figure).count()) === 0 && tries < 200; tries++) {
      await page.mouse.wheel(0, 600); // what lies below waits to be seen
      await page.waitForTimeout(100);
    }
    await page.locator(figure).scrollIntoViewIfNeeded();
  }
}

const status = (page: Page, text: string) => page.locator(".measure-status", {hasText: text});
const device = (page: Page, figure: string) => page.locator(`${figure} .fields select`).last();

describe.skipIf(!trained)("calibrate (needs data/models/joey)", () => {
  it("measures joey on this device, and the figures are set to it, at the next visit too", async () => {
    const {page, problems, requests, close} = await site.page();
    await open(page);
    expect(await page.locator(".calibrate .measure").innerText()).toMatch(
      /^Measure this device \(\d+\.\d MB to fetch\)$/
    );
    const before = requests.filter((url) => /safetensors|\.wasm$/.test(url));
    expect(before).toEqual([]);
    await page.locator(".calibrate .measure").click();
    const failed = page.locator(".measure-error:not([hidden])");
    await status(page, "Done.").or(failed).first().waitFor({timeout: 110_000});
    expect(await failed.count()).toBe(0);
    expect(await page.locator("#calibrate .figure-title").innerText()).toMatch(/A step of joey with 8 times the rows/);
    expect(await page.locator("#calibrate figcaption").innerText()).toMatch(/on your device \(wasm, \d thread/);
    await page.locator("#what-if figcaption", {hasText: "your device (wasm"}).waitFor(); // it counts in idle time
    expect(await page.locator("#step-cost figcaption").innerText()).toContain("your device (wasm");
    expect(problems).toEqual([]);
    expect(await violations(page)).toEqual([]);

    await open(page, "?step-cost.device=yours");
    expect(await page.locator("#calibrate .figure-title").innerText()).toMatch(/A step of joey/);
    expect(await page.locator("#step-cost figcaption").innerText()).toContain("your device (wasm");
    await page.getByRole("button", {name: "Forget it"}).click();
    expect(await page.locator("#calibrate").count()).toBe(0);
    expect(await page.locator("#step-cost figcaption").innerText()).not.toContain("your device");
    await close();
  });

  it("can be cancelled while the network arrives, and while it is timed", async () => {
    const {page, close} = await site.page();
    await fewLayers(page);
    let answered = false;
    await page.route("**/models/joey.*.safetensors", (route) => (answered ? route.continue() : undefined));
    await open(page);
    await page.locator(".calibrate .measure").click();
    await page.locator(".calibrate").getByRole("button", {name: "Cancel"}).click();
    await status(page, "Cancelled.").waitFor();
    answered = true;
    await page.locator(".calibrate .measure").click();
    await status(page, "Tim").waitFor({timeout: 60_000});
    await page.locator(".calibrate").getByRole("button", {name: "Cancel"}).click();
    await status(page, "Cancelled.").waitFor();
    expect(await page.locator(".measure-error").isVisible()).toBe(false);
    expect(await page.locator("#calibrate").count()).toBe(0);
    expect(await page.locator(".calibrate .measure").isEnabled()).toBe(true);
    await close();
  });

  it("says so when the network cannot be had", async () => {
    const {page, close} = await site.page();
    await page.route("**/*.safetensors", (route) => route.abort());
    await open(page);
    await page.locator(".calibrate .measure").click();
    await page.locator(".measure-error:not([hidden])").waitFor();
    expect(await page.locator(".measure-error").innerText()).toMatch(/^Measuring failed: .+/);
    expect(await page.locator(".calibrate .measure").isEnabled()).toBe(true);
    await close();
  });

  it("shows its result where the browser keeps nothing, and never holds the main thread for 100 ms of CPU time", async () => {
    const {page, problems, close} = await site.page();
    await fewLayers(page);
    await page.addInitScript(() => {
      for (const name of ["getItem", "setItem", "removeItem"] as const) {
        Storage.prototype[name] = () => {
          throw new DOMException("denied", "SecurityError");
        };
      }
    });
    await open(page);
    let longest = Infinity;
    for (let tries = 0; tries < 3 && longest >= 100; tries++) {
      longest = await longestTask(site.browser, page, async () => {
        await page.locator(".calibrate .measure").click();
        await page.locator(".calibrate .measure:enabled").waitFor({timeout: 100_000});
      });
      expect(await page.locator(".measure-status").innerText()).toContain("Done.");
    }
    console.log(`longest task of the main thread, measuring, best of at most three: ${longest.toFixed(1)} ms`);
    expect(longest).toBeLessThan(100);
    expect(await page.locator("#step-cost figcaption").innerText()).toContain("your device");
    expect(problems).toEqual([]);
    await close();
  });

  it("predicts while a slider moves without holding the main thread for 100 ms of CPU time", async () => {
    const {page, close} = await site.page();
    await open(page, "?what-if.guesses=by-hand");
    await expect.poll(() => device(page, "#what-if").count()).toBe(1);
    const slider = page.locator("#what-if").getByRole("slider", {name: "A draft is right"});
    await slider.focus();
    const before = await page.locator("#what-if .figure-title").innerText();
    const longest = await longestTask(site.browser, page, async () => {
      for (let i = 0; i < 12; i++) await page.keyboard.press("ArrowLeft");
      await page.waitForTimeout(1500);
    });
    expect(await page.locator("#what-if .figure-title").innerText()).not.toBe(before);
    console.log(`longest task of the main thread, predicting: ${longest.toFixed(1)} ms`);
    expect(longest).toBeLessThan(100);
    await close();
  });
});
