import {describe, expect, it} from "vitest";
import {ranks, spearman} from "../../src/traces/metrics/spearman.js";

describe("spearman", () => {
  it("knows nothing of one value or of equal ones", () => {
    expect(spearman([], [])).toBeUndefined();
    expect(spearman([3], [4])).toBeUndefined();
    expect(spearman([1, 1, 1], [1, 2, 3])).toBeUndefined();
  });

  it("is 1 for the same order, whatever the distances, and −1 for the opposite one", () => {
    expect(spearman([1, 2, 3, 4], [1, 10, 11, 1000])).toBeCloseTo(1, 12);
    expect(spearman([1, 2, 3, 4], [5, 1, 0, -7])).toBeCloseTo(-1, 12);
  });

  it("equals 1 − 6 Σd² / (n³ − n) where no values tie", () => {
    const [a, b] = [[106, 100, 86, 101, 99, 103, 97, 113, 112, 110], [7, 27, 2, 50, 28, 29, 20, 12, 6, 17]]; // prettier-ignore
    expect(spearman(a, b)).toBeCloseTo(1 - (6 * 194) / 990, 12);
  });

  it("gives ties the mean of their ranks", () => {
    expect(ranks([5, 1, 5, 9])).toEqual([2.5, 1, 2.5, 4]);
    // Pearson's correlation of (1, 2.5, 2.5, 4) and (1, 2, 3, 4)
    expect(spearman([0, 7, 7, 9], [0, 1, 2, 3])).toBeCloseTo(4.5 / Math.sqrt(4.5 * 5), 12);
  });

  it("says what it cannot rank", () => {
    expect(() => spearman([1, 2], [1])).toThrow("spearman: 2 and 1 values");
    expect(() => spearman([1, NaN], [1, 2])).toThrow("spearman: NaN");
  });
});
