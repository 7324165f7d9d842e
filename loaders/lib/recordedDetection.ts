// A file of the CORE chapter's recorded detections, made into what a page needs.
import {recordingFolder} from "./recordingFolder.js";
import {traceLines} from "./traceLines.js";
import type {TraceLine} from "../../src/traces/index.js";

/** null where nothing has been recorded. */
export function recordedDetection<T>(file: string, make: (lines: readonly TraceLine[]) => T): T | null {
  const folder = recordingFolder(file, "data/traces/core");
  return folder === undefined ? null : make(traceLines(`${folder}/${file}`));
}
