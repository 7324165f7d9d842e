import {describe, expect, it} from "vitest";
import {collect, decode, draftModel, earlyExit, lookup, none, samplingVerifier} from "../../src/decoding/index.js";
import type {Drafter, Mode} from "../../src/decoding/index.js";
import {ToyModel} from "./toyModel.js";

const vocabSize = 4;
const temperature = 0.7;
const prompt = Int32Array.of(0, 1, 2, 0, 1, 2, 0, 1);
const target = () => new ToyModel({vocabSize, maxPositions: 32});

/** Pearson's statistic of sampled texts of three tokens against the target's own distribution over the 64. */
async function chiSquare(mode: Mode, drafter: Drafter, samples: number, seed: number) {
  const prompts = Array.from({length: samples}, () => prompt);
  const verifier = samplingVerifier({temperature, seed});
  const run = decode({model: target(), mode, drafter, prompts, maxNewTokens: 4, verifier});
  const {steps, outputs} = await collect(run);
  const counts = new Float64Array(64);
  for (const [a, b, c] of outputs) counts[16 * a + 4 * b + c]++;
  const model = target();
  let statistic = 0;
  for (let cell = 0; cell < 64; cell++) {
    const text = Array.from(prompt);
    let expected = samples;
    for (const token of [cell >> 4, (cell >> 2) & 3, cell & 3]) {
      expected *= model.probabilities(text, temperature)[token];
      text.push(token);
    }
    statistic += (counts[cell] - expected) ** 2 / expected;
  }
  const accepted = steps.flatMap((step) => step.samples).reduce((sum, sample) => sum + sample.accepted, 0);
  return {statistic, accepted};
}

const drafters: Record<string, () => Drafter> = {
  "no drafts": () => none(),
  lookup: () => lookup({copyLength: 2}),
  "a draft model": () => draftModel({model: new ToyModel({vocabSize, seed: 2, maxPositions: 32}), draftLength: 3}),
  "the target as its own draft model": () => draftModel({model: target(), draftLength: 2})
};

describe("speculative sampling is distributed as the target", () => {
  for (const [name, drafter] of Object.entries(drafters)) {
    it(`with ${name}`, async () => {
      const {statistic, accepted} = await chiSquare("ems-sd", drafter(), 2000, 1);
      expect(statistic).toBeLessThan(103.4); // 99.9 % quantile of χ² with 63 degrees of freedom
      if (name !== "no drafts") expect(accepted).toBeGreaterThan(100);
      if (name.startsWith("the target")) expect(accepted).toBeGreaterThan(2000);
    });
  }

  it("and the test notices when it is not", async () => {
    const biased: Drafter = {
      name: "biased",
      draftLength: 1,
      begin: () => undefined,
      // claims to have drawn from a uniform distribution, and always says 0
      draft: ({samples}) => ({
        tokens: samples.map(() => Int32Array.of(0)),
        probabilities: samples.map(() => new Float32Array(4).fill(0.25))
      })
    };
    const {statistic} = await chiSquare("ems-sd", biased, 2000, 1);
    expect(statistic).toBeGreaterThan(150);
  });
});

describe("samplingVerifier", () => {
  const outputs = async (mode: Mode, prompts: Int32Array[], seed: number) => {
    const model = target();
    const verifier = samplingVerifier({temperature, seed});
    const drafter = draftModel({model: new ToyModel({vocabSize, seed: 2, maxPositions: 32})});
    const run = await collect(decode({model, mode, drafter, prompts, maxNewTokens: 12, verifier}));
    return run.outputs.map((o) => Array.from(o));
  };

  it("gives equal outputs for equal seeds, in every mode and batch", async () => {
    const alone = await outputs("ems-sd", [prompt], 5);
    expect(await outputs("vanilla", [prompt, Int32Array.of(3)], 5)).toEqual([alone[0], expect.any(Array)]);
    expect(await outputs("unpad-kv-cache", [prompt, Int32Array.of(3), prompt], 5)).toContainEqual(alone[0]);
    expect(await outputs("ems-sd", [prompt], 6)).not.toEqual(alone);
  });

  it("reports the target's probability of each emitted token", async () => {
    const model = target();
    const verifier = samplingVerifier({temperature, seed: 2});
    const {steps} = await collect(decode({model, mode: "greedy", prompts: [prompt], maxNewTokens: 3, verifier}));
    const [{emitted, confidence}] = steps[0].samples;
    expect(confidence[0]).toBeCloseTo(model.probabilities(prompt, temperature)[emitted[0]], 6);
  });

  it("refuses what it cannot do", async () => {
    expect(() => samplingVerifier({temperature: 0, seed: 1})).toThrow("invalid temperature: 0");
    const verifier = samplingVerifier({temperature, seed: 1});
    const options = {model: new ToyModel({layers: 2, vocabSize}), prompts: [prompt], maxNewTokens: 4, verifier};
    await expect(collect(decode({...options, mode: "vanilla-as-released"}))).rejects.toThrow("greedy only");
    await expect(collect(decode({...options, mode: "ems-sd", drafter: earlyExit({exitLayer: 1})}))).rejects.toThrow(
      "early exit: drafts greedily"
    );
  });
});
