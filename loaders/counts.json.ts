// Counters of all replayed configurations on the project's prompts. null where nothing has been recorded yet.
import {readFileSync} from "node:fs";
import {readTrace} from "../src/traces/index.js";
import {countsTable} from "./lib/countsTable.js";
import {recordingFolder} from "./lib/recordingFolder.js";

const folder = recordingFolder("counts.jsonl");
const table = folder === undefined ? undefined : countsTable(readTrace(readFileSync(`${folder}/counts.jsonl`, "utf8")));
process.stdout.write(JSON.stringify(table ?? null));
