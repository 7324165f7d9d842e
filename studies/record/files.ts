// The files of a recording, headed by its line.
import {mkdirSync, renameSync, rmSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {writeTrace, type RecordingRecord, type TraceLine} from "../../src/traces/index.js";

/** Write them; a file without lines is removed. Returns names and bytes. */
export function writeFiles(
  folder: string,
  head: RecordingRecord,
  files: Readonly<Record<string, readonly TraceLine[]>>
): Record<string, number> {
  mkdirSync(folder, {recursive: true});
  const written: Record<string, number> = {};
  for (const [name, lines] of Object.entries(files)) {
    const path = join(folder, name);
    if (lines.length === 0) {
      rmSync(path, {force: true});
      continue;
    }
    const text = writeTrace([head, ...lines]);
    writeFileSync(`${path}.part`, text);
    renameSync(`${path}.part`, path);
    written[name] = Buffer.byteLength(text);
  }
  return written;
}
