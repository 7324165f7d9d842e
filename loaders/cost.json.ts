// What a step costs on every recorded device, by its folder in data/traces/ems-sd. Software adapters are left out.
import {existsSync, readdirSync} from "node:fs";
import {traceLines} from "./lib/traceLines.js";
import {hasTrace} from "../src/runtime/traceFiles.js";
import {costData} from "./lib/costData.js";

const folder = "data/traces/ems-sd";
const files = ["cost", "counts", "timing", "oracle"];

const devices = existsSync(folder) ? readdirSync(folder).filter((name) => !name.startsWith("software")) : [];
// processors first, as in the replay
const order = [...devices].sort((a, b) => Number(b.startsWith("cpu")) - Number(a.startsWith("cpu")));
const recordings = order.map((key) => ({
  key,
  lines: files.flatMap((name) => {
    const path = `${folder}/${key}/${name}.jsonl`;
    return hasTrace(path) ? traceLines(path) : [];
  })
}));
process.stdout.write(JSON.stringify(await costData(recordings)));
