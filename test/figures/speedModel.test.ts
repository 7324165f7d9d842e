import {describe, expect, it} from "vitest";
import {evenGuessing, recordedGuessing, tokensPerStep} from "../../src/figures/kit/guessing.js";
import {predictedDecodeMs} from "../../src/figures/kit/decodeMs.js";
import {speedModel} from "../../src/figures/kit/speedModel.js";
import type {SpeedModelOptions} from "../../src/figures/kit/speedModel.js";
import type {CountsRecord} from "../../src/traces/index.js";
import {recordedCost, recordings} from "./costFixture.js";

const texts = Array.from({length: 12}, (_, i) => ({prompt: 20 + 3 * i, output: i % 3 === 0 ? 40 : 64}));
const run = (options: Partial<SpeedModelOptions>) =>
  speedModel({
    mode: "ems-sd",
    batchSize: 4,
    texts,
    maxNewTokens: 64,
    guessing: evenGuessing({find: 0.5, accept: 0.7, draftLength: 5}),
    ...options
  });
const newTokens = texts.reduce((sum, {output}) => sum + output, 0);

describe("speedModel", () => {
  it.each([false, true])("counts the same for padded and EMS-SD at batch size 1 (network: %s)", async (network) => {
    const [vanilla, emsSd] = await Promise.all([
      run({mode: "vanilla", batchSize: 1, network}),
      run({mode: "ems-sd", batchSize: 1, network})
    ]);
    expect(vanilla).toEqual(emsSd);
  });

  it("writes the texts' tokens and takes the same steps in every mode", async () => {
    const modes = ["vanilla", "unpad-kv-cache", "unpad-input-tokens", "ems-sd"] as const;
    const counted = await Promise.all(modes.map((mode) => run({mode})));
    for (const {tokens, steps, histogram} of counted) {
      expect(tokens).toBe(newTokens);
      expect([steps, histogram]).toEqual([counted[0].steps, counted[0].histogram]);
    }
  });

  it("takes greedy decoding's steps where no draft is ever right, and more rows", async () => {
    const greedy = await run({mode: "greedy"});
    const guessing = evenGuessing({find: 1, accept: 0, draftLength: 3});
    const wrong = await run({guessing});
    expect(wrong.steps).toBe(greedy.steps);
    expect(wrong.accepted).toBe(0);
    // 3 drafts a step, fewer at the end of a text where there is no room for them: 2, 1 and 0 before its last token
    expect(wrong.rows - greedy.rows).toBe(wrong.drafted);
    expect(await run({guessing: evenGuessing({find: 0, accept: 1, draftLength: 3})})).toMatchObject({
      rows: greedy.rows,
      drafted: 0
    });
  });

  it("takes one step for every draft and its bonus token where all are right", async () => {
    const guessing = evenGuessing({find: 1, accept: 1, draftLength: 3});
    const {steps} = await run({guessing, batchSize: 1, texts: [{prompt: 9, output: 64}]});
    expect(steps).toBe(Math.ceil(63 / 4));
  });

  it("never takes more steps when drafts are right more often", async () => {
    let last = Infinity;
    for (const accept of [0, 0.2, 0.4, 0.6, 0.8, 0.9, 1]) {
      const {steps} = await run({guessing: evenGuessing({find: 1, accept, draftLength: 5})});
      expect(steps).toBeLessThanOrEqual(last);
      last = steps;
    }
  });

  it("feeds, padded, every sample as many rows as the longest draft needs", async () => {
    // one step in five drafts 6: with 8 samples some sample does in 1 − 0.8⁸ of the steps
    const even = Array.from({length: 16}, () => ({prompt: 8, output: 400}));
    const guessing = evenGuessing({find: 0.2, accept: 0, draftLength: 6});
    const options = {texts: even, maxNewTokens: 400, batchSize: 8, guessing};
    const {steps, rows} = await run({...options, mode: "vanilla"});
    expect(rows / steps / 8 / (1 + 6 * (1 - 0.8 ** 8))).toBeCloseTo(1, 1);
    const packed = await run({...options, mode: "ems-sd"});
    expect(packed.rows / packed.steps / 8 / (1 + 6 * 0.2)).toBeCloseTo(1, 1);
  });

  it("has every draft cost the drafter's network a forward, and its rows", async () => {
    const guessing = evenGuessing({find: 1, accept: 0.5, draftLength: 4});
    const {draftForwards, draftRows, steps} = await run({guessing, network: true});
    expect(draftForwards).toBeGreaterThan(3.5 * steps);
    expect(draftForwards).toBeLessThanOrEqual(4 * steps);
    expect(draftRows).toBeGreaterThan(draftForwards);
    expect(await run({guessing})).toMatchObject({draftForwards: 0, draftRows: 0, steps});
  });

  it("fills the last batch up from the first texts, and stands fewer texts than samples", async () => {
    expect(await run({batchSize: 5})).toMatchObject({batches: 3, samples: 15});
    expect(await run({batchSize: 3, texts: texts.slice(0, 1)})).toMatchObject({batches: 1, samples: 3});
    await expect(run({texts: []})).rejects.toThrow("speedModel: no texts");
  });

  it("gives the same for the same seed, and lets others go on in between", async () => {
    let pauses = 0;
    const pause = (): undefined => void pauses++;
    expect(await run({seed: 3, pause})).toEqual(await run({seed: 3}));
    expect(pauses).toBeGreaterThan(10);
    expect(await run({seed: 4})).not.toEqual(await run({seed: 3}));
  });
});

