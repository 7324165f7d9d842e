// npm run record -- <ems-sd|kangaroo> [options]
//
// Records a chapter, ems-sd or kangaroo, with the models in data/models: greedy outputs and draft chains, the cost of a
// step, real runs that are compared with greedy decoding and with their replay, and counters of all configurations.
// Ctrl-C or the time limit stops it, and the same command goes on; with --go-on even where code has changed since. Results
// go to data/traces/<chapter>/<device>; those of --quick, of weights that are still in training and of software adapters
// stay in the work folder in the cache.
import {createHash} from "node:crypto";
import {readFileSync} from "node:fs";
import {join} from "node:path";
import {openNode} from "../src/runtime/node.js";
import {readCheckpoint} from "../src/runtime/readCheckpoint.js";
import {openTokenizer} from "../src/runtime/tokenizer.js";
import {PAD} from "../src/training/tokenizerFiles.js";
import {commandLine, flag, machine, positive, text, UsageError} from "../tools/commandLine.js";
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

const there = [...Object.keys(chapters), "core"].join(", ");
const {values, words} = commandLine({
  usage: "npm run record -- <chapter>",
  about: `Records a chapter with the models in data/models: ${there} (which has options of its own).`,
  options: {
    ...machine,
    quick: flag("a small version, which stays in the work folder"),
    "limit-minutes": positive("minutes after which it stops; the same command goes on"),
    "go-on": flag("go on where it stopped, though code has changed since"),
    out: text("folder for the results; data/traces/<chapter>/<device>, where none is named")
  },
  words: 1
});
const [name = "none"] = words;
if (!Object.hasOwn(chapters, name)) throw new UsageError(`chapter: ${name}; there are ${there}`);
const chapter = chapters[name];
const {device, threads} = values;
const minutes = values["limit-minutes"] ?? Infinity;

const began = performance.now();
const setting = values.quick ? chapter.quick : device === "webgpu" ? chapter.onGpu : chapter.setting;
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
