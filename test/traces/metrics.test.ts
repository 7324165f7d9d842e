import {describe, expect, it} from "vitest";
import type {StepRecord} from "../../src/traces/index.js";
import {
  acceptanceHistogram,
  acceptanceLength,
  acceptanceRateByPosition,
  acceptancesByPosition,
  acceptancesOf,
  consistentAcceptanceRate,
  draftAcceptanceRate,
  median,
  paddingRatio,
  quantile,
  tokensPerSecond
} from "../../src/traces/metrics/index.js";

const steps = [
  {drafted: 4, accepted: 4},
  {drafted: 4, accepted: 1},
  {drafted: 2, accepted: 2},
  {drafted: 0, accepted: 0}
];

describe("acceptanceLength", () => {
  it("is NaN without a step, in every convention", () => {
    for (const convention of ["vllm", "sglang", "kangaroo", "eagle", "drafts"] as const) {
      expect(acceptanceLength([], convention)).toBeNaN();
    }
  });

  it("counts the bonus token, the prefill's token, its step, or neither", () => {
    expect(acceptanceLength(steps)).toBe(1 + 7 / 4);
    expect(acceptanceLength(steps, "sglang")).toBe(12 / 4);
    expect(acceptanceLength(steps, "kangaroo")).toBe(12 / 5);
    expect(acceptanceLength(steps, "drafts")).toBe(7 / 4);
  });

  it("counts one prefill for each text", () => {
    expect(acceptanceLength(steps, "vllm", undefined, 2)).toBe(1 + 7 / 4);
    expect(acceptanceLength(steps, "sglang", undefined, 2)).toBe(13 / 4);
    expect(acceptanceLength(steps, "kangaroo", undefined, 2)).toBe(13 / 6);
  });

  it("of EAGLE's files leaves out each text's last bonus token and last step", () => {
    expect(acceptanceLength(steps, "eagle")).toBe(11 / 3);
    expect(acceptanceLength(steps, "eagle", undefined, 2)).toBe(11 / 2);
    expect(acceptanceLength(steps.slice(0, 1), "eagle")).toBeNaN();
  });

  it("reproduces a published SGLang sample: N 200, V 188, A 11", () => {
    const sample = Array.from({length: 188}, (_, i) => ({drafted: 4, accepted: i < 11 ? 1 : 0}));
    expect(acceptanceLength(sample, "sglang", 200)).toBeCloseTo(1.06383, 5);
    expect(acceptanceLength(sample, "sglang")).toBeCloseTo(1.06383, 5);
    expect(acceptanceLength(sample, "vllm")).toBeCloseTo(1.05851, 5);
  });
});

describe("acceptance rates", () => {
  it("are NaN when nothing was drafted", () => {
    expect(draftAcceptanceRate([{drafted: 0, accepted: 0}])).toBeNaN();
    expect(acceptanceRateByPosition([{drafted: 0, accepted: 0}])).toEqual([]);
  });

  it("divide accepted by proposed drafts", () => {
    expect(draftAcceptanceRate(steps)).toBe(7 / 10);
  });

  it("per position depend on which steps are counted", () => {
    expect(acceptanceRateByPosition(steps)).toEqual([1, 2 / 3, 1 / 3, 1 / 3]);
    expect(acceptanceRateByPosition(steps, "drafted")).toEqual([1, 2 / 3, 1 / 2, 1 / 2]);
    expect(acceptanceRateByPosition(steps, "conditional")).toEqual([1, 2 / 3, 1, 1]);
  });

  it("per position, unconditional, are tail sums of the histogram", () => {
    const histogram = acceptanceHistogram(steps);
    expect(histogram).toEqual([1, 1, 1, 0, 1]);
    const tails = histogram.map((_, k) => histogram.slice(k + 1).reduce((a, b) => a + b, 0) / 3);
    expect(acceptanceRateByPosition(steps)).toEqual(tails.slice(0, 4));
  });

  it("per position say how many steps count", () => {
    expect(acceptancesByPosition(steps, "conditional")).toEqual([
      {accepted: 3, counted: 3},
      {accepted: 2, counted: 3},
      {accepted: 1, counted: 1},
      {accepted: 1, counted: 1}
    ]);
  });

  it("per position of a tree go by its depth, not by its nodes", () => {
    const trees = [
      {drafted: 11, accepted: 1, depth: 2},
      {drafted: 11, accepted: 2, depth: 2}
    ];
    expect(acceptanceRateByPosition(trees)).toEqual([1, 1 / 2]);
    expect(draftAcceptanceRate(trees)).toBe(3 / 22);
  });

  it("are consistent for w where at least w drafts are accepted; steps without a draft count", () => {
    expect(consistentAcceptanceRate([], 1)).toBeNaN();
    expect([1, 2, 3, 5].map((w) => consistentAcceptanceRate(steps, w))).toEqual([3 / 4, 2 / 4, 1 / 4, 0]);
  });
});

describe("acceptancesOf", () => {
  const sample = (emitted: number[], more = {}) => ({drafted: [7, 8], leftovers: 0, accepted: 1, emitted, ...more});
  const run = (...steps: object[][]): StepRecord[] =>
    steps.map((samples, step) => ({step, samples}) as unknown as StepRecord);

  it("leaves out the prefill, and samples that have ended", () => {
    expect(acceptancesOf([])).toEqual([]);
    const steps = run([sample([1]), sample([2])], [sample([3, 4]), sample([5, 6])], [sample([]), sample([7, 8])]);
    expect(acceptancesOf(steps)).toEqual(Array.from({length: 3}, () => ({drafted: 2, accepted: 1})));
    expect(acceptancesOf([...steps, ...steps])).toHaveLength(6);
  });

  it("counts leftovers as proposed, and a tree's depth", () => {
    const tree = {drafted: [1, 2, 3], draftParents: [-1, 0, 0]};
    expect(acceptancesOf(run([sample([1])], [sample([2, 3], {leftovers: 2})], [sample([2], tree)]))).toEqual([
      {drafted: 4, accepted: 1},
      {drafted: 3, accepted: 1, depth: 2}
    ]);
  });
});

describe("small statistics", () => {
  it("quantile is NaN without values, exact for one, linear between two", () => {
    expect(quantile([], 0.5)).toBeNaN();
    expect(quantile([3, NaN], 0.5)).toBeNaN();
    expect(quantile([7], 0.9)).toBe(7);
    expect(quantile([10, 1], 0.25)).toBe(3.25);
    expect(() => quantile([1], 1.5)).toThrow("invalid p: 1.5");
  });

  it("median is the middle value, or the mean of two", () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([4, 1, 3, 2])).toBe(2.5);
  });

  it("tokensPerSecond and paddingRatio are NaN without time or tokens", () => {
    expect(tokensPerSecond(5, 0)).toBeNaN();
    expect(tokensPerSecond(30, 200)).toBe(150);
    expect(paddingRatio(0, 0)).toBeNaN();
    expect(paddingRatio(9, 13)).toBe(9 / 13);
  });
});
