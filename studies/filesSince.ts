// Files that a run has written, among many that were there before.
import {existsSync, readdirSync, statSync} from "node:fs";
import {join} from "node:path";

/** Files at any depth of a folder, or none where there is no folder, that were changed at `since` (ms) or later; in order. */
export function filesSince(folder: string, since: number): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, {recursive: true, encoding: "utf8"})
    .map((name) => join(folder, name))
    .filter((path) => {
      const file = statSync(path);
      return file.isFile() && file.mtimeMs >= since;
    })
    .sort();
}
