// Recorded rounds of tree drafting. null where nothing has been recorded yet.
import {readFileSync} from "node:fs";
import {openTokenizer} from "../src/runtime/tokenizer.js";
import {traceLines} from "./lib/traceLines.js";
import {recordingFolder} from "./lib/recordingFolder.js";
import {treeData} from "./lib/treeData.js";

const folder = recordingFolder("trees.jsonl", "data/traces/kangaroo");

if (folder === undefined) process.stdout.write("null");
else {
  const lines = traceLines(`${folder}/trees.jsonl`);
  const tokenizer = openTokenizer({tokenizer: JSON.parse(readFileSync("data/models/joey/tokenizer.json", "utf8"))});
  process.stdout.write(JSON.stringify(treeData(lines, tokenizer)));
}
