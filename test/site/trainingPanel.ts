// What tests do with the panel that trains networks in the page.
import {readFile} from "node:fs/promises";
import {expect} from "vitest";
import type {Page} from "playwright-core";
import type {Address} from "./site.js";

/** Open the panel, on a page of its own or in another. */
export async function openTraining(
  page: Page,
  {url}: Pick<Address, "url">,
  query = "",
  path = "embed/train-live"
): Promise<void> {
  await page.goto(`${url}/${path}?${query}`);
  if (path !== "embed/train-live") await page.locator('[data-figure="train-live"]').scrollIntoViewIfNeeded();
  await page.locator(".train-live .run").waitFor();
}

export const status = (page: Page, text: string | RegExp) => page.locator(".train-live .live-status", {hasText: text});
export const button = (page: Page, name: string) =>
  page.locator(".train-live").getByRole("button", {name, exact: true});
export const failure = (page: Page) => page.locator(".train-live .live-error:not([hidden])");
export const source = (page: Page): Promise<string | null> => page.locator("#train-live .source").textContent();
/** The line of a network that says this. */
export const said = (page: Page, text: RegExp) => page.locator(".train-said", {hasText: text}).first();
export const stepOf = async (page: Page): Promise<number[]> =>
  (await page.locator(".train-said").allInnerTexts()).map((text) => Number(/step (\d+)/.exec(text)?.[1]));

/** Train to the end. */
export async function train(page: Page): Promise<void> {
  await page.locator(".train-live .run").click();
  await status(page, "Done.").or(failure(page)).first().waitFor({timeout: 120_000});
  expect(await failure(page).allInnerTexts()).toEqual([]);
}

/** Losses of the first steps, as the page's file of every step has them. */
export async function losses(page: Page, count: number): Promise<number[]> {
  const [download] = await Promise.all([page.waitForEvent("download"), button(page, "Every step (CSV)").click()]);
  const lines = (await readFile(await download.path(), "utf8")).split("\n").map((line) => line.split(","));
  return lines.filter(([, step]) => Number(step) > 0 && Number(step) <= count).map(([, , loss]) => Number(loss));
}
