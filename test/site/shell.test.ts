// What stands around the pages: the way past the header, contents, the page for wrong addresses, and how it prints.
import {describe, expect, it} from "vitest";
import {violations} from "./axe.js";
import {openPage, settled} from "./browser.js";
import {builtSite, servedSite} from "./site.js";

const site = builtSite();
const repo = servedSite({base: "/repo"});

it("the policy of the site holds: a script that is not of it does not run", async () => {
  const {page, problems, close} = await site.page();
  await page.goto(`${site.url}/docs/`);
  await page.evaluate(() => {
    document.body.append(Object.assign(document.createElement("script"), {textContent: "globalThis.stray = true"}));
  });
  expect(await page.evaluate(() => "stray" in globalThis)).toBe(false);
  await expect.poll(() => problems.join(), {timeout: 30_000}).toContain("Content Security Policy");
  await close();
});

it("the first press of the Tab key leads past the header", async () => {
  const {page, close} = await site.page();
  await page.goto(`${site.url}/docs/traces`);
  await settled(page);
  await page.keyboard.press("Tab");
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Skip to content");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  expect(await page.evaluate(() => document.activeElement?.closest("main") !== null)).toBe(true);
  await close();
});

it("contents stand beside the text on a wide window, and unfold on a phone", async () => {
  for (const [width, open] of [
    [1440, true],
    [390, false]
  ] as const) {
    const {page, close} = await site.page({viewport: {width, height: 800}});
    await page.goto(`${site.url}/docs/traces`);
    await settled(page);
    const first = page.locator("#observablehq-toc a").first();
    expect(await first.isVisible()).toBe(open);
    if (!open) await page.locator("#observablehq-toc summary").click();
    await first.click();
    expect(new URL(page.url()).hash.length).toBeGreaterThan(1);
    await close();
  }
});

describe.each(["/nowhere", "/docs/no/where", "/docs/nowhere/"])("%s", (path) => {
  it("leads to a page that knows the way back, also below a base path", async () => {
    for (const {url, origin} of [site, repo]) {
      const {page, close} = await openPage(site.browser, origin, {colorScheme: "dark"});
      const response = await page.goto(url + path);
      expect(response?.status()).toBe(404);
      const link = page.getByRole("link", {name: "documentation"});
      await expect.poll(() => link.evaluate((a: HTMLAnchorElement) => a.href), {timeout: 30_000}).toBe(`${url}/docs/`);
      expect(await violations(page)).toEqual([]);
      await link.click();
      expect(await page.locator("h1").innerText()).toBe("How Concord works");
      await close();
    }
  });
});

it("prints without controls and backgrounds, in ink, and says where links lead", async () => {
  const {page, close} = await site.page({colorScheme: "dark"});
  await page.goto(`${site.url}/ems-sd`);
  await settled(page);
  await page.emulateMedia({media: "print"});
  const shown = page.locator("button:visible, input[type=range]:visible, nav:visible");
  expect(await shown.count()).toBe(0);
  const border = await page
    .locator("select")
    .first()
    .evaluate((element) => getComputedStyle(element).borderTopWidth);
  expect(border).toBe("0px");
  const {paper, ink} = await page.evaluate(() => ({
    paper: getComputedStyle(document.querySelector(".bleed")!).backgroundColor,
    ink: getComputedStyle(document.querySelector("h1")!).color
  }));
  expect([paper, ink]).toEqual(["rgba(0, 0, 0, 0)", "rgb(0, 0, 0)"]);
  await page.goto(`${site.url}/docs/cite`);
  const after = await page.evaluate(
    () => getComputedStyle(document.querySelector('main a[href^="http"]')!, "::after").content
  );
  expect(after).toContain("arxiv.org");
  await close();
});
