// What stands around the figures, in a real browser: citations and their cards, questions, embeds.
import type {Page} from "playwright-core";
import {describe, expect, it} from "vitest";
import {violations} from "./axe.js";
import {settled} from "./browser.js";
import {builtSite} from "./site.js";

const site = builtSite();

const open = async (path: string, options = {}) => {
  const watched = await site.page(options);
  await watched.page.goto(`${site.url}${path}`);
  await settled(watched.page);
  return watched;
};
const card = (page: Page) => page.locator(".citation-card");

describe("a citation", () => {
  it("shows its work when the keyboard reaches it, lets Tab go on into it, and closes at Escape", async () => {
    const {page, problems, close} = await open("/errata");
    const link = page.locator("a.citation").first();
    const before = await page.evaluate(() => document.documentElement.scrollHeight);
    await page.keyboard.press("Tab");
    for (let i = 0; i < 30 && !(await link.evaluate((e) => e === document.activeElement)); i++) {
      await page.keyboard.press("Tab");
    }
    expect(await card(page).innerText()).toContain("Yunsheng Ni");
    expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBe(before);
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.closest(".citation-card") !== null)).toBe(true);
    await page.keyboard.press("Escape");
    expect(await card(page).count()).toBe(0);
    expect(await link.evaluate((e) => e === document.activeElement)).toBe(true);
    await page.keyboard.press("Enter");
    expect(new URL(page.url()).hash).toBe("#ref-ni2024");
    expect(problems).toEqual([]);
    await close();
  });

  it("shows its work under the pointer, inside the window of a phone too", async () => {
    for (const width of [1440, 360]) {
      const {page, close} = await open("/errata", {viewport: {width, height: 700}});
      await page.locator("a.citation").last().hover();
      await card(page).waitFor();
      const box = (await card(page).boundingBox())!;
      expect(box.x).toBeGreaterThanOrEqual(0);
      expect(box.x + box.width).toBeLessThanOrEqual(width);
      await card(page).hover();
      await page.waitForTimeout(500);
      expect(await card(page).count()).toBe(1);
      await page.mouse.move(2, 2);
      await card(page).waitFor({state: "detached"});
      await close();
    }
  });

  it("opens at a first tap, and leads to the list at a second", async () => {
    const {page, close} = await open("/errata", {hasTouch: true, viewport: {width: 390, height: 780}});
    await page.locator("a.citation").first().tap();
    await card(page).waitFor();
    expect(new URL(page.url()).hash).toBe("");
    await page.locator("a.citation").first().tap();
    await page.waitForFunction(() => location.hash === "#ref-ni2024");
    await close();
  });

  it("prints as a number, and the list with its addresses", async () => {
    const {page, close} = await open("/errata");
    await page.locator("a.citation").first().focus();
    await page.emulateMedia({media: "print"});
    expect(await card(page).isVisible()).toBe(false);
    const printed = await page
      .locator(".references a[href^='https://arxiv']")
      .first()
      .evaluate((link) => getComputedStyle(link, "::after").content);
    expect(printed).toContain("https://arxiv.org/abs/2405.07542");
    await close();
  });
});

