// What tests do with the chapter's live panel.
import type {Locator, Page} from "playwright-core";
import type {SiteServer} from "./serve.js";

/** Few rows and tokens, for tests that look at something else than speed. */
export const SMALL = "live.batch=2&live.tokens=16";

/** Open the page with the panel in view. */
export async function openPanel(page: Page, {url}: Pick<SiteServer, "url">, query = SMALL): Promise<void> {
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
