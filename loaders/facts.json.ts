// What the first page says is real: the network as trained, what was recorded on each device and compared with greedy
// decoding, over all chapters, and how far the studies are.
import {readdirSync, readFileSync} from "node:fs";
import type {RealFacts} from "../src/figures/realFacts.js";
import {studyProgress} from "./lib/studyProgress.js";
import {traceLines} from "./lib/traceLines.js";
import {hasTrace} from "../src/runtime/traceFiles.js";
import {corePoints} from "../studies/core/detector/grid.js";
import {tinyPoints} from "../studies/tinyLm/grid.js";
import type {RecordingRecord} from "../src/traces/index.js";

const {parameters, tokens, step, device, sha256} = JSON.parse(
  readFileSync("data/models/joey/training.json", "utf8")
) as {parameters: number; tokens: number; step: number; device: string; sha256: string};

const root = "data/traces";
const folders = readdirSync(root).flatMap((chapter) =>
  readdirSync(`${root}/${chapter}`)
    .filter((device) => !device.startsWith("software"))
    .map((device) => `${root}/${chapter}/${device}`)
);
const heads = folders.flatMap((folder) => {
  const file = `${folder}/timing.jsonl`;
  const [head] = hasTrace(file) ? traceLines(file) : [];
  return head?.type === "recording" ? [head] : [];
});
// chapters that were recorded on one device add up
const recordings = [...new Set(heads.map(({provenance}) => provenance.device))].map((name) => {
  const here = heads.filter(({provenance}) => provenance.device === name);
  const sum = (value: (head: RecordingRecord) => number): number => here.reduce((n, head) => n + value(head), 0);
  return {
    device: name,
    date:
      here
        .map(({provenance}) => provenance.date)
        .sort()
        .at(-1) ?? "",
    runs: sum(({lossless}) => lossless.runs),
    tokens: sum(({lossless}) => lossless.tokens),
    flips: sum(({lossless}) => lossless.flips.length)
  };
});

const result: RealFacts = {
  model: {name: "joey", parameters, tokens, steps: step, device, sha256},
  recordings,
  studies: [studyProgress("tiny-lm", tinyPoints()), studyProgress("core", corePoints())]
};
process.stdout.write(JSON.stringify(result));
