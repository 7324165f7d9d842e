// The draft forest of a real network: recorded in one batch, it replays early exits in others step by step.
import {describe, expect, it} from "vitest";
import {
  collect,
  decode,
  earlyExit,
  oracleAdapter,
  oracleModel,
  recordAnswers,
  type Adapter,
  type Mode,
  type Model
} from "../../src/decoding/index.js";
import {openLlama} from "../../src/runtime/llama.js";
import {testCheckpoint, testConfig} from "../nets/testCheckpoint.js";
import {openDevice} from "./devices.js";
import {randomAdapter} from "./randomAdapter.js";
import type {StepRecord} from "../../src/traces/index.js";

const prompts = [[5, 6, 7, 8, 5, 6], [11, 12], [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 1, 4], [50]].map((list) =>
  Int32Array.from(list)
);
const exitLayers = [1, 2];
const shown = 16;

/** All but times and probabilities, which depend on the order of summation. */
const exact = (steps: readonly StepRecord[]) =>
  steps.map(({samples, feed, counts}) => ({
    samples: samples.map(({drafted, accepted, emitted, rows, slots, finish}) => ({
      drafted,
      accepted,
      emitted,
      rows,
      slots,
      finish
    })),
    feed,
    counts
  }));

const confidences = (steps: readonly StepRecord[]) =>
  steps.flatMap(({samples}) => samples.flatMap(({draftConfidence = []}) => draftConfidence));

describe("the draft forest of a llama", () => {
  it("replays every exit layer, draft length and threshold, alone and in batches", async () => {
    const checkpoint = await testCheckpoint(testConfig);
    const model = openLlama(await openDevice("cpu"), checkpoint, {exitHead: "shared"});
    const adapters = new Map(exitLayers.map((layer) => [layer, randomAdapter(checkpoint, layer, 9 + layer)]));
    const exits = [...adapters].map(
      ([exitLayer, adapter]) =>
        [`exit-${exitLayer}`, earlyExit({exitLayer, adapter, draftLength: 8, threshold: 0})] as const
    );
    const answers = await recordAnswers({
      model,
      ids: ["a", "b", "c", "d"],
      prompts,
      maxNewTokens: shown + 32,
      exits: Object.fromEntries(exits),
      probes: exitLayers
    });
    const run = async (network: Model, adapter: Adapter, mode: Mode, batch: number[], gamma: number, eta: number) => {
      const drafter = earlyExit({exitLayer: adapter.exitLayer, adapter, draftLength: gamma, threshold: eta});
      const chosen = batch.map((i) => prompts[i]);
      return (await collect(decode({model: network, mode, drafter, prompts: chosen, maxNewTokens: shown}))).steps;
    };
    let accepted = 0;
    for (const [exitLayer, adapter] of adapters) {
      for (const [mode, batch] of [
        ["ems-sd", [2]],
        ["ems-sd", [3, 0, 2]],
        ["vanilla", [1, 2]]
      ] as [Mode, number[]][]) {
        for (const [gamma, eta] of [
          [8, 0],
          [6, 0.6],
          [3, 0.2]
        ]) {
          const known = {...model.config, answers: batch.map((i) => answers[i])};
          const oracle = oracleAdapter({...known, chain: `exit-${exitLayer}`, exitLayer});
          const replay = await run(oracleModel(known), oracle, mode, batch, gamma, eta);
          const real = await run(model, adapter, mode, batch, gamma, eta);
          expect(exact(replay)).toEqual(exact(real));
          const found = confidences(replay);
          confidences(real).forEach((value, i) => expect(Math.abs(value - found[i])).toBeLessThan(2.5 / 65535));
          accepted += real.flatMap(({samples}) => samples).reduce((sum, sample) => sum + sample.accepted, 0);
        }
      }
    }
    expect(accepted).toBeGreaterThan(50);
    await model.release();
  });
});
