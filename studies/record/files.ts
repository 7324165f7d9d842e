// The files of a recording, headed by its line.
import {mkdirSync} from "node:fs";
import {join} from "node:path";
import {removeTrace, writeTraceText} from "../../src/runtime/traceFiles.js";
import {writeTrace, type RecordingRecord, type TraceLine} from "../../src/traces/index.js";

/** Write them; a file without lines is removed. Returns names and bytes on disk. */
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
      removeTrace(path);
      continue;
    }
    written[name] = writeTraceText(path, writeTrace([head, ...lines]));
  }
  return written;
}
