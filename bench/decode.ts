// What a decode step costs: tokens a second at batch 1, and cost(T, B) for T rows in a batch of B. A checkpoint may be
// named; without one, a random network of joey's size runs, which is as fast.
//
//   npx tsx bench/decode.ts [--device wasm|cpu|webgpu] [--checkpoint folder] [--cached 100] [--repeats 30]
import {openLlama, type Llama} from "../src/runtime/llama.js";
import {openNode} from "../src/runtime/node.js";
import {readCheckpoint} from "../src/runtime/readCheckpoint.js";
import {openWeb} from "../src/runtime/web.js";
import {choice, commandLine, count, text} from "../tools/commandLine.js";
import {testCheckpoint} from "../test/nets/testCheckpoint.js";
import type {LlamaConfig} from "../src/nets/llama/config.js";
import type {Rows, Slots} from "../src/decoding/model.js";

const {values} = commandLine({
  usage: "npx tsx bench/decode.ts",
  about: "What a decode step costs, by rows and batch size.",
  options: {
    device: choice("what runs the graphs", ["wasm", "cpu", "webgpu"], "wasm"),
    checkpoint: text("folder of the model; a random network of joey’s size, where none is named"),
    cached: count("slots in the cache", 100),
    repeats: count("times that each is measured", 30)
  }
});

/** joey's shape */
const config: LlamaConfig = {
  hiddenSize: 192,
  layers: 12,
  heads: 6,
  kvHeads: 2,
  headDim: 32,
  intermediateSize: 480,
  vocabSize: 4096,
  rmsNormEps: 1e-5,
  ropeTheta: 10000,
  tiedHead: true,
  maxPositions: 512,
  eosTokens: []
};

/** `count` rows of each sample from position `start`. */
function block(batchSize: number, start: number, count: number): Rows {
  const list = (f: (sample: number, i: number) => number): Int32Array =>
    Int32Array.from({length: batchSize * count}, (_, row) => f(Math.floor(row / count), row % count));
  const positions = list((_, i) => start + i);
  return {
    tokens: list((sample, i) => (7 * i + sample) % 97),
    samples: list((sample) => sample),
    positions,
    slots: positions
  };
}

const slotsOf = ({samples, slots}: Rows): Slots => ({samples, slots});

interface Cost {
  /** least milliseconds of a step */
  readonly step: number;
  readonly median: number;
  /** share of the host in all steps */
  readonly host: number;
}

/** A step of `count` rows a sample of which the first is accepted, `repeats` times. */
async function cost(model: Llama, batchSize: number, count: number, cached: number, repeats: number): Promise<Cost> {
  await model.begin({batchSize, slots: cached + repeats + count + 4});
  const prompt = block(batchSize, 0, cached);
  await model.forward(prompt, {scored: Int32Array.of(0)});
  await model.commit(slotsOf(prompt));
  const times: number[] = [];
  for (let step = 0; step < repeats + 3; step++) {
    if (step === 3) model.resetTimings(); // the first steps are slower
    const rows = block(batchSize, cached + step, count);
    const start = performance.now();
    await model.score(await model.forward(rows));
    await model.commit(slotsOf(block(batchSize, cached + step, 1)));
    if (step >= 3) times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  const {host, run} = model.timings;
  return {step: times[0], median: times[times.length >> 1], host: host / (host + run)};
}

const {device} = values;
if (device !== "wasm" && device !== "cpu" && device !== "webgpu") throw new Error(`invalid device: ${device}`);
const runtime = device === "wasm" ? await openWeb({device}) : await openNode({device});
const checkpoint = values.checkpoint ? await readCheckpoint(values.checkpoint) : await testCheckpoint(config);
const model = openLlama(runtime, checkpoint);
const {cached, repeats} = values;

const {step, host} = await cost(model, 1, 1, cached, repeats);
console.log(`${runtime.version}, ${device}, ${runtime.deviceName}${runtime.software ? " (software)" : ""}, 1 thread`);
console.log(
  `batch 1, greedy: ${(1000 / step).toFixed(0)} tokens/s (${step.toFixed(2)} ms a step, host ${percent(host)})`
);
console.log(`\ncost(T, B) with ${cached} cached slots: least (median) ms, share of the host`);
for (const batchSize of [1, 4, 8, 16]) {
  for (const count of [1, 2, 4, 8]) {
    const result = await cost(model, batchSize, count, cached, Math.ceil(repeats / 2));
    const label = `B ${batchSize}, T ${batchSize * count}`.padEnd(12);
    console.log(`${label} ${result.step.toFixed(2).padStart(7)} (${result.median.toFixed(2)}) ${percent(result.host)}`);
  }
}
await model.release();
process.exit(0); // the runtimes keep the process alive

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
