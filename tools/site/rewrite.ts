// The one step between Framework's HTML and the reader, the same in the preview and in the build: the language of the
// text, the reader's right to zoom, names for what navigates, what other sites show of a page, and what it may load.
// Children of <main> stay as they are: the preview patches them by position.
import {isBare} from "./pages.js";
import {pagePolicy} from "./policy.js";

export interface RewriteOptions {
  /** path of the page below the site, such as "/docs/" */
  readonly path: string;
  /** address of the site, without a slash at the end; default unknown, and then nothing is said that needs it */
  readonly url?: string;
  readonly preview?: boolean;
  /** addresses, relative to the page, of what only a built site has */
  readonly built?: {readonly worker: string; readonly search: string};
}

const DESCRIPTION =
  "Four papers about getting two views to agree, with real runs and with networks that decode in your browser.";

/** Rewrite a page of Framework's. @throws where Framework's template is not the one known here */
export function rewritePage(html: string, options: RewriteOptions): string {
  const steps = [language, viewport, assets, skipLink, contents, pager, describe, policy];
  return steps.reduce((page, step) => step(page, options), html);
}

function language(html: string): string {
  return replaceOnce(html, "<html>", '<html lang="en">');
}

function viewport(html: string): string {
  return replaceOnce(html, ", maximum-scale=1", "");
}

/** Links of this made-up kind have let Framework copy a file; to a browser they say nothing. */
function assets(html: string): string {
  return html.replace(/<link rel="asset"[^>]*>\n?/g, "");
}

/** The first stop of the Tab key leads past the header, where there is one. */
function skipLink(html: string): string {
  const header = '<header id="observablehq-header">';
  return html.replace(header, `<a class="skip-link" href="#observablehq-main">Skip to content</a>\n${header}`);
}

/** Contents as a navigation with a name, folded up until shell/contents.ts finds room; none for fewer than 2 headings. */
function contents(html: string, {path}: RewriteOptions): string {
  const aside = /<aside id="observablehq-toc" (data-selector="[^"]*")>\s*<nav>([\s\S]*?)<\/nav>\s*<\/aside>\n?/;
  if (!html.includes("<aside")) return html;
  return replaceOnce(html, aside, (_, selector: string, inner: string) => {
    const [list = ""] = /<ol>[\s\S]*<\/ol>/.exec(inner) ?? [];
    if (isBare(path) || list.split("<li").length < 3) return "";
    return `<nav id="observablehq-toc" aria-label="On this page" ${selector}>
<details><summary>On this page</summary>
${list}
</details>
</nav>
`;
  });
}

/** Previous and next page as a navigation with a name; what they are called stands in the page, not in its style. */
function pager(html: string): string {
  return html
    .replace(/(<footer id="observablehq-footer">\s*)<nav>/, '$1<nav aria-label="Pages before and after">')
    .replace(/<a rel="prev" href="([^"]*)"><span>/g, '<a rel="prev" href="$1"><small>Previous</small> <span>')
    .replace(/<a rel="next" href="([^"]*)"><span>/g, '<a rel="next" href="$1"><small>Next</small> <span>');
}

/** What search engines and other sites show of a page, and where the shell finds what only a built site has. */
function describe(html: string, {path, url, built}: RewriteOptions): string {
  const [, title = ""] = /<title>([^<]*)<\/title>/.exec(html) ?? [];
  const [, own] = /<meta name="description" content="([^"]*)">/.exec(html) ?? [];
  const description = own ?? subtitle(html) ?? DESCRIPTION;
  const tags = [
    ...(own === undefined ? [`<meta name="description" content="${description}">`] : []),
    '<meta property="og:type" content="website">',
    '<meta property="og:site_name" content="Concord">',
    `<meta property="og:title" content="${title}">`,
    `<meta property="og:description" content="${description}">`
  ];
  if (url !== undefined) {
    const address = url + path;
    tags.push(
      `<link rel="canonical" href="${address}">`,
      `<meta property="og:url" content="${address}">`,
      `<meta property="og:image" content="${url}/icons/card.png">`,
      '<meta property="og:image:width" content="1200">',
      '<meta property="og:image:height" content="630">',
      '<meta property="og:image:alt" content="Concord: two circles that overlap, and the names of four papers">',
      '<meta name="twitter:card" content="summary_large_image">'
    );
  }
  if (isBare(path)) tags.push('<meta name="robots" content="noindex">');
  if (built) {
    tags.push(
      `<meta name="concord-worker" content="${built.worker}">`,
      `<meta name="concord-search" content="${built.search}">`
    );
  }
  return replaceOnce(html, "</title>", () => `</title>\n${tags.join("\n")}`);
}

/** The line below the title of a page, as text for an attribute. */
function subtitle(html: string): string | undefined {
  const [, inner] = /<h1\b[^>]*>[\s\S]*?<\/h1>\s*<h2\b[^>]*>([\s\S]*?)<\/h2>/.exec(html) ?? [];
  return inner?.replace(/<[^>]*>/g, "").replaceAll('"', "&quot;");
}

/** Last, since it holds hashes; and before everything that loads something. */
function policy(html: string, {preview}: RewriteOptions): string {
  const charset = '<meta charset="utf-8">';
  const tag = `<meta http-equiv="Content-Security-Policy" content="${pagePolicy(html, {preview})}">`;
  return replaceOnce(html, charset, () => `${charset}\n${tag}`);
}

function replaceOnce(html: string, from: string | RegExp, to: string | ((...match: string[]) => string)): string {
  const found = typeof from === "string" ? html.includes(from) : from.test(html);
  if (!found) throw new Error(`rewrite: ${from} not found; has Framework changed its page template?`);
  return html.replace(from, to as string);
}
