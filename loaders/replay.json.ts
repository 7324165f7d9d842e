// The batch that replays on /ems-sd: the first test prompts of each domain that are short enough to be read, from the
// recorded trace. null where nothing has been recorded yet.
import {readFileSync} from "node:fs";
import {openTokenizer} from "../src/runtime/tokenizer.js";
import {traceLines} from "./lib/traceLines.js";
import {recordingFolder} from "./lib/recordingFolder.js";
import {replayData} from "./lib/replayData.js";

const domains = ["dialogue", "edit", "math"];

interface PromptFile {
  readonly prompts: readonly {readonly id: string; readonly split: string}[];
}

const folder = recordingFolder("oracle.jsonl");
if (folder === undefined) process.stdout.write("null");
else {
  const lines = traceLines(`${folder}/oracle.jsonl`);
  const model = lines.find((line) => line.type === "oracle-model")?.name ?? "";
  const tokenizer = openTokenizer({tokenizer: JSON.parse(readFileSync(`data/models/${model}/tokenizer.json`, "utf8"))});
  const prompts = Object.fromEntries(
    domains.map((domain) => {
      const file = JSON.parse(readFileSync(`data/prompts/${domain}.json`, "utf8")) as PromptFile;
      return [domain, file.prompts.filter(({split}) => split === "test").map(({id}) => id)];
    })
  );
  process.stdout.write(JSON.stringify(replayData(lines, tokenizer, {prompts})));
}
