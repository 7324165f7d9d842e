// Counters of all replayed configurations on the project's prompts. null where nothing has been recorded yet.
import {traceLines} from "./lib/traceLines.js";
import {countsTable} from "./lib/countsTable.js";
import {recordingFolder} from "./lib/recordingFolder.js";

const folder = recordingFolder("counts.jsonl");
const table = folder === undefined ? undefined : countsTable(traceLines(`${folder}/counts.jsonl`));
process.stdout.write(JSON.stringify(table ?? null));
