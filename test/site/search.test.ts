// Search: by keyboard, below a base path, and nothing of it in a page before it is asked for.
import {expect, it} from "vitest";
import {violations} from "./axe.js";
import {settled} from "./browser.js";
import {builtSite} from "./site.js";

const site = builtSite({base: "/repo"});

it("finds a phrase by keyboard and goes there", async () => {
  const {page, problems, requests, close} = await site.page();
  await page.goto(`${site.url}/docs/`);
  await settled(page);
  expect(requests.filter((url) => /minisearch|\/search\/|search\.js/.test(url))).toEqual([]);

  await page.keyboard.press("/");
  await page.locator("dialog input").waitFor();
  await page.keyboard.type("rejected guesses need no clearing");
  await page.locator("dialog li").first().waitFor();
  expect(await page.locator("dialog [role=status]").innerText()).toMatch(/^\d+ places?$/);
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press("ArrowDown");
  expect(await page.evaluate(() => document.activeElement?.textContent)).toContain("EMS-SD: What the lanes show");
  await page.keyboard.press("Enter");
  await page.waitForURL(`${site.url}/ems-sd#what-the-lanes-show`);
  expect(problems).toEqual([]);
  await close();
});

it("opens with Ctrl+K too, says when nothing is found, and Escape leads back", async () => {
  const {page, close} = await site.page({colorScheme: "dark"});
  await page.goto(`${site.url}/`);
  await settled(page);
  const button = page.getByRole("button", {name: "Search"});
  await button.focus();
  await page.keyboard.press("Control+k");
  await page.locator("dialog input").fill("xylophone");
  await expect.poll(() => page.locator("dialog [role=status]").innerText(), {timeout: 30_000}).toBe("Nothing found");
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press("Escape");
  expect(await page.locator("dialog[open]").count()).toBe(0);
  expect(await button.evaluate((element) => element === document.activeElement)).toBe(true);
  await close();
});

it("a slash in a field is a slash", async () => {
  const {page, close} = await site.page();
  await page.goto(`${site.url}/docs/`);
  await settled(page);
  await page.evaluate(() => document.querySelector("main")!.insertAdjacentHTML("afterbegin", '<input id="field">'));
  await page.locator("#field").focus();
  await page.keyboard.press("/");
  expect(await page.inputValue("#field")).toBe("/");
  await close();
});
