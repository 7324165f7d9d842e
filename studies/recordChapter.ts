// npm run record -- <ems-sd|kangaroo> [--device cpu|webgpu] [--threads <n>] [--quick] [--limit-minutes <n>]
//   [--go-on] [--out <folder>]
//
// Records a chapter, ems-sd or kangaroo, with the models in data/models: greedy outputs and draft chains, the cost of a
// step, real runs that are compared with greedy decoding and with their replay, and counters of all configurations.
// Ctrl-C or the time limit stops it, and the same command goes on; with --go-on even where code has changed since. Results
// go to data/traces/<chapter>/<device>; those of --quick, of weights that are still in training and of software adapters
// stay in the work folder in the cache.
import {createHash} from "node:crypto";
import {readFileSync} from "node:fs";
import {join} from "node:path";
import {parseArgs} from "node:util";
import {openNode} from "../src/runtime/node.js";
import {readCheckpoint} from "../src/runtime/readCheckpoint.js";
import {openTokenizer} from "../src/runtime/tokenizer.js";
import {PAD} from "../src/training/tokenizerFiles.js";
import {cacheFolder} from "./cache.js";
import {modelFolder, type TrainingCard} from "./exportModel.js";
import {formatDuration, openProgress} from "./progress.js";
import type {Chapter} from "./record/chapter.js";
import {claim, codeDigest} from "./record/codeDigest.js";
import {emsSdChapter} from "./record/emsSd/chapter.js";
import {kangarooChapter} from "./record/kangaroo/chapter.js";
import {everyNetwork} from "./record/networks.js";
import {readPrompts} from "./record/prompts.js";
import {deviceFolder, provenanceOf} from "./record/provenance.js";

const chapters: Readonly<Record<string, Chapter>> = {
  "ems-sd": emsSdChapter,
  kangaroo: kangarooChapter
};

const {values, positionals} = parseArgs({
  allowPositionals: true,
  options: {
    device: {type: "string", default: "cpu"},
    threads: {type: "string", default: "1"},
    quick: {type: "boolean", default: false},
    "limit-minutes": {type: "string"},
    "go-on": {type: "boolean", default: false},
    out: {type: "string"}
  }
});
const [name] = positionals;
if (!(name in chapters))
  throw new Error(`chapter: ${name ?? "none"}; there are ${[...Object.keys(chapters), "core"].join(", ")}`);
const chapter = chapters[name];
const {device} = values;
if (device !== "cpu" && device !== "webgpu") throw new Error(`--device: ${device}; there are cpu and webgpu`);
const threads = Number(values.threads);
if (!Number.isInteger(threads) || threads < 1)
  throw new Error(`--threads: ${values.threads} is no positive whole number`);
const minutes = Number(values["limit-minutes"] ?? Infinity);
if (!(minutes > 0)) throw new Error(`--limit-minutes: ${values["limit-minutes"]} is no positive number`);

const began = performance.now();
const setting = values.quick ? chapter.quick : chapter.setting;
const runtime = await openNode({device, threads});
const checkpoints = {
  target: await readCheckpoint(modelFolder("joey")),
  draft: await readCheckpoint(modelFolder("joey-draft"))
};
const networks = await chapter.networks(runtime, checkpoints);
if (!checkpoints.target.tokenizer) throw new Error(`${modelFolder("joey")}: no tokenizer.json`);
const tokenizer = openTokenizer(checkpoints.target.tokenizer);
const prompts = readPrompts(".", tokenizer, setting);
const deviceOptions = `${device === "cpu" ? "" : ` --device ${device}`}${threads === 1 ? "" : ` --threads ${threads}`}`;
const provenance = provenanceOf(runtime, `npm run record -- ${name}${deviceOptions}`, ".");
const digests = everyNetwork(networks).map(({sha256}) => sha256);
const same = [...digests, prompts.files, setting, runtime.version, threads];
const fingerprint = createHash("sha256").update(JSON.stringify(same)).digest("hex").slice(0, 12);
const work = cacheFolder("recordings", name, deviceFolder(runtime), fingerprint);
const unfinished = ["joey", "joey-draft"].filter((model) => !isFinished(model));
const reasons = [
  ...(values.quick ? ["--quick"] : []),
  ...unfinished.map((model) => `${model} is still in training`),
  ...(runtime.software ? [`${runtime.deviceName} is a software adapter`] : [])
];
const out = values.out ?? (reasons.length ? join(work, "out") : join("data", "traces", name, deviceFolder(runtime)));

const interrupt = new AbortController();
process.once("SIGINT", () => interrupt.abort(new Error("interrupted")));
process.once("SIGTERM", () => interrupt.abort(new Error("interrupted")));
if (minutes < Infinity) {
  setTimeout(() => interrupt.abort(new Error(`${minutes} minutes are over`)), minutes * 60_000).unref();
}
console.error(`recording ${name} on ${runtime.deviceName}, in ${work}`);
if (reasons.length) console.error(`stays in the work folder: ${reasons.join(", ")}`);
claim(work, codeDigest("."), values["go-on"]);
const options = {
  prompts,
  networks,
  setting,
  eos: checkpoints.target.config.eosTokens,
  padToken: tokenizer.id(PAD) ?? 0,
  provenance,
  work,
  leastBusy: 0.9,
  signal: interrupt.signal,
  stage(title: string, total: number, from: number) {
    console.error(title);
    return openProgress(total, from);
  }
};
const recording = chapter.open(options, tokenizer);
try {
  await recording.record();
} catch (error) {
  if (!interrupt.signal.aborted) throw error;
  console.error(`stopped: ${(interrupt.signal.reason as Error).message}; the same command goes on`);
}
await recording.count();
for (const [file, bytes] of Object.entries(recording.write(out))) {
  console.error(`${join(out, file)}: ${(bytes / 1024).toFixed(0)} KB`);
}
const {done, planned} = recording;
console.error(`${done} of ${planned} units in ${formatDuration(performance.now() - began)}`);

/** Whether the weights in data/models are those that training ended with. */
function isFinished(name: string): boolean {
  const card = JSON.parse(readFileSync(join(modelFolder(name), "training.json"), "utf8")) as TrainingCard;
  return card.finished;
}
