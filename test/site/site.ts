// The built site and a browser, as the tests of one file (or of one `describe`) share them.
import type {Browser, BrowserContextOptions} from "playwright-core";
import {afterAll, beforeAll} from "vitest";
import {launch, openPage, type Watched} from "./browser.js";
import {serve, type ServeOptions, type SiteServer} from "./serve.js";

/** Where the built site is served. */
export type Address = Pick<SiteServer, "url" | "origin">;

export interface BuiltSite extends Address {
  readonly browser: Browser;
  /** Open a page in a context of its own; what goes wrong in it is noted. */
  page(options?: BrowserContextOptions): Promise<Watched>;
}

/** Serves the site before the tests and stops after them; there is no address before. */
export function servedSite(options: ServeOptions = {}): Address {
  let server: SiteServer;
  beforeAll(async () => {
    server = await serve(options);
  });
  afterAll(() => server.close());
  return {
    get url() {
      return server.url;
    },
    get origin() {
      return server.origin;
    }
  };
}

/** The same, and a Chromium to look at it with, started with `flags` beside those that all tests use. */
export function builtSite({flags, ...options}: ServeOptions & {readonly flags?: readonly string[]} = {}): BuiltSite {
  let browser: Browser;
  const served = servedSite(options);
  beforeAll(async () => {
    browser = await launch(flags);
  });
  afterAll(() => browser.close());
  return {
    get url() {
      return served.url;
    },
    get origin() {
      return served.origin;
    },
    get browser() {
      return browser;
    },
    page: (contextOptions) => openPage(browser, served.origin, contextOptions)
  };
}
