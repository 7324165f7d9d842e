// Files on disk, for Node, that are there whole or not at all: whoever is interrupted leaves the one of before.
import {mkdirSync, renameSync, writeFileSync} from "node:fs";
import {dirname} from "node:path";

/** Writes a file, with the folders it lies in. */
export function writeWhole(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(path), {recursive: true});
  writeFileSync(`${path}.part`, content);
  renameSync(`${path}.part`, path);
}
