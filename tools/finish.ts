// What Framework leaves undone in the site that it builds. The order matters: pages are rewritten when their modules
// have their last names, and the service worker lists everything else.
import {mkdirSync, readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {siteAddress} from "./site/address.js";
import {bundleModules} from "./site/bundle.js";
import {listFiles, shortHash} from "./site/files.js";
import {notFoundPage} from "./site/notFound.js";
import {isBare, publicPath, relativeTo} from "./site/pages.js";
import {rewritePage} from "./site/rewrite.js";
import {searchIndex} from "./site/searchIndex.js";
import {writeServiceWorker} from "./site/serviceWorker.js";
import {robots, sitemap} from "./site/sitemap.js";

const dist = "dist";
const url = siteAddress();

await bundleModules(dist);
const pages = listFiles(dist).filter((file) => file.endsWith(".html"));

const index = searchIndex(
  dist,
  pages.filter((page) => !isBare(`/${page}`))
);
const indexPath = `search/${shortHash(index)}.json`;
mkdirSync(join(dist, "search"));
writeFileSync(join(dist, indexPath), index);

for (const page of pages) {
  const file = join(dist, page);
  const built = {worker: relativeTo(`/${page}`, "sw.js"), search: relativeTo(`/${page}`, indexPath)};
  const path = `/${publicPath(page)}`;
  writeFileSync(file, rewritePage(readFileSync(file, "utf8"), {path, url, built}));
}

writeFileSync(join(dist, "404.html"), notFoundPage(url));
writeFileSync(join(dist, "robots.txt"), robots(url));
const paths = pages.map((page) => `/${publicPath(page)}`);
if (url !== undefined) writeFileSync(join(dist, "sitemap.xml"), sitemap(url, paths));
else console.log("no sitemap and no card for other sites: CONCORD_URL does not say where the site will be");

await writeServiceWorker(dist);
