// The recorded draft forest of this repository, read for a loader.
import {readFileSync} from "node:fs";
import type {ForestData} from "../../src/figures/forestData.js";
import {openTokenizer} from "../../src/runtime/tokenizer.js";
import {traceLines} from "./traceLines.js";
import {forestData} from "./forestData.js";
import type {ForestChoice} from "./forestData.js";
import {recordingFolder} from "./recordingFolder.js";

interface PromptFile {
  readonly prompts: readonly {readonly id: string; readonly split: string}[];
}

/** Test prompts of some domains; null where nothing has been recorded yet. */
export function recordedForest(
  domains: readonly string[],
  choice: Omit<ForestChoice, "prompts"> = {}
): ForestData | null {
  const folder = recordingFolder("forest.jsonl", "data/traces/kangaroo");
  if (folder === undefined) return null;
  const lines = traceLines(`${folder}/forest.jsonl`);
  const model = lines.find((line) => line.type === "oracle-model")?.name ?? "";
  const tokenizer = openTokenizer({tokenizer: JSON.parse(readFileSync(`data/models/${model}/tokenizer.json`, "utf8"))});
  const prompts = Object.fromEntries(
    domains.map((domain) => {
      const file = JSON.parse(readFileSync(`data/prompts/${domain}.json`, "utf8")) as PromptFile;
      return [domain, file.prompts.filter(({split}) => split === "test").map(({id}) => id)];
    })
  );
  const data = forestData(lines, tokenizer, {...choice, prompts});
  return data.texts.length > 0 ? data : null;
}
