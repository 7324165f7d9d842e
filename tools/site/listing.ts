// What a build consists of: every file with its hash, and for every page what it needs to be read without a network.
import {readFileSync, statSync} from "node:fs";
import {join} from "node:path";
import {listFiles, references, shortHash} from "./files.js";

export interface Listing {
  readonly version: string;
  /** path → first 16 hex digits of its SHA-256 */
  readonly files: Readonly<Record<string, string>>;
  /** path of a page → paths of what is kept with it */
  readonly pages: Readonly<Record<string, readonly string[]>>;
}

/** Larger files, in bytes, are kept when they are used, and not with the page; but the index of the search is. */
const LARGE = 300_000;

/** not part of the site for a reader: what is for the host, and the worker that holds the listing */
const forHost = /^(_headers|sw\.js|robots\.txt|sitemap\.xml|.*\.zip)$/;

/** List a built site. */
export function listSite(dist: string): Listing {
  const paths = listFiles(dist).filter((path) => !forHost.test(path));
  const known = new Set(paths);
  const files = Object.fromEntries(paths.map((path) => [path, shortHash(readFileSync(join(dist, path)))]));
  const named = new Map(paths.map((path) => [path, references(dist, path, known)]));
  const pages = Object.fromEntries(
    paths.filter((path) => path.endsWith(".html")).map((page) => [page, graph(page, named).filter(light)])
  );
  return {version: shortHash(JSON.stringify(files)), files, pages};

  function light(path: string): boolean {
    if (path.startsWith("search/")) return true;
    return !/\.(wasm|safetensors)$/.test(path) && statSync(join(dist, path)).size <= LARGE;
  }
}

/** What a page needs, and what that needs; other pages are links, and a style names fonts that few pages use. */
function graph(page: string, named: ReadonlyMap<string, readonly string[]>): string[] {
  const reached = new Set([page]);
  for (const path of reached) {
    const needs = (named.get(path) ?? []).filter((name) => !name.endsWith(path.endsWith(".css") ? ".woff2" : ".html"));
    for (const name of needs) reached.add(name);
  }
  reached.delete(page);
  return [...reached];
}
