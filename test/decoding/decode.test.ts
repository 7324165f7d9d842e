// @vitest-environment node
import {describe, expect, it} from "vitest";
import {collect, decode, lookup, modes, none} from "../../src/decoding/index.js";
import type {Drafter, Mode} from "../../src/decoding/index.js";
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

const drafters: Record<string, (model: ToyModel) => Drafter> = {
  none: () => none(),
  lookup: () => lookup({copyLength: 4}),
  "lookup in the text": () => lookup({copyLength: 3, source: "text"}),
  "random drafts": (model) => noisy(model, 7)
};

describe("decode equals greedy token for token", () => {
  for (const mode of modes) {
    for (const [name, drafter] of Object.entries(drafters)) {
      if (mode === "greedy" && name !== "none") continue;
      it(`${mode}, ${name}`, async () => {
        const next = random(11);
        for (let trial = 0; trial < 12; trial++) {
          const model = new ToyModel({maxPositions: 64});
          const prompts = randomPrompts(next, 1 + Math.floor(next() * 5));
          const maxNewTokens = 1 + Math.floor(next() * 30);
          const eos = next() < 0.5 ? [3] : [];
          const {outputs} = await collect(decode({model, mode, drafter: drafter(model), prompts, maxNewTokens, eos}));
          expect(outputs.map((o) => Array.from(o))).toEqual(prompts.map((p) => model.greedy(p, maxNewTokens, eos)));
        }
      });
    }
  }
});

describe("decode", () => {
  it("feeds identical rows at batch 1, vanilla and EMS-SD", async () => {
    const next = random(3);
    for (let trial = 0; trial < 8; trial++) {
      const prompts = randomPrompts(next, 1);
      const runs = await Promise.all(
        (["vanilla", "ems-sd"] as const).map(async (mode: Mode) => {
          const model = new ToyModel();
          const {steps} = await collect(decode({model, mode, drafter: lookup(), prompts, maxNewTokens: 20}));
          return {slots: model.slots, rows: model.calls.map(({rows}) => rows), counts: steps.map(({counts}) => counts)};
        })
      );
      expect(runs[0]).toEqual(runs[1]);
    }
  });
});
