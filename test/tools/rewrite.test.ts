import {createHash} from "node:crypto";
import {readFileSync} from "node:fs";
import {describe, expect, it} from "vitest";
import {relativeTo, publicPath} from "../../tools/site/pages.js";
import {headerPolicy, inlineScripts, modulePolicy} from "../../tools/site/policy.js";
import {rewritePage} from "../../tools/site/rewrite.js";

/** A page as Framework 1.13.4 writes it. */
const toc = (items: readonly string[]): string => `<aside id="observablehq-toc" data-selector="h2[id]">
<nav>
<div>On this page</div>
<ol>${items.map((name) => `\n<li class="observablehq-secondary-link"><a href="#${name}">${name}</a></li>`).join("")}
</ol>
</nav>
</aside>`;
const page = ({items = ["a", "b"], header = true} = {}): string => `<!DOCTYPE html>
<html>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, maximum-scale=1">
<title>EMS-SD | Concord</title>
<link rel="stylesheet" type="text/css" href="./_import/style.css">
<link rel="asset" href="./font.woff2">
<script type="module" src="./shell.js"></script>
<script type="module">

import "./client.js";
</script>
</head>
<body>
<div id="observablehq-center">${header ? '\n<header id="observablehq-header">\n<a href="./">Concord</a>\n</header>' : ""}
${toc(items)}
<main id="observablehq-main" class="observablehq">
<h1 id="t" tabindex="-1"><a class="observablehq-header-anchor" href="#t">Title</a></h1>
<h2 id="s" tabindex="-1"><a class="observablehq-header-anchor" href="#s">A "quoted" <em>line</em></a></h2>
</main>
<footer id="observablehq-footer">
<nav><a rel="prev" href="./"><span>Concord</span></a><a rel="next" href="./kangaroo"><span>Kangaroo</span></a></nav>
<div><p>Licence</p></div>
</footer>
</div>
</body>
</html>
`;
const policyOf = (html: string): string =>
  /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? "";

describe("rewritePage", () => {
  const html = rewritePage(page(), {path: "/ems-sd"});

  it("names the language and lets the reader zoom", () => {
    expect(html).toContain('<html lang="en">');
    expect(html).toContain('<meta name="viewport" content="width=device-width, initial-scale=1">');
    expect(html).not.toContain('rel="asset"');
  });

  it("gives every navigation a name, and puts no list item outside of a list", () => {
    expect(html.match(/<nav\b[^>]*>/g)).toEqual([
      '<nav id="observablehq-toc" aria-label="On this page" data-selector="h2[id]">',
      '<nav aria-label="Pages before and after">'
    ]);
    expect(html).not.toContain("<aside");
    expect(html).toContain('<a rel="next" href="./kangaroo"><small>Next</small> <span>Kangaroo</span></a>');
  });

  it("leads past the header, and nowhere where there is none", () => {
    expect(html).toMatch(/<a class="skip-link" href="#observablehq-main">[^<]*<\/a>\n<header/);
    expect(rewritePage(page({header: false}), {path: "/embed/race"})).not.toContain("skip-link");
  });

  it("leaves contents out of short pages and of pages for other sites", () => {
    expect(rewritePage(page({items: ["a"]}), {path: "/ems-sd"})).not.toContain("observablehq-toc");
    expect(rewritePage(page({items: []}), {path: "/ems-sd"})).not.toContain("observablehq-toc");
    expect(rewritePage(page(), {path: "/embed/race"})).not.toContain("observablehq-toc");
  });

  it("says nothing of the site's address where it is not known", () => {
    expect(html).not.toMatch(/og:url|og:image|canonical|https?:/);
    expect(html).toContain('<meta property="og:title" content="EMS-SD | Concord">');
    expect(html).toContain('<meta property="og:description" content="A &quot;quoted&quot; line">');
    const known = rewritePage(page(), {path: "/ems-sd", url: "https://example.org/repo"});
    expect(known).toContain('<meta property="og:url" content="https://example.org/repo/ems-sd">');
    expect(known).toContain('<meta property="og:image" content="https://example.org/repo/icons/card.png">');
  });

  it("allows the page's own script by its hash and no other, before anything loads", () => {
    const [script] = inlineScripts(html);
    expect(inlineScripts(html)).toHaveLength(1);
    expect(policyOf(html)).toContain(`'sha256-${createHash("sha256").update(script).digest("base64")}'`);
    expect(/script-src [^;]*/.exec(policyOf(html))?.[0]).not.toMatch(/unsafe-inline|'unsafe-eval'/);
    expect(html.indexOf("Content-Security-Policy")).toBeLessThan(html.indexOf("<link"));
    expect(policyOf(rewritePage(page().replace("client.js", "other.js"), {path: "/"}))).not.toBe(policyOf(html));
  });

  it("in the preview lets changed code be evaluated and a socket be opened", () => {
    const policy = policyOf(rewritePage(page(), {path: "/", preview: true}));
    expect(policy).toMatch(/script-src [^;]*'unsafe-eval'/);
    expect(policy).toMatch(/connect-src [^;]*ws:/);
  });

  it("leaves what stands in main as it is", () => {
    const main = /<main[\s\S]*<\/main>/;
    expect(main.exec(html)?.[0]).toBe(main.exec(page())?.[0]);
  });

  it("refuses a template it does not know", () => {
    expect(() => rewritePage(html, {path: "/"})).toThrow("has Framework changed");
    expect(() => rewritePage(page().replace("data-selector", "data-other"), {path: "/"})).toThrow("observablehq-toc");
  });
});

it("src/_headers holds the same policy, where a header can", () => {
  const policies = [...readFileSync("src/_headers", "utf8").matchAll(/Content-Security-Policy: (.*)/g)];
  expect(policies.map(([, policy]) => policy)).toEqual([headerPolicy(), modulePolicy()]);
});

it("paths are as readers see them, and addresses are relative to them", () => {
  expect(["/index", "/docs/index.html", "docs/index.html", "/ems-sd?x=1"].map(publicPath)).toEqual([
    "/",
    "/docs/",
    "docs/",
    "/ems-sd"
  ]);
  expect(relativeTo("/", "sw.js")).toBe("./sw.js");
  expect(relativeTo("/ems-sd.html", "/sw.js")).toBe("./sw.js");
  expect(relativeTo("/models/joey/README", "sw.js")).toBe("../../sw.js");
});
