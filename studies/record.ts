// npm run record -- ems-sd [--device cpu|webgpu] [--threads <n>] [--quick] [--limit-minutes <n>]
//   [--go-on] [--out <folder>]
//
// Records a chapter with the models in data/models: greedy outputs and draft chains, the cost of a step, real runs of every
// mode and drafter that are compared with greedy decoding and with their replay, and counters of all configurations.
// Ctrl-C or the time limit stops it, and the same command goes on; with --go-on even where code has changed since. Results
// go to data/traces/<chapter>/<device>; those of --quick, of weights that are still in training and of software adapters
// stay in the work folder in the cache.
import {createHash} from "node:crypto";
import {readFileSync} from "node:fs";
import {join} from "node:path";
import {parseArgs} from "node:util";
import {openLlama} from "../src/runtime/llama.js";
import {openNode} from "../src/runtime/node.js";
import {readCheckpoint} from "../src/runtime/readCheckpoint.js";
import {openTokenizer} from "../src/runtime/tokenizer.js";
import {PAD} from "../src/training/tokenizerFiles.js";
import {cacheFolder} from "./cache.js";
import {readMeta, readShards} from "./corpora/shards.js";
import {modelFolder, type TrainingCard} from "./exportModel.js";
import {formatDuration, openProgress} from "./progress.js";
import {claim, codeDigest} from "./record/codeDigest.js";
import {countEmsSd, openRecorded, recordEmsSd, writeRecording, type EmsSdOptions} from "./record/emsSd.js";
import {heldOutPrompts} from "./record/heldOut.js";
import {readPrompts} from "./record/prompts.js";
import {deviceFolder, provenanceOf} from "./record/provenance.js";
import {emsSd, quick} from "./record/setting.js";

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
const [chapter] = positionals;
if (chapter !== "ems-sd") throw new Error(`chapter: ${chapter ?? "none"}; there is ems-sd`);
const {device} = values;
if (device !== "cpu" && device !== "webgpu") throw new Error(`--device: ${device}; there are cpu and webgpu`);
const threads = Number(values.threads);
if (!Number.isInteger(threads) || threads < 1)
  throw new Error(`--threads: ${values.threads} is no positive whole number`);
const minutes = Number(values["limit-minutes"] ?? Infinity);
if (!(minutes > 0)) throw new Error(`--limit-minutes: ${values["limit-minutes"]} is no positive number`);

const began = performance.now();
const setting = values.quick ? quick : emsSd;
const runtime = await openNode({device, threads});
const checkpoints = {
  target: await readCheckpoint(modelFolder("joey")),
  draft: await readCheckpoint(modelFolder("joey-draft"))
};
const network = (role: "target" | "draft", name: string) => {
  return {name, sha256: checkpoints[role].sha256, model: openLlama(runtime, checkpoints[role])};
};
const networks = {target: network("target", "joey"), draft: network("draft", "joey-draft")};
if (!checkpoints.target.tokenizer) throw new Error(`${modelFolder("joey")}: no tokenizer.json`);
const tokenizer = openTokenizer(checkpoints.target.tokenizer);
const prompts = readPrompts(".", tokenizer, setting);
const deviceOptions = `${device === "cpu" ? "" : ` --device ${device}`}${threads === 1 ? "" : ` --threads ${threads}`}`;
const provenance = provenanceOf(runtime, `npm run record -- ems-sd${deviceOptions}`, ".");
const same = [networks.target.sha256, networks.draft.sha256, prompts.files, setting, runtime.version, threads];
const fingerprint = createHash("sha256").update(JSON.stringify(same)).digest("hex").slice(0, 12);
const work = cacheFolder("recordings", chapter, deviceFolder(runtime), fingerprint);
const unfinished = ["joey", "joey-draft"].filter((name) => !isFinished(name));
const reasons = [
  ...(values.quick ? ["--quick"] : []),
  ...unfinished.map((name) => `${name} is still in training`),
  ...(runtime.software ? [`${runtime.deviceName} is a software adapter`] : [])
];
const out = values.out ?? (reasons.length ? join(work, "out") : join("data", "traces", chapter, deviceFolder(runtime)));

const interrupt = new AbortController();
process.once("SIGINT", () => interrupt.abort(new Error("interrupted")));
process.once("SIGTERM", () => interrupt.abort(new Error("interrupted")));
if (minutes < Infinity) {
  setTimeout(() => interrupt.abort(new Error(`${minutes} minutes are over`)), minutes * 60_000).unref();
}
const text = cacheFolder("text");
const heldOut = readMeta(text) ? heldOutPrompts(readShards(text, "validation"), tokenizer, setting.heldOut) : undefined;
if (!heldOut) console.error(`no encoded text in ${text}: nothing is counted on held-out documents`);
const options: EmsSdOptions = {
  prompts,
  ...(heldOut ? {heldOut} : {}),
  networks,
  setting,
  eos: checkpoints.target.config.eosTokens,
  padToken: tokenizer.id(PAD) ?? 0,
  provenance,
  work,
  leastBusy: 0.9,
  signal: interrupt.signal,
  stage(name, total, from) {
    console.error(name);
    return openProgress(total, from);
  }
};
console.error(`recording ${chapter} on ${runtime.deviceName}, in ${work}`);
if (reasons.length) console.error(`stays in the work folder: ${reasons.join(", ")}`);
claim(work, codeDigest("."), values["go-on"]);
const recorded = openRecorded(options);
try {
  await recordEmsSd(options, recorded);
} catch (error) {
  if (!interrupt.signal.aborted) throw error;
  console.error(`stopped: ${(interrupt.signal.reason as Error).message}; the same command goes on`);
}
if (recorded.answers.size >= prompts.count) await countEmsSd({...options, signal: undefined}, recorded);
for (const [name, bytes] of Object.entries(writeRecording(out, recorded))) {
  console.error(`${join(out, name)}: ${(bytes / 1024).toFixed(0)} KB`);
}
const {results, units} = recorded;
console.error(`${results.size} of ${units.length} units in ${formatDuration(performance.now() - began)}`);

/** Whether the weights in data/models are those that training ended with. */
function isFinished(name: string): boolean {
  const card = JSON.parse(readFileSync(join(modelFolder(name), "training.json"), "utf8")) as TrainingCard;
  return card.finished;
}
