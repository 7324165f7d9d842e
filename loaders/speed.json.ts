// Speeds as recorded: of every device, by its folder in data/traces/ems-sd. Software adapters are left out.
import {existsSync, readdirSync} from "node:fs";
import type {Speeds} from "../src/figures/speedData.js";
import {traceLines} from "./lib/traceLines.js";
import {hasTrace} from "../src/runtime/traceFiles.js";
import type {TraceLine} from "../src/traces/index.js";
import {speedsOf} from "./lib/speeds.js";

const folder = "data/traces/ems-sd";

function lines(device: string, name: string): TraceLine[] {
  const path = `${folder}/${device}/${name}.jsonl`;
  return hasTrace(path) ? traceLines(path) : [];
}

const devices = existsSync(folder) ? readdirSync(folder).filter((name) => !name.startsWith("software")) : [];
const recordings = devices.flatMap((device): Speeds[] => {
  const timing = lines(device, "timing");
  const head = timing.find((line) => line.type === "recording");
  return head ? [speedsOf(device, head, [...timing, ...lines(device, "counts"), ...lines(device, "cost")])] : [];
});
process.stdout.write(JSON.stringify(recordings));
