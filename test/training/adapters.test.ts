// Adapters really trained beside a small random target, on the CPU provider.
import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {adapterName, type AdapterConfig} from "../../src/nets/adapter/config.js";
import {trainedName, trainedParameters} from "../../src/nets/adapter/train.js";
import {initialState, train, type LoopOptions, type TrainingState} from "../../src/training/loop.js";
import {random} from "../../src/training/random.js";
import {weightFeeds} from "../../src/training/feeds.js";
import {loadCheckpoint, saveCheckpoint} from "../../studies/checkpoints.js";
import {adapterSessions, lossName, measureName, measureSession, startingWeights} from "../../studies/kangaroo/adapters.js"; // prettier-ignore
import {reference, softmax} from "../nets/reference.js";
import {referenceAdapter} from "../nets/testAdapter.js";
import {parametersOf, testCheckpoint, testConfig} from "../nets/testCheckpoint.js";
import {openDevice} from "../runtime/devices.js";
import type {Feeds} from "../../src/training/loop.js";
import type {Runtime} from "../../src/runtime/runtime.js";

const target = await testCheckpoint(testConfig);
const shape = {batch: 2, length: 8};
const schedule = {peak: 0.01, warmup: 2, steps: 40, decay: 10};
const optimizer = {clip: 0.3, weightDecay: 0.01, headRate: 0.5};
const attention = (exitLayer: number): AdapterConfig => ({architecture: "attention", exitLayer});
const medusa: AdapterConfig = {architecture: "medusa", exitLayer: 3};
const all: AdapterConfig[] = [attention(1), attention(2), {architecture: "own-head", exitLayer: 2}, medusa];

let runtime: Runtime;
let folder: string;
beforeAll(async () => {
  runtime = await openDevice("cpu");
  folder = await mkdtemp(join(tmpdir(), "concord-test-"));
});
afterAll(() => rm(folder, {recursive: true}));

const tokensAt = (step: number): Int32Array => {
  const next = random(2, step);
  return Int32Array.from({length: shape.batch * shape.length}, () => Math.floor(next() * testConfig.vocabSize));
};
const feedsOf = (tokens: Int32Array, weights = new Float32Array(tokens.length).fill(1)): Feeds => ({
  tokens: {dtype: "int32", dims: [tokens.length], data: tokens},
  weights: {dtype: "float32", dims: [tokens.length], data: weights}
});
const start = (adapters: readonly AdapterConfig[]): TrainingState => initialState(startingWeights(target, adapters, 1));

function options(adapters: readonly AdapterConfig[], more: Partial<LoopOptions> = {}): LoopOptions {
  const sessions = adapterSessions(runtime, target, adapters, optimizer);
  return {
    parameters: trainedParameters(testConfig, adapters),
    schedule,
    batch: (step) => ({feeds: feedsOf(tokensAt(step % 4)), tokens: 16}),
    run: async (feeds) => (await sessions(shape)).run(feeds),
    ...more
  };
}

describe("training of adapters", () => {
  test("brings each one's loss down", async () => {
    const losses: Float32Array[] = [];
    const given = options(all);
    const names = [lossName("exit-1", 0), lossName("exit-2", 0), lossName("exit-2-own-head", 0), lossName("medusa", 3)];
    const end = await train(start(all), {
      ...given,
      run: async (feeds, step) => {
        const outputs = await given.run(feeds, step);
        losses.push(Float32Array.from(names, (name) => (outputs[name].data as Float32Array)[0]));
        return outputs;
      }
    });
    expect(end).toMatchObject({step: 40, tokens: 640});
    // steps 0 and 36 see the same tokens
    names.forEach((name, i) => expect(losses[36][i], name).toBeLessThan(losses[0][i] - 0.1));
  });

  test("that is interrupted, saved, loaded and resumed ends with the same bits", async () => {
    const adapters = all.slice(1, 3);
    const parameters = trainedParameters(testConfig, adapters);
    const short = {schedule: {...schedule, steps: 12, decay: 4}};
    const whole = await train(start(adapters), options(adapters, short));
    const stop = new AbortController();
    const after = ({step}: {step: number}): void => void (step === 7 && stop.abort());
    const half = await train(start(adapters), options(adapters, {...short, signal: stop.signal, after}));
    expect(half.step).toBe(7);
    const record = {recipe: "tiny", fingerprint: "same", schedule, seconds: 1};
    await saveCheckpoint(folder, parameters, half, record);
    const loaded = await loadCheckpoint(folder, "same");
    const resumed = await train(loaded?.state as TrainingState, options(adapters, short));
    for (const [name, data] of whole.tensors) expect(resumed.tensors.get(name), name).toEqual(data);
  });

  test("gives an adapter beside others the bits it has alone", async () => {
    const short = {schedule: {...schedule, steps: 3, decay: 0}};
    const together = await train(start(all), options(all, short));
    for (const adapter of [attention(2), medusa]) {
      const alone = await train(start([adapter]), options([adapter], short));
      for (const [name, data] of alone.tensors) expect(together.tensors.get(name), name).toEqual(data);
    }
  });
});

