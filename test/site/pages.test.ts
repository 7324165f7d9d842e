// Every built page, in a real browser: nothing goes wrong, no other host is asked, nothing is barred from anybody.
import type {Page} from "playwright-core";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {isBare} from "../../tools/site/pages.js";
import {violations} from "./axe.js";
import {openPage, settled, type Watched} from "./browser.js";
import {builtPages} from "./pages.js";
import {builtSite, servedSite} from "./site.js";

const pages = builtPages();

const site = builtSite();
const repo = servedSite({base: "/repo", isolated: false});

it("the site has a first page, a chapter and its documentation", () => {
  expect(pages).toEqual(expect.arrayContaining(["", "ems-sd", "docs/"]));
});

/** Leaves the page before, so that nothing of it is heard any more. */
async function leave({page, problems}: Watched): Promise<void> {
  await page.goto("about:blank");
  problems.length = 0;
}

/** What has gone wrong. A host answers the address of the page for missing pages with that page and its status. */
async function wrong(name: string, page: Page, problems: readonly string[]): Promise<string[]> {
  const missing = name === "404" ? /^404 .*\/404$|status of 404/ : /^$/;
  const failed = await page.locator(".observablehq--error").allInnerTexts();
  return [...problems.filter((problem) => !missing.test(problem)), ...failed];
}

// one tab goes from page to page: a new one for each would cost the processor more than the page

describe("on a desktop", () => {
  let tab: Watched;

  beforeAll(async () => {
    tab = await site.page({reducedMotion: "reduce"});
  });

  afterAll(() => tab.close());

  // a figure's own page shows what its chapter's page shows, where it is looked at in both schemes
  it.each(pages.filter((name) => !isBare(`/${name}`)))(
    "/%s runs without an error, asks no other host and bars nobody, as far as axe can tell, light or dark",
    async (name) => {
      const {page, problems} = tab;
      await page.emulateMedia({colorScheme: "light"});
      await leave(tab);
      await page.goto(`${site.url}/${name}`);
      await settled(page);
      for (const section of await page.locator(".bleed").all()) await section.scrollIntoViewIfNeeded();
      await settled(page);
      expect(await wrong(name, page, problems)).toEqual([]);
      expect(await page.getAttribute("html", "lang")).toBe("en");
      expect(await violations(page)).toEqual([]);
      await page.emulateMedia({colorScheme: "dark"});
      expect(await violations(page, "colours")).toEqual([]);
      const ids = await page.locator("[id]").evaluateAll((elements) => elements.map(({id}) => id));
      expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
    }
  );
});

describe("on a phone, below a base path", () => {
  let tab: Watched;

  beforeAll(async () => {
    tab = await openPage(site.browser, repo.origin, {viewport: {width: 390, height: 780}});
  });

  afterAll(() => tab.close());

  it.each(pages)("/%s runs without an error too, and fits phones of 390 and of 360 pixels", async (name) => {
    const {page, problems} = tab;
    await leave(tab);
    await page.goto(`${repo.url}/${name}`);
    await settled(page);
    for (const width of [390, 360]) {
      await page.setViewportSize({width, height: 780});
      await page.waitForTimeout(200);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    }
    expect(await wrong(name, page, problems)).toEqual([]);
    if (isBare(`/${name}`)) expect(await violations(page)).toEqual([]);
  });
});
