// npx tsx studies/tinyLm/speeds.ts [options]
//
// Measures how fast the shapes of the Tiny LM studies and of our models decode and train, on one thread, and writes
// data/runs/tiny-lm-speeds.json. All shapes take turns in every pass, so that slow drifts of the machine meet all alike;
// times are processor times, since a shared machine waits. Weights don't matter for speed: they are random.
import {readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {decode} from "../../src/decoding/index.js";
import {initializeLlama} from "../../src/nets/llama/initialize.js";
import {llamaParameters, parameterCount} from "../../src/nets/llama/parameters.js";
import {parseLlamaConfig, writeLlamaConfig, type LlamaConfig} from "../../src/nets/llama/config.js";
import {nextTokenLoss} from "../../src/nets/llama/train.js";
import {openCheckpoint} from "../../src/runtime/checkpoint.js";
import {openLlama, type Llama} from "../../src/runtime/llama.js";
import {openNode} from "../../src/runtime/node.js";
import {writeSafetensors} from "../../src/runtime/safetensors.js";
import {median} from "../../src/traces/metrics/median.js";
import {quantile} from "../../src/traces/metrics/quantile.js";
import {batchFeeds} from "../../src/training/feeds.js";
import {initialState, train} from "../../src/training/loop.js";
import {random} from "../../src/training/random.js";
import {trainingStep} from "../../src/training/step.js";
import {commandLine, count} from "../../tools/commandLine.js";
import {modelFolder} from "../exportModel.js";
import {openProgress} from "../progress.js";
import {provenanceOf} from "../record/provenance.js";
import {tinyPoints} from "./grid.js";
import {networkOf} from "./recipe.js";
import type {ShapeSpeed, ShapeSpeeds, Speed} from "../../src/traces/shapeSpeeds.js";

const {passes} = commandLine({
  usage: "npx tsx studies/tinyLm/speeds.ts",
  about: "Measures how fast shapes decode and train on one thread; writes data/runs/tiny-lm-speeds.json.",
  options: {passes: count("times that each shape takes its turn", 7)}
}).values;
const PARTS = ["depth", "inheritance", "expansion", "tokenizer"];
const MODELS = ["joey", "joey-draft"];
/** layers of networks like joey, between its size and the studies' */
const BETWEEN = [3, 7];
const NEW_TOKENS = 48;
const BATCH = {batch: 16, length: 128};
const TRAINING_STEPS = 2;
/** a single text of so few tokens is over within a tenth of a second */
const TEXTS = 4;

const runtime = await openNode({device: "cpu"});
const networks = new Map<string, LlamaConfig>();
for (const {part, recipe} of tinyPoints()) {
  const network = networkOf(recipe);
  if (PARTS.includes(part)) networks.set(JSON.stringify(network), network);
}
for (const name of MODELS) {
  const network = parseLlamaConfig(JSON.parse(readFileSync(join(modelFolder(name), "config.json"), "utf8")));
  networks.set(name, network);
  for (const layers of name === "joey" ? BETWEEN : []) networks.set(`${name} ${layers}`, {...network, layers});
}

/** Takes so many training steps. */
type Trainer = (steps: number) => Promise<void>;

interface Contestant {
  readonly network: LlamaConfig;
  readonly model: Llama;
  readonly trainer: Trainer;
  readonly times: {readonly decode: number[]; readonly decode20: number[]; readonly train: number[]};
}

const contestants: Contestant[] = [];
for (const network of networks.values()) {
  const weights = initializeLlama(network, random(1));
  const tensors = llamaParameters(network).map(({name, shape}) => ({name, shape, data: weights.get(name) as Float32Array})); // prettier-ignore
  const checkpoint = await openCheckpoint({
    config: writeLlamaConfig(network, "float32"),
    files: [{name: "model.safetensors", bytes: writeSafetensors(tensors)}]
  });
  contestants.push({
    network,
    model: await openLlama(runtime, checkpoint),
    trainer: await openTrainer(network),
    times: {decode: [], decode20: [], train: []}
  });
}

/** Tokens per second of processor time. */
async function speedOf(tokens: number, work: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const {user, system} = process.cpuUsage(before);
  return (tokens * 1e6) / (user + system);
}

/** As many new tokens for each of `samples` prompts of two tokens. */
async function write(model: Llama, samples: number): Promise<void> {
  const prompts = Array.from({length: samples}, (_, i) => Int32Array.of(2 + i, 3 + i));
  const options = {model, mode: "greedy", prompts, maxNewTokens: NEW_TOKENS} as const;
  for await (const step of decode(options)) void step;
}

/** Opens a training graph; every call goes on where the one before ended. */
async function openTrainer(network: LlamaConfig): Promise<Trainer> {
  const parameters = llamaParameters(network);
  const session = await runtime.createSession(trainingStep(parameters, nextTokenLoss(network, BATCH)));
  const next = random(2);
  const rows = BATCH.batch * BATCH.length;
  const any = (): Int32Array => Int32Array.from({length: rows}, () => Math.floor(next() * network.vocabSize));
  const feeds = batchFeeds({x: any(), y: any(), w: new Float32Array(rows).fill(1)});
  let state = initialState(initializeLlama(network, next));
  return async (steps) => {
    state = await train(state, {
      parameters,
      schedule: {peak: 1e-4, warmup: 1, steps: state.step + steps, decay: 0},
      batch: () => ({feeds, tokens: rows}),
      run: (all) => session.run(all)
    });
  };
}

const progress = openProgress(passes * contestants.length);
for (let pass = 0; pass < passes; pass++) {
  for (const [i, {network, model, trainer, times}] of contestants.entries()) {
    if (pass === 0) {
      // what is compiled or laid out the first time is not timed
      await write(model, 1);
      await write(model, 20);
      await trainer(1);
    }
    const texts = async (): Promise<void> => {
      for (let k = 0; k < TEXTS; k++) await write(model, 1);
    };
    times.decode.push(await speedOf(TEXTS * NEW_TOKENS, texts));
    times.decode20.push(await speedOf(20 * NEW_TOKENS, () => write(model, 20)));
    times.train.push(await speedOf(TRAINING_STEPS * BATCH.batch * BATCH.length, () => trainer(TRAINING_STEPS)));
    progress.update(pass * contestants.length + i + 1, `pass ${pass + 1}, ${network.layers} x ${network.hiddenSize}`);
  }
}
progress.end();

const spread = (all: readonly number[]): Speed => ({
  median: Math.round(median(all)),
  quartiles: [Math.round(quantile(all, 0.25)), Math.round(quantile(all, 0.75))]
});
const shapes = contestants.map(({network, times}): ShapeSpeed => ({
  layers: network.layers,
  width: network.hiddenSize,
  heads: network.heads,
  kvHeads: network.kvHeads,
  headDim: network.headDim,
  intermediateSize: network.intermediateSize,
  vocabulary: network.vocabSize,
  parameters: parameterCount(network),
  decode: spread(times.decode),
  decode20: spread(times.decode20),
  train: spread(times.train)
}));
const result: ShapeSpeeds = {
  type: "shape-speeds",
  passes,
  newTokens: NEW_TOKENS,
  shapes,
  provenance: provenanceOf(runtime, "npx tsx studies/tinyLm/speeds.ts", ".")
};
writeFileSync("data/runs/tiny-lm-speeds.json", `${JSON.stringify(result)}\n`);
