// A browser for the tests of the site, and pages that note everything that goes wrong in them.
import {chromium} from "playwright-core";
import type {Browser, BrowserContextOptions, Page} from "playwright-core";
import {chromiumFlags, requireChromium} from "../../tools/chromium.js";

/** Start Chromium; `flags` are added to those all tests use. */
export function launch(flags: readonly string[] = []): Promise<Browser> {
  return chromium.launch({executablePath: requireChromium(), args: [...chromiumFlags, ...flags]});
}

export interface Watched {
  readonly page: Page;
  /** errors in the console, uncaught errors, failed responses, requests to other hosts */
  readonly problems: string[];
  /** Bytes that arrived: bodies as they travelled, and headers. */
  bytes(): Promise<number>;
  /** addresses asked for, in order */
  readonly requests: string[];
  close(): Promise<void>;
}

/** A page in a context of its own. Service workers are kept out, which would answer in the place of a test's routes. */
export async function openPage(
  browser: Browser,
  origin: string,
  options: BrowserContextOptions = {}
): Promise<Watched> {
  const viewport = {width: 1440, height: 900};
  const context = await browser.newContext({viewport, serviceWorkers: "block", ...options});
  const page = await context.newPage();
  const problems: string[] = [];
  const requests: string[] = [];
  const sizes: Promise<number>[] = [];
  page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
  page.on("pageerror", (error) => problems.push(error.message));
  page.on(
    "response",
    (response) => response.status() >= 400 && problems.push(`${response.status()} ${response.url()}`)
  );
  page.on("request", (request) => {
    const url = request.url();
    requests.push(url);
    if (/^https?:/.test(url) && !url.startsWith(`${origin}/`)) problems.push(`another host: ${url}`);
  });
  page.on("requestfinished", (request) => {
    const size = request.sizes().then(
      ({responseBodySize, responseHeadersSize}) => responseBodySize + responseHeadersSize,
      () => 0
    );
    if (/^https?:/.test(request.url())) sizes.push(size);
  });
  return {
    page,
    problems,
    requests,
    bytes: async () => (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0),
    close: () => context.close()
  };
}

/** Wait until nothing has changed in the page for a while: figures are built in several tasks. @param quiet milliseconds */
export async function still(page: Page, quiet = 300): Promise<void> {
  await page.evaluate(
    (pause) =>
      new Promise<void>((resolve) => {
        let timer = setTimeout(end, pause);
        const observer = new MutationObserver(() => {
          clearTimeout(timer);
          timer = setTimeout(end, pause);
        });
        function end(): void {
          observer.disconnect();
          resolve();
        }
        observer.observe(document.body, {subtree: true, childList: true});
      }),
    quiet
  );
}

/** Wait until the page's cells have run, those in view at least. */
export async function settled(page: Page): Promise<void> {
  await page.waitForLoadState("networkidle");
  const waiting = "#observablehq-main observablehq-loading";
  await page.waitForFunction(
    (selector) =>
      [...document.querySelectorAll(selector)].every((element) => element.getBoundingClientRect().top > innerHeight),
    waiting
  );
}
