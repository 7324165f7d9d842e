// npx tsx studies/tinyLm/speeds.ts [--passes <n>]
//
// Measures how fast the shapes of the Tiny LM studies decode and train, on one thread, and writes
// data/runs/tiny-lm-speeds.json. All shapes take turns in every pass, so that slow drifts of the machine meet all alike;
// times are processor times, since a shared machine waits. Weights don't matter for speed: they are random.
import {writeFileSync} from "node:fs";
import {parseArgs} from "node:util";
import {decode} from "../../src/decoding/index.js";
import {initializeLlama} from "../../src/nets/llama/initialize.js";
import {llamaParameters, parameterCount} from "../../src/nets/llama/parameters.js";
import {writeLlamaConfig, type LlamaConfig} from "../../src/nets/llama/config.js";
import {nextTokenLoss} from "../../src/nets/llama/train.js";
import {openCheckpoint} from "../../src/runtime/checkpoint.js";
import {openLlama, type Llama} from "../../src/runtime/llama.js";
import {openNode} from "../../src/runtime/node.js";
import {writeSafetensors} from "../../src/runtime/safetensors.js";
import {median} from "../../src/traces/metrics/median.js";
import {quantile} from "../../src/traces/metrics/quantile.js";
import {initialState, train} from "../../src/training/loop.js";
import {random} from "../../src/training/random.js";
import {trainingStep} from "../../src/training/step.js";
import {batchFeeds} from "../evaluate.js";
import {openProgress} from "../progress.js";
import {provenanceOf} from "../record/provenance.js";
import {tinyPoints} from "./grid.js";
import {networkOf} from "./recipe.js";
import type {ShapeSpeed, ShapeSpeeds, Speed} from "../../src/traces/shapeSpeeds.js";

const {values} = parseArgs({options: {passes: {type: "string", default: "5"}}});
const passes = Number(values.passes);
if (!(Number.isInteger(passes) && passes > 0))
  throw new Error(`--passes: ${values.passes} is no positive whole number`);
const PARTS = ["depth", "inheritance", "expansion", "tokenizer"];
const NEW_TOKENS = 48;
const BATCH = {batch: 16, length: 128};
const TRAINING_STEPS = 2;

const runtime = await openNode({device: "cpu"});
const networks = new Map<string, LlamaConfig>();
for (const {part, recipe} of tinyPoints()) {
  const network = networkOf(recipe);
  if (PARTS.includes(part)) networks.set(JSON.stringify(network), network);
}

interface Contestant {
  readonly network: LlamaConfig;
  readonly model: Llama;
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

/** Opens a training graph, runs a step that is not timed and some that are. */
async function trainingSpeed(network: LlamaConfig): Promise<number> {
  const parameters = llamaParameters(network);
  const session = await runtime.createSession(trainingStep(parameters, nextTokenLoss(network, BATCH)));
  const next = random(2);
  const rows = BATCH.batch * BATCH.length;
  const any = (): Int32Array => Int32Array.from({length: rows}, () => Math.floor(next() * network.vocabSize));
  const feeds = batchFeeds({x: any(), y: any(), w: new Float32Array(rows).fill(1)});
  const steps = (count: number) => ({
    parameters,
    schedule: {peak: 1e-4, warmup: 1, steps: count, decay: 0},
    batch: () => ({feeds, tokens: rows}),
    run: (all: Parameters<typeof session.run>[0]) => session.run(all)
  });
  const state = await train(initialState(initializeLlama(network, next)), steps(1));
  const speed = await speedOf(TRAINING_STEPS * rows, async () => void (await train(state, steps(1 + TRAINING_STEPS))));
  await session.release();
  return speed;
}

const progress = openProgress(passes * contestants.length);
for (let pass = 0; pass < passes; pass++) {
  for (const [i, {network, model, times}] of contestants.entries()) {
    if (pass === 0) await write(model, 1); // compiles
    times.decode.push(await speedOf(NEW_TOKENS, () => write(model, 1)));
    times.decode20.push(await speedOf(20 * NEW_TOKENS, () => write(model, 20)));
    times.train.push(await trainingSpeed(network));
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
