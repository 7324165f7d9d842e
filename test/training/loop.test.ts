// A tiny network really trained, on the CPU provider.
import {mkdtemp, readdir, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, expect, test} from "vitest";
import {initializeLlama} from "../../src/nets/llama/initialize.js";
import {llamaParameters} from "../../src/nets/llama/parameters.js";
import {nextTokenLoss} from "../../src/nets/llama/train.js";
import {openNode} from "../../src/runtime/node.js";
import {batchFeeds} from "../../src/training/feeds.js";
import {initialState, train, type LoopOptions, type TrainingState} from "../../src/training/loop.js";
import {random} from "../../src/training/random.js";
import {sampleBatch, type Shard} from "../../src/training/sampling.js";
import {stepNames, trainingStep} from "../../src/training/step.js";
import {loadCheckpoint, saveCheckpoint} from "../../studies/checkpoints.js";
import type {LlamaConfig} from "../../src/nets/llama/config.js";
import type {Session} from "../../src/runtime/runtime.js";

const network: LlamaConfig = {
  hiddenSize: 16,
  layers: 2,
  heads: 4,
  kvHeads: 2,
  headDim: 4,
  intermediateSize: 24,
  vocabSize: 20,
  rmsNormEps: 1e-5,
  ropeTheta: 10000,
  tiedHead: true,
  maxPositions: 32,
  eosTokens: [0]
};
const shape = {batch: 4, length: 12};
const schedule = {peak: 0.01, warmup: 3, steps: 60, decay: 15};
const parameters = llamaParameters(network);

/** Documents that count upwards from a random start: learnable within a few steps. */
const shard: Shard = (() => {
  const next = random(3);
  const documents = Array.from({length: 50}, () => {
    const start = 1 + Math.floor(next() * 18);
    return [...Array.from({length: 10}, (_, i) => 1 + ((start + i) % 19)), 0];
  });
  return {
    tokens: Uint16Array.from(documents.flat()),
    starts: Uint32Array.from([0, ...documents.map((_, i) => 11 * (i + 1))])
  };
})();

let session: Session;
let folder: string;
beforeAll(async () => {
  const runtime = await openNode({device: "cpu"});
  session = await runtime.createSession(trainingStep(parameters, nextTokenLoss(network, shape)));
  folder = await mkdtemp(join(tmpdir(), "concord-test-"));
});
afterAll(async () => {
  await session.release();
  await rm(folder, {recursive: true});
});

const options = (more: Partial<LoopOptions> = {}): LoopOptions => ({
  parameters,
  schedule,
  batch: (step) => ({
    feeds: batchFeeds(sampleBatch({shards: {count: shard}, weights: {count: 1}, ...shape, seed: 5, step})),
    tokens: shape.batch * shape.length
  }),
  run: (feeds) => session.run(feeds),
  ...more
});
const start = (): TrainingState => initialState(initializeLlama(network, random(1)));

test("a run learns", async () => {
  const losses: number[] = [];
  const end = await train(start(), options({after: ({loss}) => void losses.push(loss)}));
  expect(losses).toHaveLength(60);
  expect(losses[0]).toBeGreaterThan(0.9 * Math.log(network.vocabSize));
  expect(losses[59]).toBeLessThan(0.75 * losses[0]);
  expect(end).toMatchObject({step: 60, tokens: 60 * 48, momentsFrom: 0});
});

test("a run that is interrupted, saved, loaded and resumed ends with the same bits", async () => {
  const whole = await train(start(), options());
  const stop = new AbortController();
  const half = await train(
    start(),
    options({signal: stop.signal, after: ({step}) => void (step === 9 && stop.abort())})
  );
  expect(half.step).toBe(9);
  await saveCheckpoint(folder, parameters, half, {recipe: "tiny", fingerprint: "same", schedule, seconds: 1});
  const loaded = await loadCheckpoint(folder, "same");
  expect(loaded?.record).toMatchObject({step: 9, tokens: 9 * 48, recipe: "tiny"});
  const resumed = await train(loaded?.state as TrainingState, options());
  for (const [name, data] of whole.tensors) expect(resumed.tensors.get(name), name).toEqual(data);
});

test("checkpoints of another recipe are refused, and only the newest two stay", async () => {
  const record = {recipe: "tiny", fingerprint: "same", schedule, seconds: 1};
  const state = start();
  for (const step of [10, 11, 12]) await saveCheckpoint(folder, parameters, {...state, step}, record);
  expect((await readdir(folder)).filter((f) => f.endsWith(".json"))).toEqual([
    "step-0000011.json",
    "step-0000012.json"
  ]);
  await expect(loadCheckpoint(folder, "other")).rejects.toThrow("made by another recipe");
});

test("a run continued from weights alone warms its moments up again", async () => {
  const rates: number[] = [];
  const weights = initializeLlama(network, random(1));
  await train(
    initialState(weights, 10, 480),
    options({schedule: {...schedule, steps: 16, decay: 0}, after: (report) => void rates.push(report.learningRate)})
  );
  expect(rates.map((r) => r / schedule.peak)).toEqual([1 / 3, 2 / 3, 1, 1, 1, 1].map((r) => expect.closeTo(r, 12)));
});

test("a loss that is not finite stops the run and names the step", async () => {
  const poisoned = new Map(start().tensors);
  const name = stepNames("model.norm.weight").parameter;
  poisoned.set(name, new Float32Array(16).fill(NaN));
  await expect(train({...start(), tensors: poisoned}, options())).rejects.toThrow(/loss NaN.* at step 0/);
});

test("a state of another network is refused", async () => {
  const tensors = new Map(start().tensors);
  tensors.delete(stepNames("model.norm.weight").parameter);
  await expect(train({...start(), tensors}, options())).rejects.toThrow("model.norm.weight is missing");
});