test("losses, Σ min(p, q) and first choices are those of the reference's distributions", async () => {
  const session = await measureSession(runtime, target, all, shape);
  const weights = startingWeights(target, all, 1);
  const parameters = weightFeeds(trainedParameters(testConfig, all), weights);
  const tokens = tokensAt(0);
  const counts = Float32Array.from(tokens, (_, i) => (i % 5 === 4 ? 0 : 1));
  const found = await session.run({...parameters, ...feedsOf(tokens, counts)});
  const texts = [Array.from(tokens.subarray(0, 8)), Array.from(tokens.subarray(8))];
  const truths = texts.flatMap((text) => reference(testConfig, parametersOf(target), text).logits.map(softmax));
  const mean = (of: (row: number) => number): number =>
    truths.reduce((sum, _, row) => sum + counts[row] * of(row), 0) / counts.reduce((a, b) => a + b, 0);
  for (const adapter of all.slice(0, 3)) {
    const own = new Map(
      [...weights].flatMap(([name, data]) => {
        const prefix = trainedName(adapter, "");
        return name.startsWith(prefix) ? [[name.slice(prefix.length), data] as const] : [];
      })
    );
    const sources = {target: parametersOf(target), adapter: own};
    const drafts = texts.flatMap((text) => referenceAdapter(testConfig, adapter, sources, text).map(softmax));
    const direct = {
      losses: mean((row) => truths[row].reduce((sum, p, v) => sum - p * Math.log(drafts[row][v]), 0)),
      acceptances: mean((row) => truths[row].reduce((sum, p, v) => sum + Math.min(p, drafts[row][v]), 0)),
      agreements: mean((row) => Number(first(truths[row]) === first(drafts[row])))
    };
    for (const [measure, value] of Object.entries(direct) as [keyof typeof direct, number][]) {
      const [measured] = found[measureName(measure, adapterName(adapter), 0)].data as Float32Array;
      expect(measured, `${measure} of ${adapterName(adapter)}`).toBeCloseTo(value, 5);
    }
  }
});

const first = (p: readonly number[]): number => p.indexOf(Math.max(...p));

test("Medusa's head k is compared with the target's distribution k + 1 rows further down", async () => {
  const session = await measureSession(runtime, target, [medusa], shape);
  const weights = startingWeights(target, [medusa], 1);
  const fed = weightFeeds(trainedParameters(testConfig, [medusa]), weights);
  const tokens = tokensAt(1);
  const found = await session.run({...fed, ...feedsOf(tokens)});
  const texts = [Array.from(tokens.subarray(0, 8)), Array.from(tokens.subarray(8))];
  const truths = texts.map((text) => reference(testConfig, parametersOf(target), text).logits.map(softmax));
  for (let k = 0; k < 4; k++) {
    // its residual blocks start at zero before the target's head: q is the target's own distribution
    const terms = truths.flatMap((rows) =>
      rows.slice(k + 1).map((p, row) => p.reduce((sum, value, v) => sum + Math.min(value, rows[row][v]), 0))
    );
    const expected = terms.reduce((a, b) => a + b, 0) / terms.length;
    expect((found[measureName("acceptances", "medusa", k)].data as Float32Array)[0]).toBeCloseTo(expected, 5);
  }
});
