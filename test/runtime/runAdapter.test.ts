// Adapters and heads on real sessions, in the decode loop: what they draft is what the float64 reference would, and the
// text is the greedy one.
import {describe, expect, it} from "vitest";
import {
  collect,
  decode,
  earlyExit,
  medusa,
  samplingVerifier,
  treeExit,
  type Drafter
} from "../../src/decoding/index.js";
import {openAdapter, writeAdapter} from "../../src/runtime/adapter.js";
import {openLlama} from "../../src/runtime/llama.js";
import {runAdapter} from "../../src/runtime/runAdapter.js";
import {runHeads} from "../../src/runtime/runHeads.js";
import {readTensor} from "../../src/runtime/safetensors.js";
import {referenceAdapter, testAdapter} from "../nets/testAdapter.js";
import {parametersOf, testCheckpoint, testConfig} from "../nets/testCheckpoint.js";
import {devices, itOn, openDevice} from "./devices.js";
import type {AdapterConfig} from "../../src/nets/adapter/config.js";
import type {Runtime} from "../../src/runtime/runtime.js";

const prompts = [
  [5, 6, 7, 8, 5, 6],
  [11, 12],
  [3, 1, 4, 1, 5, 9, 2, 6]
].map((list) => Int32Array.from(list));
const maxNewTokens = 8;
/** A difference of logits below which either token may come first. */
const TIE = 1e-3;

async function setUp(runtime: Runtime, adapter: AdapterConfig) {
  const target = await testCheckpoint(testConfig);
  const file = {name: "adapter.safetensors", bytes: writeAdapter(target, adapter, testAdapter(testConfig, adapter))};
  const opened = openAdapter(target, file);
  const own = new Map([...opened.weights].map(([name, place]) => [name, readTensor(file.bytes, place)]));
  const model = openLlama(runtime, target);
  const run = async (batch: Int32Array[], drafter?: Drafter) => {
    const mode = drafter ? "ems-sd" : "greedy";
    return await collect(decode({model, mode, prompts: batch, drafter, maxNewTokens}));
  };
  return {target, opened, model, run, weights: {target: parametersOf(target), adapter: own}};
}

for (const device of devices) {
  describe(`an adapter that runs on ${device}`, () => {
    itOn(device, "drafts in chains and trees what the reference would, alone and in a batch", async (runtime) => {
      for (const architecture of ["attention", "mlp"] as const) {
        const config = {architecture, exitLayer: 2};
        const {target, opened, run, weights} = await setUp(runtime, config);
        const adapter = runAdapter(runtime, target, opened);
        for (const batch of device === "webgpu" ? [prompts] : [prompts, prompts.slice(0, 1)]) {
          const greedy = await run(batch);
          const chain = earlyExit({exitLayer: 2, adapter, draftLength: 3, threshold: 0});
          for (const drafter of [chain, treeExit({exitLayer: 2, adapter, width: 3, threshold: 0, maxNodes: 5})]) {
            const {steps, outputs} = await run(batch, drafter);
            expect(outputs).toEqual(greedy.outputs);
            if (drafter !== chain || architecture === "mlp") continue;
            const texts = batch.map((prompt, i) => [...prompt, ...steps[0].samples[i].emitted]);
            for (const {samples} of steps.slice(1)) {
              samples.forEach(({drafted, emitted}, i) => {
                const logits = referenceAdapter(testConfig, config, weights, [...texts[i], ...drafted]);
                drafted.forEach((token, k) => {
                  const row = logits[texts[i].length - 1 + k];
                  expect(Math.max(...row) - row[token], `sample ${i}, draft ${k}`).toBeLessThan(TIE);
                });
                texts[i].push(...emitted);
              });
            }
          }
        }
        await adapter.release();
      }
    });

    itOn(device, "Medusa's heads draft from the last state", async (runtime) => {
      const {target, opened, run} = await setUp(runtime, {architecture: "medusa", exitLayer: testConfig.layers});
      const heads = runHeads(runtime, target, opened);
      const greedy = await run(prompts);
      const {steps, outputs} = await run(prompts, medusa({heads}));
      expect(outputs).toEqual(greedy.outputs);
      expect(Math.max(...steps.flatMap(({samples}) => samples.map(({drafted}) => drafted.length)))).toBe(4);
      await heads.release();
    });
  });
}

describe("at a temperature", () => {
  it("adapters and heads give the distributions that drafts are drawn from", async () => {
    const runtime = await openDevice("cpu");
    const {target, opened, model} = await setUp(runtime, {architecture: "attention", exitLayer: 2});
    const medusaFile = await setUp(runtime, {architecture: "medusa", exitLayer: testConfig.layers});
    const adapter = runAdapter(runtime, target, opened);
    const heads = runHeads(runtime, target, medusaFile.opened);
    for (const drafter of [earlyExit({exitLayer: 2, adapter, threshold: 0}), medusa({heads})]) {
      // near temperature 0 every draw is the arg-max
      const options = {model, prompts, drafter, maxNewTokens, mode: "ems-sd"} as const;
      const cold = await collect(decode({...options, verifier: samplingVerifier({temperature: 1e-3, seed: 1})}));
      const greedy = await collect(decode(options));
      expect(cold.outputs).toEqual(greedy.outputs);
      expect(cold.steps.map(({samples}) => samples.map(({drafted}) => drafted))).toEqual(
        greedy.steps.map(({samples}) => samples.map(({drafted}) => drafted))
      );
    }
  });

  it("heads are no adapter, and adapters no heads", async () => {
    const runtime = await openDevice("cpu");
    const one = await setUp(runtime, {architecture: "attention", exitLayer: 2});
    const other = await setUp(runtime, {architecture: "medusa", exitLayer: testConfig.layers});
    expect(() => runAdapter(runtime, one.target, other.opened)).toThrow("medusa is heads; use runHeads");
    expect(() => runHeads(runtime, one.target, one.opened)).toThrow("attention is an adapter; use runAdapter");
  });
});
