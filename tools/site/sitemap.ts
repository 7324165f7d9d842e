import {isBare} from "./pages.js";

/** Addresses of the pages that search engines may list; `paths` as readers see them, with a slash in front. */
export function sitemap(url: string, paths: readonly string[]): string {
  const entries = paths
    .filter((path) => !isBare(path))
    .map((path) => `  <url><loc>${url}${encodeURI(path)}</loc></url>`);
  return `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
${entries.join("\n")}
</urlset>
`;
}

/** What robots may read: everything; where the site's address is known, they're told of the sitemap. */
export function robots(url?: string): string {
  return `User-agent: *\nAllow: /\n${url === undefined ? "" : `Sitemap: ${url}/sitemap.xml\n`}`;
}
