import {describe, expect, it} from "vitest";
import {
  acceptanceHistogram,
  acceptanceLength,
  acceptanceRateByPosition,
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
    for (const convention of ["vllm", "sglang", "kangaroo", "drafts"] as const) {
      expect(acceptanceLength([], convention)).toBeNaN();
    }
  });

  it("counts the bonus token, the prefill's token, its step, or neither", () => {
    expect(acceptanceLength(steps)).toBe(1 + 7 / 4);
    expect(acceptanceLength(steps, "sglang")).toBe(12 / 4);
    expect(acceptanceLength(steps, "kangaroo")).toBe(12 / 5);
    expect(acceptanceLength(steps, "drafts")).toBe(7 / 4);
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
