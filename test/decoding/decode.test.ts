import {describe, expect, it} from "vitest";
import {collect, decode, draftModel, earlyExit, lookup, modes, none} from "../../src/decoding/index.js";
import type {Drafter} from "../../src/decoding/index.js";
import {ToyAdapter} from "./toyAdapter.js";
import {random, randomPrompts, ToyModel} from "./toyModel.js";

/** Drafts of random length and content; some of them right. */
function noisy(model: ToyModel, seed: number, draftLength = 5): Drafter {
  const next = random(seed);
  return {
    name: "noisy",
    draftLength,
    begin: () => undefined,
    draft: ({samples}) => ({
      tokens: samples.map((sample) => {
        const text = Array.from(sample.tokens);
        const length = Math.floor(next() * (draftLength + 1));
        return Int32Array.from({length}, () => {
          text.push(next() < 0.75 ? model.next(text) : Math.floor(next() * model.vocabSize));
          return text[text.length - 1];
        });
      })
    })
  };
}

/** The drafter that docs/decoding.md writes. */
function repeat(draftLength = 3): Drafter {
  return {
    name: "repeat",
    draftLength,
    begin: () => undefined,
    draft: ({samples}) => ({
      tokens: samples.map(({tokens, room}) =>
        new Int32Array(Math.min(draftLength, room)).fill(tokens[tokens.length - 1])
      )
    })
  };
}

interface Setup {
  readonly layers?: number;
  readonly drafter: (model: ToyModel) => Drafter;
}

const setups: Record<string, Setup> = {
  none: {drafter: () => none()},
  lookup: {drafter: () => lookup({copyLength: 4})},
  "lookup in the text": {drafter: () => lookup({copyLength: 3, source: "text"})},
  "the drafter of the docs": {drafter: () => repeat()},
  "random drafts": {drafter: (model) => noisy(model, 7)},
  "a draft model": {drafter: () => draftModel({model: new ToyModel({seed: 2, maxPositions: 64})})},
  "a draft model with a threshold": {
    drafter: () => draftModel({model: new ToyModel({seed: 2, maxPositions: 60}), draftLength: 6, threshold: 0.3})
  },
  "a draft model that is always right": {drafter: () => draftModel({model: new ToyModel({maxPositions: 64})})},
  "an early exit": {layers: 3, drafter: () => earlyExit({exitLayer: 1, threshold: 0.4})},
  "an early exit of fixed length": {layers: 2, drafter: () => earlyExit({exitLayer: 1, threshold: 0, draftLength: 3})},
  "an early exit with an adapter": {
    layers: 3,
    drafter: (model) => earlyExit({exitLayer: 2, adapter: new ToyAdapter(model, 2), threshold: 0.4})
  }
};

describe("decode equals greedy token for token", () => {
  for (const mode of modes) {
    for (const [name, {layers, drafter}] of Object.entries(setups)) {
      if (mode === "greedy" && name !== "none") continue;
      if (mode === "vanilla-as-released" && layers) continue; // its leftovers have no early layers behind them
      it(`${mode}, ${name}`, async () => {
        const next = random(11);
        let accepted = 0;
        for (let trial = 0; trial < 12; trial++) {
          const model = new ToyModel({maxPositions: 64, layers});
          const prompts = randomPrompts(next, 1 + Math.floor(next() * 5));
          const maxNewTokens = 1 + Math.floor(next() * 60);
          const eos = next() < 0.5 ? [3] : [];
          const {steps, outputs} = await collect(
            decode({model, mode, drafter: drafter(model), prompts, maxNewTokens, eos, padToken: 11})
          );
          expect(outputs.map((o) => Array.from(o))).toEqual(prompts.map((p) => model.greedy(p, maxNewTokens, eos)));
          for (const {samples} of steps) for (const sample of samples) accepted += sample.accepted;
        }
        if (name !== "none") expect(accepted).toBeGreaterThan(10);
      });
    }
  }
});

describe("decode", () => {
  const drafters = [
    () => lookup(),
    () => draftModel({model: new ToyModel({seed: 2})}),
    () => earlyExit({exitLayer: 1}),
    (model: ToyModel) => earlyExit({exitLayer: 1, adapter: new ToyAdapter(model)})
  ];

  it("feeds identical rows at batch 1, vanilla and EMS-SD", async () => {
    const next = random(3);
    for (const drafter of drafters) {
      const prompts = randomPrompts(next, 1);
      const runs = await Promise.all(
        (["vanilla", "ems-sd"] as const).map(async (mode) => {
          const model = new ToyModel({layers: 2});
          const {steps} = await collect(decode({model, mode, drafter: drafter(model), prompts, maxNewTokens: 20}));
          return {slots: model.slots, calls: model.calls, counts: steps.map(({counts}) => counts)};
        })
      );
      expect(runs[0]).toEqual(runs[1]);
      expect(runs[0].calls.length).toBeGreaterThan(5);
    }
  });

  it("gives every sample the steps it would have alone, whatever stands beside it", async () => {
    const next = random(8);
    const prompts = randomPrompts(next, 6);
    const own = async (batch: Int32Array[], i: number) => {
      const {steps} = await collect(
        decode({model: new ToyModel(), mode: "ems-sd", drafter: lookup(), prompts: batch, maxNewTokens: 25})
      );
      return steps.map(({samples}) => samples[i]).filter(({emitted}) => emitted.length > 0);
    };
    for (let i = 0; i < prompts.length; i++) expect(await own(prompts, i)).toEqual(await own([prompts[i]], 0));
  });
});
