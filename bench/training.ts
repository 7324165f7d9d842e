// npx tsx bench/training.ts [--model 1m|joey] [--steps n] [--torch script.py [--python interpreter]]
//
// Speed of the training step on one thread, as GFLOP per second of processor time: the fairest number on a shared
// machine, where wall time also counts waiting. With --torch, a PyTorch script that prints `… GFLOP per cpu-second` for
// the same network is run in turn with ours, block by block, and the ratio of the medians is printed.
import {execFileSync} from "node:child_process";
import {initializeLlama} from "../src/nets/llama/initialize.js";
import {llamaParameters, parameterCount} from "../src/nets/llama/parameters.js";
import {nextTokenLoss, stepFlops} from "../src/nets/llama/train.js";
import {openNode} from "../src/runtime/node.js";
import {batchFeeds} from "../src/training/feeds.js";
import {initialState, train, type TrainingState} from "../src/training/loop.js";
import {random} from "../src/training/random.js";
import {median} from "../src/traces/metrics/median.js";
import {trainingStep} from "../src/training/step.js";
import {commandLine, count, text} from "../tools/commandLine.js";
import {readRecipe, recipeNetwork} from "../studies/recipe.js";
import type {LlamaConfig} from "../src/nets/llama/config.js";
import type {SequenceShape} from "../src/nets/llama/sequence.js";

const {values} = commandLine({
  usage: "npx tsx bench/training.ts",
  about: "Speed of the training step on one thread, beside PyTorch’s where a script for it is named.",
  options: {
    model: text("1m, or a recipe of studies/recipes", "1m"),
    steps: count("steps of a block", 8),
    blocks: count("blocks that take turns", 3),
    torch: text("a PyTorch script that prints GFLOP per cpu-second for the same network"),
    python: text("what runs it", "python3")
  }
});

/** The 1 M configuration that training tools were compared with. */
const million: LlamaConfig = {
  hiddenSize: 128,
  layers: 4,
  heads: 4,
  kvHeads: 4,
  headDim: 32,
  intermediateSize: 352,
  vocabSize: 2048,
  rmsNormEps: 1e-5,
  ropeTheta: 10000,
  tiedHead: true,
  maxPositions: 128,
  eosTokens: []
};

async function subject(): Promise<{network: LlamaConfig; shape: SequenceShape}> {
  if (values.model === "1m") return {network: million, shape: {batch: 16, length: 128}};
  const recipe = await readRecipe(values.model);
  return {network: recipeNetwork(recipe), shape: recipe.phases[0]};
}

const {network, shape} = await subject();
const parameters = llamaParameters(network);
const runtime = await openNode({device: "cpu"});
const session = await runtime.createSession(trainingStep(parameters, nextTokenLoss(network, shape)));
const flops = stepFlops(network, shape);
const rows = shape.batch * shape.length;
console.log(`${values.model}: ${parameterCount(network)} parameters, ${(flops / 1e9).toFixed(2)} GFLOP a step, ${runtime.version}, ${runtime.deviceName}, 1 thread`); // prettier-ignore

let state: TrainingState = initialState(initializeLlama(network, random(1)));
/** GFLOP per processor second of each step of a block. */
async function block(steps: number): Promise<number[]> {
  const rates: number[] = [];
  let before = process.cpuUsage();
  state = await train(state, {
    parameters,
    schedule: {peak: 1e-3, warmup: 0, steps: state.step + steps, decay: 0},
    batch: (step) => {
      const next = random(7, step);
      const tokens = Int32Array.from({length: rows + 1}, () => Math.floor(next() ** 3 * network.vocabSize));
      return {feeds: batchFeeds({x: tokens.slice(0, rows), y: tokens.slice(1), w: new Float32Array(rows).fill(1)}), tokens: rows}; // prettier-ignore
    },
    run: (feeds) => session.run(feeds),
    after: () => {
      const {user, system} = process.cpuUsage(before);
      rates.push(flops / 1e3 / (user + system));
      before = process.cpuUsage();
    }
  });
  return rates;
}

/** The rate that a PyTorch script prints for the 1 M configuration. */
function torchBlock(script: string, steps: string): number {
  const output = execFileSync(values.python, [script, "1m", steps, "1", "cpu"], {encoding: "utf8"});
  const rate = /([\d.]+) GFLOP per cpu-second/.exec(output)?.[1];
  if (!rate) throw new Error(`--torch: no "GFLOP per cpu-second" in the output of ${script}: ${output.slice(-200)}`);
  return Number(rate);
}

const {steps} = values;
await block(2); // the first steps allocate
const ours: number[] = [];
const theirs: number[] = [];
for (let i = 0; i < values.blocks; i++) {
  ours.push(...(await block(steps)));
  if (values.torch) theirs.push(torchBlock(values.torch, String(steps)));
}
const rate = median(ours);
console.log(`Concord: median ${rate.toFixed(1)}, best ${Math.max(...ours).toFixed(1)} GFLOP/cpu-s (asked: 35)`);
if (theirs.length) {
  console.log(`PyTorch: median ${median(theirs).toFixed(1)} GFLOP/cpu-s; ratio ${(rate / median(theirs)).toFixed(2)} (asked: 0.9)`); // prettier-ignore
}
