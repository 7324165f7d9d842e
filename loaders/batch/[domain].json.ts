// The first 24 test prompts of a domain as a batch to be replayed whole. null where nothing has been recorded yet.
import {existsSync, readFileSync} from "node:fs";
import {parseArgs} from "node:util";
import {openTokenizer} from "../../src/runtime/tokenizer.js";
import {traceLines} from "../lib/traceLines.js";
import {batchData} from "../lib/batchData.js";
import {recordingFolder} from "../lib/recordingFolder.js";

interface PromptFile {
  readonly prompts: readonly {readonly id: string; readonly split: string}[];
}

const {domain = ""} = parseArgs({options: {domain: {type: "string"}}}).values;
const folder = recordingFolder("oracle.jsonl");
const file = `data/prompts/${domain}.json`;

if (folder === undefined || !existsSync(file)) process.stdout.write("null");
else {
  const lines = traceLines(`${folder}/oracle.jsonl`);
  const model = lines.find((line) => line.type === "oracle-model")?.name ?? "";
  const tokenizer = openTokenizer({tokenizer: JSON.parse(readFileSync(`data/models/${model}/tokenizer.json`, "utf8"))});
  const {prompts} = JSON.parse(readFileSync(file, "utf8")) as PromptFile;
  const test = prompts.filter(({split}) => split === "test").map(({id}) => id);
  const data = batchData(lines, tokenizer, {domain, prompts: test});
  process.stdout.write(JSON.stringify(data.samples.length > 0 ? data : null));
}
