// The page for addresses that lead nowhere. It may be shown at any depth and the base path may be unknown, so it loads
// nothing and finds the root of the site by its icon, one folder up at a time.
import {pagePolicy} from "./policy.js";

const style = `:root { color-scheme: light dark; --paper: #fcfbf8; --ink: #1d1b18; --soft: #59544b; --link: #0d6172; --a: #a8441c; --b: #107083; }
@media (prefers-color-scheme: dark) { :root { --paper: #141519; --ink: #ebe8e1; --soft: #aeaaa1; --link: #73c9d9; --a: #ff9d6b; --b: #45b8cc; } }
body { box-sizing: border-box; max-width: 44rem; margin: 0 auto; padding: 1rem clamp(1rem, 4vw, 3rem) 4rem; background: var(--paper); color: var(--ink); font: 18px/1.55 "Iowan Old Style", Palatino, Georgia, serif; }
.wordmark { display: inline-flex; gap: 0.5rem; align-items: center; color: inherit; font-weight: 600; text-decoration: none; }
svg { fill: none; stroke-width: 3.2; }
h1 { margin: 3rem 0 0.5rem; font-size: clamp(2.1rem, 1.5rem + 2vw, 3rem); font-weight: 600; line-height: 1.06; letter-spacing: -0.018em; }
a { color: var(--link); text-underline-offset: 0.18em; }
p { color: var(--soft); }`;

const find = `(async () => {
  for (let at = location.pathname.replace(/[^/]*$/, ""); at; at = at.replace(/[^/]*\\/$/, "")) {
    const {ok} = await fetch(at + "icons/card.png", {method: "HEAD"}).catch(() => ({}));
    if (!ok) continue;
    for (const link of document.querySelectorAll("a")) link.href = at + link.dataset.path;
    return;
  }
})();`;

/** The page as HTML; `url` is the address of the site, if it is known. */
export function notFoundPage(url?: string): string {
  const root = url === undefined ? "/" : `${new URL(url).pathname.replace(/\/$/, "")}/`;
  const link = (path: string, inner: string, attributes = ""): string =>
    `<a${attributes} data-path="${path}" href="${root}${path}">${inner}</a>`;
  const rings = `<svg viewBox="0 0 32 22" width="29" height="20" aria-hidden="true"><circle cx="11" cy="11" r="8.5" stroke="var(--a)"/><circle cx="21" cy="11" r="8.5" stroke="var(--b)"/></svg>`;
  const html = `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Not found | Concord</title>
<meta name="description" content="There is no page at this address.">
<meta name="robots" content="noindex">
<style>${style}</style>
${url === undefined ? `<script type="module">${find}</script>\n` : ""}</head>
<body>
<header>${link("", `${rings}Concord`, ' class="wordmark"')}</header>
<main>
<h1>No page agrees with this address</h1>
<p>It may have moved, or the link may have a letter too many or too few.</p>
<p>Go to the ${link("", "first page")}, or to the ${link("docs/", "documentation")}.</p>
</main>
</body>
</html>
`;
  const charset = '<meta charset="utf-8">';
  const tag = `<meta http-equiv="Content-Security-Policy" content="${pagePolicy(html)}">`;
  return html.replace(charset, () => `${charset}\n${tag}`);
}
