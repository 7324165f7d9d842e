// Parts of the build that need no built site: the listing, addresses, the search index, the page for wrong addresses.
import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {dirname, join} from "node:path";
import {afterEach, beforeEach, expect, it} from "vitest";
import {siteAddress} from "../../tools/site/address.js";
import {bundleModules} from "../../tools/site/bundle.js";
import {listFiles} from "../../tools/site/files.js";
import {footer, header} from "../../tools/site/frame.js";
import {listSite} from "../../tools/site/listing.js";
import {notFoundPage} from "../../tools/site/notFound.js";
import {sectionsOf} from "../../tools/site/searchIndex.js";
import {robots, sitemap} from "../../tools/site/sitemap.js";

let dist: string;

beforeEach(() => {
  dist = mkdtempSync(join(tmpdir(), "concord-dist-"));
});

afterEach(() => rmSync(dist, {recursive: true}));

function write(files: Record<string, string>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dist, path)), {recursive: true});
    writeFileSync(join(dist, path), text);
  }
}

it("a page is listed with all it needs and without other pages, weights and large files", () => {
  write({
    "docs/index.html":
      '<link href="../a.css"><link href="../font.woff2"><a href="./other.html"></a><script>import("../_import/b.js")</script>',
    "docs/other.html": "",
    "a.css": "url(./font.woff2) url(./rare.woff2)",
    "font.woff2": "",
    "rare.woff2": "",
    "_import/b.js": 'import "./c.js"; fetch("../w.safetensors"); "../x.wasm"; "../large.json"',
    "_import/c.js": "",
    "w.safetensors": "",
    "x.wasm": "",
    "large.json": "x".repeat(300_001),
    _headers: "",
    "sw.js": ""
  });
  const {pages, files} = listSite(dist);
  expect([...pages["docs/index.html"]].sort()).toEqual(["_import/b.js", "_import/c.js", "a.css", "font.woff2"]);
  expect(Object.keys(files)).not.toContain("sw.js");
  expect(Object.keys(files)).toContain("x.wasm");
});

it("the index of the search is kept with a page however large it is", () => {
  write({
    "index.html": '<script>"./search/1.json"; "./large.json"</script>',
    "large.json": "x".repeat(300_001)
  });
  write({"search/1.json": "x".repeat(300_001)});
  expect(listSite(dist).pages["index.html"]).toEqual(["search/1.json"]);
});

it("the version changes with any file, and with nothing else", () => {
  write({"index.html": "a", "b.js": "b", _headers: "c"});
  const {version} = listSite(dist);
  write({_headers: "d"});
  expect(listSite(dist).version).toBe(version);
  write({"b.js": "c"});
  expect(listSite(dist).version).not.toBe(version);
});

it("modules of a page become one file, its later ones another, and workers and addresses stay right", async () => {
  write({
    "docs/page.html": `<link rel="stylesheet" href="../s.css">
<link rel="modulepreload" href="../_import/figures/a.1.js"><script type="module" src="../_import/shell/shell.1.js"></script>
<script type="module">const [{a}] = await Promise.all([import("../_import/figures/a.1.js")]);</script>`,
    "_import/figures/a.1.js": `import {b} from "../kit/b.1.js"; import * as ort from "../../_node/ort.js";
export const a = () => [b, ort, import("../kit/late.1.js"), new Worker(import.meta.resolve("./w.worker.1.js")), import.meta.url];`,
    "_import/kit/b.1.js": "export const b = 'b of the kit'",
    "_import/kit/late.1.js": 'import {b} from "./b.1.js"; export const late = `late ${b}`',
    "_import/figures/w.worker.1.js": 'import "../kit/b.1.js"; postMessage("worker")',
    "_import/shell/shell.1.js": "console.log('shell')",
    "_node/ort.js": "export const run = 1"
  });
  await bundleModules(dist);
  const files = listFiles(dist).filter((file) => file.startsWith("_import"));
  expect(files.map((file) => file.replace(/\.[A-Z0-9]+\.js$/, "")).sort()).toEqual(
    ["_import/page", "_import/page-part", "_import/page-part", "_import/shell", "_import/w"].sort()
  );
  const html = readFileSync(join(dist, "docs/page.html"), "utf8");
  expect(html).toMatch(/import\("\.\.\/_import\/page\.\w+\.js"\)\.then\(\(all\) => all\.module0\)/);
  expect(html).not.toContain("a.1.js");
  const page = readFileSync(
    join(
      dist,
      files.find((file) => file.startsWith("_import/page."))!
    ),
    "utf8"
  );
  expect(page).toContain('from"../_node/ort.js"');
  expect(page).toMatch(/new URL\("\.\/w\.\w+\.js",import\.meta\.url\)/);
  expect(page).toContain('new URL("./figures/a.1.js",import.meta.url)');
});

it("sections of a page begin at its headings, and hold what a reader reads", () => {
  const html = `<title>T | Concord</title><nav>no</nav><main><h1 id="t">T</h1><h2 id="u">line</h2><p>one</p>
<h2 id="a">A</h2><div><p>two</p><table><tr><td>3</td><td>4</td></tr></table></div><h3 id="b">B</h3><p>five</p></main>`;
  expect(sectionsOf(html, "docs/t.html")).toEqual([
    {id: "docs/t", page: "T", heading: "T", text: "T line one"},
    {id: "docs/t#a", page: "T", heading: "A", text: "two 3 4"},
    {id: "docs/t#b", page: "T", heading: "B", text: "five"}
  ]);
  expect(sectionsOf("<p>no main</p>", "x.html")).toEqual([]);
});

it("the site's address is what CONCORD_URL says, or unknown", () => {
  expect(siteAddress("")).toBeUndefined();
  expect(siteAddress("https://example.org/repo/")).toBe("https://example.org/repo");
  expect(() => siteAddress("https://example.org/?x")).toThrow("CONCORD_URL");
  expect(() => siteAddress("file:///x")).toThrow("CONCORD_URL");
});

it("sitemap and robots name the site only where it is known, and no page for other sites", () => {
  const map = sitemap("https://example.org/repo", ["/", "/docs/", "/embed/race"]);
  expect(map.match(/<loc>[^<]*/g)).toEqual(["<loc>https://example.org/repo/", "<loc>https://example.org/repo/docs/"]);
  expect(robots()).not.toContain("Sitemap");
  expect(robots("https://example.org/repo")).toContain("Sitemap: https://example.org/repo/sitemap.xml");
});

it("the page for wrong addresses needs no script where the site's path is known", () => {
  expect(notFoundPage("https://example.org/repo")).toContain('href="/repo/docs/"');
  expect(notFoundPage("https://example.org/repo")).not.toContain("<script");
  expect(notFoundPage()).toContain("<script");
});

it("pages for other sites have no header and no footer; others link to the source where it is known", () => {
  expect([header({path: "/embed/race"}), footer({path: "/embed/race"})]).toEqual([null, null]);
  expect(header({path: "/docs/index"})).toContain('<a href="/docs/" aria-current="page">');
  expect(footer({path: "/index"}, "https://example.org/o/r")).toContain('<a href="https://example.org/o/r">Source</a>');
  expect(footer({path: "/index"}, "")).not.toContain("Source");
});
