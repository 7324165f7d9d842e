// Every figure by keyboard: Tab reaches each of its controls once, in the order in which they stand, shows where it is, and
// leads out again.
import type {BrowserContext} from "playwright-core";
import {beforeAll, expect, it} from "vitest";
import {settled, still} from "./browser.js";
import {builtPages} from "./pages.js";
import {builtSite} from "./site.js";

const site = builtSite();
/** shared by all figures: a new one for each would cost the processor as much as the figure */
let context: BrowserContext;

beforeAll(async () => {
  context = await site.browser.newContext({viewport: {width: 1440, height: 900}, serviceWorkers: "block", reducedMotion: "reduce"}); // prettier-ignore
});

it.each(builtPages().filter((name) => name.startsWith("embed/")))(
  "/%s can be walked through with Tab",
  async (name) => {
    const page = await context.newPage();
    await page.goto(`${site.url}/${name}`);
    await settled(page);
    await page.waitForFunction(
      () => document.querySelectorAll("main a, main button, main input, main select").length > 1
    );
    await still(page);
    // what a reader can set or press, and of a group of radio buttons or points the one that Tab reaches
    const expected = await page.evaluate(() => {
      const all = "a[href], button, input, select, textarea, summary, [tabindex='0']";
      const groups = new Set<string>();
      return [...document.querySelectorAll<HTMLElement>(all)]
        .filter((element) => element.tabIndex >= 0 && !element.matches(":disabled") && element.checkVisibility())
        .filter((element) => {
          if (!(element instanceof HTMLInputElement) || element.type !== "radio") return true;
          const first = !groups.has(element.name);
          groups.add(element.name);
          return first;
        })
        .map((element, i) => (element.dataset.stop = String(i)));
    });
    expect(expected.length).toBeGreaterThan(3);
    const reached: string[] = [];
    const unseen: string[] = [];
    for (let i = 0; i < expected.length + 3; i++) {
      await page.keyboard.press("Tab");
      const at = await page.evaluate(() => {
        const element = document.activeElement as HTMLElement | null;
        if (!element || element === document.body) return undefined;
        const marked = [element, ...element.querySelectorAll("*"), element.closest("label") ?? element].some((each) => {
          const {outlineStyle, outlineWidth, boxShadow} = getComputedStyle(each);
          return (outlineStyle !== "none" && outlineWidth !== "0px") || boxShadow !== "none";
        });
        const {width, height} = element.getBoundingClientRect();
        return {stop: element.dataset.stop ?? element.outerHTML.slice(0, 80), seen: marked && width > 0 && height > 0};
      });
      if (!at) break;
      reached.push(at.stop);
      if (!at.seen) unseen.push(at.stop);
    }
    expect(reached).toEqual(expected);
    expect(unseen).toEqual([]);
    await page.close();
  }
);
