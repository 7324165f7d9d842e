import {describe, expect, it} from "vitest";
import {
  collect,
  decode,
  medusa,
  modes,
  oracleHeads,
  oracleModel,
  recordAnswers,
  type Heads,
  type Model
} from "../../src/decoding/index.js";
import type {StepRecord} from "../../src/traces/index.js";
import {ToyHeads} from "./toyHeads.js";
import {random, randomPrompts, ToyModel} from "./toyModel.js";

const info = {layers: 2, vocabSize: 3, maxPositions: 80};
const target = () => new ToyModel(info);
const speculative = modes.filter((mode) => mode !== "greedy");

const withoutTimes = (steps: readonly StepRecord[]) =>
  steps.map(({step, samples, feed, counts}) => ({step, samples, feed, counts}));

describe("medusa", () => {
  for (const mode of speculative) {
    it(`drafts what the heads say to the state behind the last token, and stays lossless: ${mode}`, async () => {
      const next = random(13);
      let accepted = 0;
      for (let trial = 0; trial < 8; trial++) {
        const prompts = randomPrompts(next, 1 + Math.floor(next() * 4), 3);
        const maxNewTokens = 1 + Math.floor(next() * 40);
        const eos = next() < 0.2 ? [2] : [];
        const model = target();
        const heads = new ToyHeads(model);
        const draftLength = 1 + Math.floor(next() * 4);
        const drafter = medusa({heads, draftLength});
        const {steps, outputs} = await collect(decode({model, mode, drafter, prompts, maxNewTokens, eos, padToken: 1}));
        expect(outputs.map((o) => Array.from(o))).toEqual(prompts.map((p) => model.greedy(p, maxNewTokens, eos)));
        const texts = prompts.map((prompt, i) => [...prompt, ...steps[0].samples[i].emitted]);
        for (const {samples, counts} of steps.slice(1)) {
          samples.forEach((sample, i) => {
            if (sample.emitted.length === 0) return;
            const room = Math.min(draftLength, maxNewTokens - (texts[i].length - prompts[i].length) - 1);
            expect(sample.drafted).toEqual(heads.say(texts[i]).slice(0, room));
            texts[i].push(...sample.emitted);
            accepted += sample.accepted;
          });
          const drafting = samples.filter(({drafted}) => drafted.length > 0).length;
          expect([counts.draftForwards, counts.draftRows]).toEqual([drafting > 0 ? 1 : 0, drafting]);
        }
      }
      expect(accepted).toBeGreaterThan(30);
    });
  }

  it("replays from its recorded chains step by step", async () => {
    const prompts = randomPrompts(random(5), 3, 3);
    const model = target();
    const answers = await recordAnswers({
      model,
      ids: ["a", "b", "c"],
      prompts,
      maxNewTokens: 60,
      exits: {medusa: medusa({heads: new ToyHeads(model)})}
    });
    const run = async (by: Model, heads: Heads, mode: "ems-sd" | "vanilla", draftLength: number) => {
      const drafter = medusa({heads, draftLength});
      return withoutTimes((await collect(decode({model: by, mode, drafter, prompts, maxNewTokens: 30}))).steps);
    };
    for (const mode of ["ems-sd", "vanilla"] as const) {
      for (const draftLength of [1, 4]) {
        const heads = oracleHeads({...info, answers, chain: "medusa"});
        const real = target();
        expect(await run(oracleModel({...info, answers}), heads, mode, draftLength)).toEqual(
          await run(real, new ToyHeads(real), mode, draftLength)
        );
      }
    }
    expect(() => oracleHeads({...info, answers, chain: "other"})).toThrow("oracle a: no chains of other");
  });

  it("refuses more drafts than heads, and another vocabulary", async () => {
    const model = target();
    expect(() => medusa({heads: new ToyHeads(model, 2), draftLength: 3})).toThrow("draftLength 3, there are 2 heads");
    const drafter = medusa({heads: new ToyHeads(new ToyModel({vocabSize: 5}))});
    const run = decode({model, mode: "ems-sd", drafter, prompts: [Int32Array.of(1)], maxNewTokens: 4});
    await expect(collect(run)).rejects.toThrow("the heads have a vocabulary of 5, the target of 3");
  });
});
