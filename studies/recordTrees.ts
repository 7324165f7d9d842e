// npx tsx studies/recordTrees.ts
//
// Records how draft trees grow, for the figure of that name: the first test prompt of three domains, on the processor, with
// joey and its adapter behind layer 4. The result goes to data/traces/kangaroo/<device>/trees.jsonl.
import {mkdirSync} from "node:fs";
import {join} from "node:path";
import {openLlama} from "../src/runtime/llama.js";
import {openNode} from "../src/runtime/node.js";
import {readAdapter, readCheckpoint} from "../src/runtime/readCheckpoint.js";
import {runAdapter} from "../src/runtime/runAdapter.js";
import {openTokenizer} from "../src/runtime/tokenizer.js";
import {writeTraceText} from "../src/runtime/traceFiles.js";
import {writeTrace, type RecordingRecord} from "../src/traces/index.js";
import {PAD} from "../src/training/tokenizerFiles.js";
import {sha256} from "./digest.js";
import {modelFolder} from "./exportModel.js";
import {readPrompts} from "./record/prompts.js";
import {deviceFolder, provenanceOf} from "./record/provenance.js";
import {kangaroo} from "./record/kangaroo/setting.js";
import {recordTreeRounds} from "./record/treeRounds.js";

const NAME = "exit-4";
const {maxNewTokens} = kangaroo;

const runtime = await openNode({device: "cpu", threads: 1});
const target = await readCheckpoint(modelFolder("joey"));
const opened = await readAdapter(target, join(modelFolder("kangaroo"), `${NAME}.safetensors`));
if (!target.tokenizer) throw new Error("joey: no tokenizer.json");
const tokenizer = openTokenizer(target.tokenizer);
const {domains, files} = readPrompts(".", tokenizer, {...kangaroo, domains: ["dialogue", "stories", "math"]});
const eos = target.config.eosTokens;
const {lines, tokens, flips, gap} = await recordTreeRounds({
  model: openLlama(runtime, target),
  adapter: runAdapter(runtime, target, opened),
  prompts: [...domains.values()].map(([first]) => first),
  maxNewTokens,
  eos,
  padToken: tokenizer.id(PAD) ?? 0
});
const head: RecordingRecord = {
  type: "recording",
  chapter: "kangaroo",
  models: [
    {name: "joey", sha256: target.sha256, role: "target"},
    {name: NAME, sha256: sha256(opened.files[0].bytes), role: "adapter"}
  ],
  files,
  setting: {maxNewTokens, ...lines[0].options},
  eos,
  provenance: provenanceOf(runtime, "npx tsx studies/recordTrees.ts", "."),
  lossless: {
    equal: true, // a text that is not the greedy one throws
    runs: domains.size,
    samples: domains.size,
    tokens,
    flips: flips.map(({prompt, position, margin}) => {
      return {prompt, position, margin, mode: "ems-sd", drafter: "early-exit-tree", batchSize: 1};
    }),
    largestGap: gap,
    prompts: domains.size,
    replayedSteps: 0,
    replayTies: 0
  },
  done: domains.size,
  planned: domains.size
};
const folder = join("data", "traces", "kangaroo", deviceFolder(runtime));
mkdirSync(folder, {recursive: true});
writeTraceText(join(folder, "trees.jsonl"), writeTrace([head, ...lines]));
console.error(`${join(folder, "trees.jsonl")}: ${lines.length} rounds`);
