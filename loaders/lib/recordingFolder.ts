// Which device's recording the pages replay.
import {existsSync, readdirSync} from "node:fs";
import {hasTrace} from "../../src/runtime/traceFiles.js";

/** Folder of a processor's recording where there is one, never of a software adapter; undefined where nothing is recorded. */
export function recordingFolder(file: string, folder = "data/traces/ems-sd"): string | undefined {
  if (!existsSync(folder)) return undefined;
  const real = readdirSync(folder).filter(
    (name) => !name.startsWith("software") && hasTrace(`${folder}/${name}/${file}`)
  );
  const device = real.find((name) => name.startsWith("cpu")) ?? real[0];
  return device === undefined ? undefined : `${folder}/${device}`;
}