describe("speedModel, fed a recorded distribution", () => {
  it("agrees with the recorded counters: 6% in steps of samples, 15% in rows and in predicted time in the median", async () => {
    const data = await recordedCost();
    const cost = {step: 1.6, row: 0.11, query: 0.03, slot: 6e-5, cached: 8e-4};
    const counts = recordings[0].lines.filter((line): line is CountsRecord => line.type === "counts");
    const timed: number[] = [];
    for (const known of data.guessing) {
      for (const mode of ["vanilla", "ems-sd"] as const) {
        const recorded = counts.find(
          (line) =>
            line.texts === "prompts" &&
            line.domain === known.domain &&
            line.drafter === known.drafter &&
            line.mode === mode &&
            line.batchSize === 8
        );
        if (!recorded) continue;
        const {totals} = recorded;
        const network = known.drafter !== "lookup";
        const guessing = recordedGuessing(known);
        // the recorded counters are of all prompts, the lengths here of the timed ones: compare per token
        const mine = await speedModel({
          mode,
          batchSize: 8,
          texts: data.texts[known.domain],
          maxNewTokens: 128,
          guessing,
          network
        });
        const perToken = (value: number, of: {tokens: number; samples: number}): number =>
          value / (of.tokens - of.samples);
        const ratio = (name: "sampleSteps" | "rows"): number =>
          perToken(mine[name], mine) / perToken(totals[name], totals);
        expect(Math.abs(ratio("sampleSteps") - 1), `${known.domain} ${known.drafter} steps`).toBeLessThan(0.06);
        timed.push(
          Math.abs(
            perToken(predictedDecodeMs(mine, cost), mine) / perToken(predictedDecodeMs(totals, cost), totals) - 1
          )
        );
        if (mode === "ems-sd")
          expect(Math.abs(ratio("rows") - 1), `${known.domain} ${known.drafter} rows`).toBeLessThan(0.15);
      }
    }
    expect(timed.length).toBeGreaterThan(0);
    expect(timed.sort((a, b) => a - b)[timed.length >> 1]).toBeLessThan(0.15);
  });
});

describe("recordedGuessing", () => {
  const sequence = (values: readonly number[]) => {
    let at = 0;
    return () => values[at++ % values.length];
  };

  it("drafts as often, and accepts as much, as was recorded", () => {
    // ten steps: 4 tries of 5 drafts, of which two accepted none, one accepted 1 and one 3
    const {draw} = recordedGuessing({draftLength: 5, drafted: 20, histogram: [8, 1, 0, 1]});
    const outcomes = Array.from({length: 10}, (_, i) => draw(sequence([(i + 0.5) / 10])));
    expect(outcomes.filter(({drafted}) => drafted === 0)).toHaveLength(6);
    expect(outcomes.filter(({drafted}) => drafted === 5).map(({accepted}) => accepted)).toEqual([0, 0, 1, 3]);
  });

  it("cuts drafts off, and accepts no more than is left", () => {
    const {draw, draftLength} = recordedGuessing({draftLength: 5, drafted: 20, histogram: [8, 1, 0, 1]}, 2);
    expect(draftLength).toBe(2);
    expect(draw(sequence([0.99]))).toEqual({drafted: 2, accepted: 2});
  });

  it("refuses no steps", () => {
    expect(() => recordedGuessing({draftLength: 5, drafted: 0, histogram: []})).toThrow("recordedGuessing: no steps");
  });
});

describe("evenGuessing", () => {
  it("accepts (1 − αᵞ⁺¹) / (1 − α) tokens a step in the mean, the bonus token counted", () => {
    const {draw} = evenGuessing({find: 1, accept: 0.6, draftLength: 4});
    let seed = 1;
    const random = (): number => (seed = (seed * 16807) % 2147483647) / 2147483647;
    const n = 20_000;
    let sum = 0;
    for (let i = 0; i < n; i++) sum += 1 + draw(random).accepted;
    expect(sum / n).toBeCloseTo((1 - 0.6 ** 5) / (1 - 0.6), 1);
  });

  it("refuses what is no probability", () => {
    expect(() => evenGuessing({find: 1, accept: 1.5, draftLength: 4})).toThrow("invalid accept: 1.5");
  });
});

describe("tokensPerStep", () => {
  it("counts the bonus token", () => expect(tokensPerStep([2, 0, 2])).toBe(2));
});
