// The training step on WebGPU: the CPU's numbers, and not one node or copy outside the device.
import {afterAll, expect} from "vitest";
import {initializeLlama} from "../../src/nets/llama/initialize.js";
import {llamaParameters} from "../../src/nets/llama/parameters.js";
import {nextTokenLoss} from "../../src/nets/llama/train.js";
import {batchFeeds} from "../../src/training/feeds.js";
import {initialState, train} from "../../src/training/loop.js";
import {random} from "../../src/training/random.js";
import {trainingStep} from "../../src/training/step.js";
import {stepRunner} from "../../studies/session.js";
import {meanLoss, openScorer} from "../../studies/tinyLm/scores.js";
import {testConfig} from "../nets/testCheckpoint.js";
import {itOn, openDevice} from "../runtime/devices.js";
import type {NodePlacement, Runtime, Session} from "../../src/runtime/runtime.js";

const shape = {batch: 2, length: 8};
const parameters = llamaParameters(testConfig);

const start = () => initialState(initializeLlama(testConfig, random(1)));

async function losses(session: Session, steps: number, runner?: Awaited<ReturnType<typeof stepRunner>>) {
  const found: number[] = [];
  const end = await train(start(), {
    parameters,
    schedule: {peak: 0.01, warmup: 2, steps, decay: 0},
    batch: (step) => {
      const next = random(2, step);
      const tokens = Int32Array.from({length: 17}, () => Math.floor(next() * testConfig.vocabSize));
      const batch = {x: tokens.slice(0, 16), y: tokens.slice(1), w: new Float32Array(16).fill(1)};
      return {feeds: batchFeeds(batch), tokens: 16};
    },
    run: (feeds) => session.run(feeds),
    ...runner,
    after({step, loss}, {tensors}) {
      found.push(loss);
      if (runner) expect(tensors.size > 0).toBe(step === 2);
    }
  });
  return {found, end};
}

const opened: Session[] = [];
afterAll(async () => {
  for (const session of opened) await session.release();
});
const open = async (runtime: Runtime): Promise<Session> => {
  const graph = trainingStep(parameters, nextTokenLoss(testConfig, shape));
  const session = await runtime.createSession(graph, {placement: runtime.device === "webgpu"});
  opened.push(session);
  return session;
};

itOn("webgpu", "three training steps give the CPU's losses, all on the device", async (runtime) => {
  const expected = await losses(await open(await openDevice("cpu")), 3);
  const session = await open(runtime);
  const actual = await losses(session, 3);
  actual.found.forEach((loss, i) => expect(loss).toBeCloseTo(expected.found[i], 4));
  // the same where parameters and moments stay there and are read back after the second step and at the end
  const runner = await stepRunner(runtime, session, {parameters, from: start(), reads: (step) => step === 2});
  const held = await losses(session, 3, runner);
  await runner.release();
  expect(held.found).toEqual(actual.found);
  for (const [name, data] of actual.end.tensors) expect(held.end.tensors.get(name)).toEqual(data);
  const placed: NodePlacement[] = await session.placement();
  expect(placed.length).toBeGreaterThan(100);
  const elsewhere = placed.filter(({op, provider}) => op.startsWith("Memcpy") || !provider.startsWith("WebGpu"));
  expect([...new Set(elsewhere.map(({op, provider}) => `${op} on ${provider}`))]).toEqual([]);
});

itOn("webgpu", "scores text as the CPU does, with weights that went there once", async (runtime) => {
  const tokens = Int32Array.from({length: 17}, (_, i) => (7 * i) % testConfig.vocabSize);
  const batch = {x: tokens.slice(0, 16), y: tokens.slice(1), w: new Float32Array(16).fill(1)};
  const weights = [1, 2].map((seed) => initializeLlama(testConfig, random(seed)));
  const scores = async (on: Runtime): Promise<number[]> => {
    const scorer = await openScorer(on, testConfig, shape);
    const found: number[] = [];
    for (const each of [weights[0], weights[0], weights[1]])
      found.push(meanLoss(await scorer.score(each, batch), batch));
    await scorer.release();
    return found;
  };
  const [expected, actual] = [await scores(await openDevice("cpu")), await scores(runtime)];
  actual.forEach((loss, i) => expect(loss).toBeCloseTo(expected[i], 4));
  expect(actual[2]).not.toBeCloseTo(actual[0], 2);
});
