// What stands around the text of a page: head, header and footer, as Framework's config takes them.
import {headCommit} from "./headCommit.js";
import {chapters, isBare, isDocs, publicPath, relativeTo} from "./pages.js";

interface Place {
  /** Framework's path of the page, such as "/docs/index" */
  readonly path: string;
}

const serif = "npm:@fontsource-variable/source-serif-4";
/** Scripts of the font besides Latin: a page loads them for the letters it has and src/style.css has not, such as ž. */
const scripts = ["greek", "latin-ext", "cyrillic", "cyrillic-ext", "vietnamese"];
const rings = `<svg viewBox="0 0 32 22" width="29" height="20" aria-hidden="true"><circle cx="11" cy="11" r="8.5"/><circle cx="21" cy="11" r="8.5"/></svg>`;

/** asked for once: every page has a head */
const builtFrom = headCommit()?.hash.slice(0, 12);

export function head({path}: Place, repository = process.env.CONCORD_REPOSITORY, commit = builtFrom): string {
  const about = Object.entries({repository, commit}).filter(([, text]) => text);
  return `<link rel="stylesheet" href="${serif}/wght.css">
<link rel="preload" as="font" type="font/woff2" crossorigin href="${serif}/files/source-serif-4-latin-wght-normal.woff2">
${scripts.map((name) => `<link rel="asset" href="${serif}/files/source-serif-4-${name}-wght-normal.woff2">`).join("\n")}
<link rel="icon" type="image/svg+xml" href="/icons/favicon.svg">
<link rel="icon" type="image/png" sizes="32x32" href="/icons/favicon-32.png">
<link rel="apple-touch-icon" href="/icons/apple-touch-icon.png">
<meta name="color-scheme" content="light dark">
${about.map(([name, text]) => `<meta name="concord-${name}" content="${text}">\n`).join("")}<script type="module" src="${relativeTo(path, "/shell/shell.js")}"></script>`;
}

export function header({path}: Place): string | null {
  if (isBare(path)) return null;
  const here = publicPath(path);
  const link = (name: string, to: string, current = to === here ? "page" : ""): string =>
    `<a href="${to}"${current && ` aria-current="${current}"`}>${name}</a>`;
  const inDocs = here !== "/docs/" && isDocs(here);
  return `<a class="wordmark" href="/">${rings}Concord</a>
<nav aria-label="Chapters and documentation">
${chapters.map(({name, path: to}) => link(name, to)).join("\n")}
${link("Docs", "/docs/", inDocs ? "true" : undefined)}
</nav>
<button class="search-open" type="button" aria-haspopup="dialog" aria-keyshortcuts="/ Control+K" hidden>Search <kbd aria-hidden="true">/</kbd></button>`;
}

/** `repository` is the address of the source; default what CONCORD_REPOSITORY says, if anything. */
export function footer({path}: Place, repository = process.env.CONCORD_REPOSITORY): string | null {
  if (isBare(path)) return null;
  const source = repository ? [`<a href="${repository}">Source</a>`] : [];
  const licence = repository ? `<a href="${repository}/blob/HEAD/LICENSE">MIT licence</a>` : "MIT licence";
  const pages = [
    ["/docs/", "How it works"],
    ["/teachers", "For teachers"],
    ["/errata", "Errata"],
    ["/docs/cite", "Cite"]
  ];
  const links = [...pages.map(([to, name]) => `<a href="${to}">${name}</a>`), ...source];
  return `<p>Concord is open source under the ${licence}. Nothing on this site asks another host for anything.</p>
<p class="footer-links">${links.join(" ")}</p>`;
}
