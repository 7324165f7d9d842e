// What tests do with the chapter's live panel.
import type {Locator, Page} from "playwright-core";
import type {Address} from "./site.js";

/** Few rows and tokens, for tests that look at something else than speed. */
export const SMALL = "live.batch=2&live.tokens=16";

/** Open the page with the panel in view. */
export async function openPanel(page: Page, {url}: Pick<Address, "url">, query = SMALL): Promise<void> {
  await page.goto(`${url}/ems-sd?${query}`);
  await page.locator("#live").scrollIntoViewIfNeeded();
  await page.locator(".live .run").waitFor();
}

/** Press the button. */
export const start = (page: Page): Promise<void> => page.locator(".live .run").click();

/** Wait for an outcome, of a page's panel or of this one; the reader's message if it failed. */
export async function outcome(at: Page | Locator): Promise<string | undefined> {
  const failed = at.locator(".live-error:not([hidden])");
  await at.locator(".live-status", {hasText: "Done."}).or(failed).first().waitFor({timeout: 100_000});
  return (await failed.count()) > 0 ? failed.innerText() : undefined;
}

/** Press the button and wait for an outcome. */
export async function run(page: Page): Promise<string | undefined> {
  await start(page);
  return outcome(page);
}

/** What the rows have written. */
export const written = (page: Page): Promise<string[]> => page.locator(".written:visible").allInnerTexts();

/** Leave joey two of its layers, which take less time. */
export async function fewLayers(page: Page): Promise<void> {
  await page.route("**/data/models/joey.*.json", async (route) => {
    const files = (await (await route.fetch()).json()) as {config: Record<string, unknown>};
    files.config.num_hidden_layers = 2;
    await route.fulfill({json: files});
  });
}

/** A live panel of the chapter on early exits, once it is there. */
export async function panelOf(page: Page, {url}: Pick<Address, "url">, name: string, query: string): Promise<Locator> {
  await page.goto(`${url}/kangaroo?${query}#${name}`); // a link holds its place in view until it has come
  const panel = page.locator(`.${name}`);
  await panel.locator(".run").waitFor();
  return panel;
}

/** Press a panel's button and wait for an outcome. */
export async function runPanel(panel: Locator): Promise<string | undefined> {
  await panel.locator(".run").click();
  return outcome(panel);
}

/** What each method's lane holds, rejected drafts left out. */
export const lanes = (panel: Locator): Promise<string[]> =>
  panel.locator(".method-text").evaluateAll((all) =>
    all.map((lane) => [...lane.querySelectorAll("span")].map(({textContent}) => textContent).join(""))
  ); // prettier-ignore
