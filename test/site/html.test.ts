// The built pages as files: what the one step over Framework's HTML promises, and that every link leads somewhere.
import {createHash} from "node:crypto";
import {existsSync, readFileSync} from "node:fs";
import {JSDOM} from "jsdom";
import {describe, expect, it} from "vitest";
import {listFiles} from "../../tools/site/files.js";
import {isBare} from "../../tools/site/pages.js";

const files = new Set(listFiles("dist"));
const pages = [...files].filter((file) => file.endsWith(".html"));
const documents = new Map(
  pages.map((page) => [
    page,
    new JSDOM(readFileSync(`dist/${page}`, "utf8"), {url: `http://site/${page}`}).window.document
  ])
);

describe.each(pages)("%s", (page) => {
  const document = documents.get(page)!;
  const bare = isBare(`/${page}`);

  it("names its language, itself and what it is about, and lets the reader zoom", () => {
    expect(document.documentElement.lang).toBe("en");
    expect(document.title).toMatch(/Concord$/);
    expect(content("viewport")).toBe("width=device-width, initial-scale=1");
    expect(content("description")?.length).toBeGreaterThan(bare ? 0 : 20);
    expect(content("robots")).toBe(bare || page === "404.html" ? "noindex" : undefined);
  });

  it("lets no script run that is not of this site or named by its hash", () => {
    const policy = document.querySelector('meta[http-equiv="Content-Security-Policy"]')?.getAttribute("content") ?? "";
    const [scripts = ""] = /script-src [^;]*/.exec(policy) ?? [];
    expect(scripts).not.toMatch(/unsafe-inline|'unsafe-eval'|https?:/);
    for (const {text} of document.querySelectorAll<HTMLScriptElement>("script:not([src])")) {
      expect(scripts).toContain(`'sha256-${createHash("sha256").update(text).digest("base64")}'`);
    }
    const handlers = [...document.querySelectorAll("*")].flatMap(({attributes}) => [...attributes]);
    expect(handlers.filter(({name}) => name.startsWith("on"))).toEqual([]);
  });

  it("has navigations with names of their own, and lists that hold items only", () => {
    const names = [...document.querySelectorAll("nav, aside")].map((nav) => nav.getAttribute("aria-label"));
    expect(names).not.toContain(null);
    expect(new Set(names).size).toBe(names.length);
    const strays = document.querySelectorAll("ol > :not(li), ul > :not(li), nav label, button:not([type])");
    expect([...strays].map(({outerHTML}) => outerHTML)).toEqual([]);
    const first = document.querySelector("body a")?.getAttribute("href");
    if (bare) expect(document.querySelectorAll("header, footer, nav, .skip-link")).toHaveLength(0);
    else if (page !== "404.html") expect(first).toBe("#observablehq-main");
  });

  it("links to pages, anchors and files that are there", () => {
    const broken = [...document.querySelectorAll("[href], [src]")].flatMap((element) => {
      const address = element.getAttribute("href") ?? element.getAttribute("src") ?? "";
      if (/^(data:|mailto:)/.test(address)) return [];
      const url = new URL(address, document.baseURI);
      if (url.origin !== "http://site") return element.tagName === "A" ? [] : [`${address}: another host`];
      const path = decodeURIComponent(url.pathname).slice(1);
      const file = [path, `${path}.html`, `${path}index.html`].find((name) => files.has(name));
      if (file === undefined) return [`${address}: no such file`];
      const id = decodeURIComponent(url.hash.slice(1));
      return id === "" || documents.get(file)?.getElementById(id) ? [] : [`${address}: no such anchor`];
    });
    expect(broken).toEqual([]);
  });

  function content(name: string): string | null | undefined {
    return document.querySelector(`meta[name="${name}"]`)?.getAttribute("content");
  }
});

it("contents, pager and anchors stand on chapters and documentation", () => {
  for (const page of ["ems-sd.html", "docs/traces.html"]) {
    const document = documents.get(page)!;
    expect(document.querySelectorAll("#observablehq-toc li").length, page).toBeGreaterThan(2);
    expect(document.querySelector('a[rel="prev"]'), page).not.toBeNull();
    expect(document.querySelectorAll("h2 > a[href^='#']").length, page).toBeGreaterThan(2);
  }
});

it("the header marks where the reader is", () => {
  const current = (page: string): string[] =>
    [...documents.get(page)!.querySelectorAll("header [aria-current]")].map(({textContent}) => textContent ?? "");
  expect(current("index.html")).toEqual([]);
  expect(current("ems-sd.html")).toEqual(["EMS-SD"]);
  expect(current("docs/traces.html")).toEqual(["Docs"]);
});

it("the modules of a page are few files, and nothing is left of the many", () => {
  expect([...files].filter((file) => /^_import\/.*\/.*\.js$/.test(file))).toEqual([]);
  for (const [page, document] of documents) {
    const preloads = document.querySelectorAll('link[rel="modulepreload"]');
    expect(preloads.length, page).toBeLessThanOrEqual(8);
  }
});

it("robots are let in, and no address is made up for the sitemap", () => {
  expect(readFileSync("dist/robots.txt", "utf8")).toContain("User-agent: *\nAllow: /");
  expect(existsSync("dist/sitemap.xml")).toBe(Boolean(process.env.CONCORD_URL));
});
