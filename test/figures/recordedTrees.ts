// The committed rounds of tree drafting, as the page gets them.
import {readFileSync} from "node:fs";
import {recordingFolder} from "../../loaders/lib/recordingFolder.js";
import {treeData} from "../../loaders/lib/treeData.js";
import type {TreeData} from "../../src/figures/treeData.js";
import {openTokenizer} from "../../src/runtime/tokenizer.js";
import {traceLines} from "../../loaders/lib/traceLines.js";

export function recordedTrees(): TreeData {
  const folder = recordingFolder("trees.jsonl", "data/traces/kangaroo");
  const lines = traceLines(`${folder}/trees.jsonl`);
  const tokenizer = openTokenizer({tokenizer: JSON.parse(readFileSync("data/models/joey/tokenizer.json", "utf8"))});
  return treeData(lines, tokenizer);
}
