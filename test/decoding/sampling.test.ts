import {describe, expect, it} from "vitest";
import {
  collect,
  decode,
  draftModel,
  earlyExit,
  lookup,
  medusa,
  none,
  samplingVerifier,
  treeExit
} from "../../src/decoding/index.js";
import type {Drafter, Mode} from "../../src/decoding/index.js";
import {ToyAdapter} from "./toyAdapter.js";
import {ToyHeads} from "./toyHeads.js";
import {ToyModel} from "./toyModel.js";

const vocabSize = 4;
const temperature = 0.7;
const prompt = Int32Array.of(0, 1, 2, 0, 1, 2, 0, 1);
const target = (layers = 1) => new ToyModel({vocabSize, layers, maxPositions: 32});

/** Pearson's statistic of sampled texts of three tokens against the model's own distribution over the 64. */
async function chiSquare(mode: Mode, drafter: Drafter, samples: number, seed: number, model = target()) {
  const prompts = Array.from({length: samples}, () => prompt);
  const verifier = samplingVerifier({temperature, seed});
  const run = decode({model, mode, drafter, prompts, maxNewTokens: 4, verifier});
  const {steps, outputs} = await collect(run);
  const counts = new Float64Array(64);
  for (const [a, b, c] of outputs) counts[16 * a + 4 * b + c]++;
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
  "the target as its own draft model": () => draftModel({model: target(), draftLength: 2}),
  "heads on the last state": () => medusa({heads: new ToyHeads(target())})
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

  for (const mode of ["ems-sd", "vanilla"] as const) {
    for (const confidence of ["original", "adjusted"] as const) {
      it(`with early exits, ${confidence} confidence: ${mode}`, async () => {
        const model = target(2);
        const exits = {exitLayer: 1, draftLength: 3, confidence};
        const ragged = earlyExit({...exits, adapter: new ToyAdapter(model), threshold: 0.4});
        const own = earlyExit({...exits, threshold: 0});
        for (const drafter of [ragged, own]) {
          const {statistic, accepted} = await chiSquare(mode, drafter, 2000, 4, model);
          expect(statistic).toBeLessThan(103.4);
          expect(accepted).toBeGreaterThan(500);
        }
      });
    }
  }

  it("with a tree of early exits", async () => {
    const model = target(2);
    const drafter = treeExit({exitLayer: 1, adapter: new ToyAdapter(model), width: 3, threshold: 0.1, maxNodes: 6});
    const {statistic, accepted} = await chiSquare("ems-sd", drafter, 2000, 4, model);
    expect(statistic).toBeLessThan(103.4);
    expect(accepted).toBeGreaterThan(1000);
  });

  it("and walks down a tree along one path", async () => {
    const model = target(2);
    const drafter = treeExit({exitLayer: 1, adapter: new ToyAdapter(model), width: 3, threshold: 0, maxNodes: 9});
    const verifier = samplingVerifier({temperature, seed: 7});
    const prompts = Array.from({length: 30}, () => prompt);
    const {steps} = await collect(decode({model, mode: "ems-sd", drafter, prompts, maxNewTokens: 20, verifier}));
    let branched = 0;
    for (const {drafted, draftParents = [], acceptedPath = [], emitted} of steps.flatMap(({samples}) => samples)) {
      expect(acceptedPath.map((k) => drafted[k])).toEqual(emitted.slice(0, -1));
      acceptedPath.forEach((k, at) => expect(draftParents[k]).toBe(at === 0 ? -1 : acceptedPath[at - 1]));
      if (acceptedPath.some((k, at) => k !== at)) branched++;
    }
    expect(branched).toBeGreaterThan(20);
  });

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
  });
});

describe("an early exit that samples", () => {
  for (const confidence of ["original", "adjusted"] as const) {
    it(`draws from the exit's distribution and stops by its ${confidence} confidence`, async () => {
      const model = target(2);
      const adapter = new ToyAdapter(model);
      const threshold = 0.4;
      const drafter = earlyExit({exitLayer: 1, adapter, draftLength: 4, threshold, confidence});
      const verifier = samplingVerifier({temperature, seed: 3});
      const prompts = Array.from({length: 40}, () => prompt);
      const {steps, outputs} = await collect(
        decode({model, mode: "ems-sd", drafter, prompts, maxNewTokens: 16, verifier})
      );
      const lengths = new Set<number>();
      outputs.forEach((output, i) => {
        let length = 1;
        for (const {samples} of steps.slice(1)) {
          const {drafted, draftConfidence = [], emitted} = samples[i];
          const most = Math.min(4, Math.max(16 - length - 1, 0));
          drafted.forEach((_, k) => {
            const text = [...prompt, ...output.subarray(0, length), ...drafted.slice(0, k)];
            const top =
              confidence === "original"
                ? adapter.exit(text).confidence
                : Math.max(...adapter.probabilities(text, temperature));
            expect(draftConfidence[k]).toBeCloseTo(top, 4);
            expect(k + 1 < drafted.length).toBe(k + 1 < most && top >= threshold);
          });
          length += emitted.length;
          if (emitted.length > 0) lengths.add(drafted.length);
        }
      });
      expect(lengths.size).toBeGreaterThan(2);
    });
  }
});
