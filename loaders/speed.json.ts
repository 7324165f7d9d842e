// Speeds as recorded: of every device, by its folder in data/traces/ems-sd. Software adapters are left out.
import {existsSync, readdirSync, readFileSync} from "node:fs";
import {readTrace, type TraceLine} from "../src/traces/index.js";
import {speedTable} from "./lib/speedTable.js";

const folder = "data/traces/ems-sd";

function lines(device: string, name: string): TraceLine[] {
  const path = `${folder}/${device}/${name}.jsonl`;
  return existsSync(path) ? readTrace(readFileSync(path, "utf8")) : [];
}

const devices = existsSync(folder) ? readdirSync(folder).filter((name) => !name.startsWith("software")) : [];
const tables = devices.flatMap((device) => {
  const timing = lines(device, "timing");
  const head = timing.find((line) => line.type === "recording");
  if (!head) return [];
  const rows = speedTable({
    timing: timing.filter((line) => line.type === "timing"),
    counts: lines(device, "counts").filter((line) => line.type === "counts"),
    cost: lines(device, "cost").filter((line) => line.type === "cost")
  });
  const {provenance, lossless, done, planned} = head;
  return [{provenance, lossless, done, planned, rows}];
});
process.stdout.write(JSON.stringify(tables));