describe("questions", () => {
  it("are answered with the keyboard alone, and an address holds what was answered", async () => {
    const {page, problems, close} = await open("/embed/check");
    const first = page.locator("#check-q1");
    await first.locator("input").focus();
    for (let i = 0; i < 9; i++) await page.keyboard.press("ArrowRight");
    expect(await first.locator("output").innerText()).toBe("9 rows");
    await page.keyboard.press("Enter");
    await first.getByText("Not yet: 9 rows is too low.").waitFor();
    for (let i = 0; i < 3; i++) await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    await first.getByText("Right: 12 rows.").waitFor();
    await page.locator("#check-q3 input").first().focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    await page.locator("#check-q3").getByText("Not yet: 2 is too low.").waitFor();
    expect(await page.locator(".score").innerText()).toBe("1 of 5 right.");
    expect(new URL(page.url()).search).toBe("?check.q1=12&check.q3=2");
    expect(await violations(page)).toEqual([]);

    await page.reload();
    await first.getByText("Right: 12 rows.").waitFor();
    await page.locator("#check-q3").getByText("Not yet: 2 is too low.").waitFor();
    expect(await page.locator(".score").innerText()).toBe("1 of 5 right.");
    await page.getByRole("button", {name: "Start over"}).click();
    expect(new URL(page.url()).search).toBe("");
    expect(problems).toEqual([]);
    await close();
  });

  it("have their answers on the page for teachers, which are right when they are given", async () => {
    const teachers = await open("/teachers");
    const shown = teachers.page.getByText("Show the answers");
    await expect.poll(() => shown.count(), {timeout: 30_000}).toBe(4);
    for (const summary of await shown.all()) await summary.click();
    const links = teachers.page.locator(".answer-key tbody td:last-child");
    await expect.poll(() => links.count(), {timeout: 30_000}).toBe(20);
    const addresses = await links.allInnerTexts();
    expect(await violations(teachers.page)).toEqual([]);
    await teachers.close();
    for (const questions of ["check", "kangaroo-check", "tiny-lm-check", "core-check"]) {
      const answers = addresses.filter((address) => address.startsWith(`?${questions}.`));
      const {page, close} = await open(`/embed/${questions}?${answers.map((answer) => answer.slice(1)).join("&")}`);
      await page.waitForFunction(() => document.querySelector(".score")?.textContent === "5 of 5 right.");
      await close();
    }
  });
});

describe("an embedded figure", () => {
  it.each(["race", "worked-example", "live", "check"])("%s tells the page around it how tall it is", async (name) => {
    const {page, problems, close} = await open("/errata");
    await page.evaluate((src) => {
      const heights = ((globalThis as {heights?: number[]}).heights = []) as number[];
      addEventListener("message", ({data, source}) => {
        const frame = document.querySelector("iframe")!;
        if (source !== frame.contentWindow || data?.type !== "concord:height") return;
        heights.push(data.height);
        frame.style.height = `${data.height}px`;
      });
      const frame = Object.assign(document.createElement("iframe"), {src, width: 700, height: 2400});
      frame.style.border = "0";
      document.body.prepend(frame);
    }, `${site.url}/embed/${name}`);
    const frame = page.frameLocator("iframe");
    await frame.locator(".embedded-from").waitFor();
    await page.waitForFunction(() => (globalThis as {heights?: number[]}).heights?.length);
    await page.waitForTimeout(800);
    const inside = page.frames().find((one) => one.url().includes("/embed/"))!;
    const [needed, given] = await inside.evaluate(() => [document.documentElement.scrollHeight, innerHeight]);
    expect(needed).toBeLessThanOrEqual(given);
    expect(given).toBeLessThan(2000);
    const gap = await frame
      .locator(".embedded-from")
      .evaluate((from) => innerHeight - from.getBoundingClientRect().bottom);
    console.log(`/embed/${name}: ${given} px, ${gap.toFixed(0)} of them below the last line`);
    expect(problems).toEqual([]);
    await close();
  });

  it("takes parameters and hidden controls from its address, and leads back with them", async () => {
    const {page, close} = await open("/embed/race?race.batch=2&hide=race.drafter,race.texts");
    expect(await page.locator(".fields label").allInnerTexts()).toEqual(["Samples", "Draft length"]);
    expect(await page.locator(".fields input").first().inputValue()).toBe("2");
    const href = await page.locator(".embedded-from a").getAttribute("href");
    expect(href).toContain("/ems-sd?race.batch=2&hide=race.drafter,race.texts#race");
    await close();
  });
});

it("the page on mistakes names the figure that a reader comes from", async () => {
  const {page, close} = await open("/errata?figure=race#report");
  expect(await page.locator(".report-mistake").innerText()).toContain("You came from the figure race");
  await close();
});
