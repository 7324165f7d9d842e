// What the first page says is real: the network as trained, and each recording with its comparison with greedy decoding.
import {existsSync, readdirSync, readFileSync} from "node:fs";
import type {RealFacts} from "../src/figures/realFacts.js";
import {readTrace} from "../src/traces/index.js";

const folder = "data/traces/ems-sd";

const {parameters, tokens, step, device, sha256} = JSON.parse(
  readFileSync("data/models/joey/training.json", "utf8")
) as {parameters: number; tokens: number; step: number; device: string; sha256: string};

const devices = existsSync(folder) ? readdirSync(folder).filter((name) => !name.startsWith("software")) : [];
const recordings = devices.flatMap((name) => {
  const file = `${folder}/${name}/timing.jsonl`;
  if (!existsSync(file)) return [];
  const [head] = readTrace(readFileSync(file, "utf8"));
  if (head.type !== "recording") return [];
  const {lossless, provenance} = head;
  const {runs, tokens: compared, flips} = lossless;
  return [{device: provenance.device, date: provenance.date, runs, tokens: compared, flips: flips.length}];
});

const result: RealFacts = {model: {name: "joey", parameters, tokens, steps: step, device, sha256}, recordings};
process.stdout.write(JSON.stringify(result));
