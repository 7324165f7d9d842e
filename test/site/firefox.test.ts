// The site in Firefox, driven over WebDriver BiDi: pages run without an error and ask no other host, and the network
// decodes, as it does in Chromium.
import {existsSync} from "node:fs";
import puppeteer from "puppeteer-core";
import type {Browser, Page} from "puppeteer-core";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {findFirefox} from "../../tools/chromium.js";
import {servedSite} from "./site.js";

const firefox = findFirefox();
const trained = existsSync("data/models/joey/model.safetensors");

describe.skipIf(!firefox)("in Firefox (needs Firefox, or npm test -- --install)", () => {
  const site = servedSite();
  let browser: Browser;

  beforeAll(async () => {
    browser = await puppeteer.launch({
      browser: "firefox",
      executablePath: firefox,
      headless: true,
      protocolTimeout: 120_000
    });
  });

  afterAll(() => browser.close());

  async function open(path: string): Promise<{page: Page; problems: string[]}> {
    const page = await browser.newPage();
    const problems: string[] = [];
    page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
    page.on("pageerror", (error) => problems.push(String(error)));
    page.on(
      "response",
      (response) => response.status() >= 400 && problems.push(`${response.status()} ${response.url()}`)
    );
    page.on("request", (request) => {
      const url = request.url();
      if (/^https?:/.test(url) && !url.startsWith(site.origin)) problems.push(`another host: ${url}`);
    });
    await page.goto(`${site.url}${path}`, {waitUntil: "domcontentloaded", timeout: 60_000});
    return {page, problems};
  }

  it.each(["/", "/ems-sd", "/docs/"])("%s runs without an error and asks no other host", async (path) => {
    const {page, problems} = await open(path);
    await page.waitForFunction(
      () => !document.querySelector("observablehq-loading") || document.querySelector("figure"),
      {
        timeout: 60_000
      }
    );
    expect(await page.$$eval(".observablehq--error", (errors) => errors.map(({textContent}) => textContent))).toEqual(
      []
    );
    expect(problems).toEqual([]);
    await page.close();
  });

  it("replays the race by key", async () => {
    const {page} = await open("/ems-sd");
    const lanes = await page.waitForSelector("#race .lane-scroll", {timeout: 60_000});
    await lanes?.focus();
    await page.keyboard.press("End");
    const frame = await page.$eval("#race .frame", ({textContent}) => textContent);
    expect(frame).toMatch(/^step (\d+) of \1$/);
    await page.close();
  });

  it.skipIf(!trained)("decodes with joey, the same text in every mode", async () => {
    const {page, problems} = await open("/ems-sd?live.batch=2&live.tokens=12");
    await page.waitForSelector("#live");
    await page.$eval("#live", (panel) => panel.scrollIntoView());
    await page.waitForSelector(".live .run", {timeout: 60_000});
    await page.click(".live .run");
    await page.waitForFunction(() => /Done|failed/.test(document.querySelector(".live-bar")?.textContent ?? ""), {
      timeout: 100_000
    });
    const verdict = await page.$$eval(".verdict li", (items) => items.map(({textContent}) => textContent));
    expect(verdict.slice(1)).toEqual([
      "Padded wrote the same as greedy decoding, token for token.",
      "Unpadded wrote the same as greedy decoding, token for token."
    ]);
    expect(problems).toEqual([]);
    await page.close();
  });
});
