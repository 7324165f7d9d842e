// The files of a built site, by their paths from its root with forward slashes.
import {createHash} from "node:crypto";
import {readdirSync, readFileSync} from "node:fs";
import {join} from "node:path";

export function listFiles(folder: string): string[] {
  return readdirSync(folder, {recursive: true, withFileTypes: true})
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .map((path) => path.replaceAll("\\", "/"))
    .sort();
}

/** First 16 hex digits of the SHA-256 of some bytes. */
export function shortHash(bytes: string | Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex").slice(0, 16);
}

const read = /\.(html|js|css)$/;
const reference = /["'(](\.{1,2}\/[^"'()?#\s]+)["')]/g;

/** Files of the site that a file names, as paths from the root. */
export function references(folder: string, path: string, files: ReadonlySet<string>): string[] {
  if (!read.test(path)) return [];
  const named = readFileSync(join(folder, path), "utf8").matchAll(reference);
  const found = [...named].map(([, address]) => new URL(address, `file:///${path}`).pathname.slice(1));
  return [...new Set(found.map(decodeURIComponent))].filter((name) => files.has(name));
}
