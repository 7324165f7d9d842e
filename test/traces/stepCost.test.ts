import {describe, expect, it} from "vitest";
import {fitStepCost, predictedMs} from "../../src/traces/metrics/stepCost.js";

const grid = [1, 4, 16].flatMap((batchSize) =>
  [1, 2, 5].flatMap((each) =>
    [64, 256].flatMap((slots) => {
      const attentionRows = batchSize * each;
      const work = {attentionRows, attentionSlots: attentionRows * slots, cachedSlots: batchSize * slots};
      return [
        {rows: attentionRows, ...work},
        {rows: batchSize - 1 + each, ...work}
      ];
    })
  )
);

describe("fitStepCost", () => {
  it("finds the line that steps lie on", () => {
    const cost = {step: 2, row: 0.25, query: 0.03, slot: 0.0005, cached: 0.001};
    const fitted = fitStepCost(grid.map((work) => ({...work, ms: predictedMs(cost, work)})));
    for (const name of ["step", "row", "query", "slot", "cached"] as const)
      expect(fitted[name]).toBeCloseTo(cost[name], 9);
  });

  it("has no negative part: what would be one is left out", () => {
    const fitted = fitStepCost(grid.map((work) => ({...work, ms: 3 + 0.5 * work.rows - 0.0001 * work.attentionSlots})));
    expect(fitted.slot).toBe(0);
    expect(fitted.step).toBeGreaterThan(2);
    expect(fitted.row).toBeGreaterThan(0.4);
  });

  it("weighs relative errors: small steps count as much as large ones", () => {
    const steps = [1, 2, 64].map((rows) => ({
      rows,
      attentionRows: rows,
      attentionSlots: 0,
      cachedSlots: 0,
      ms: rows === 64 ? 60 : 1 + rows
    }));
    const fitted = fitStepCost(steps);
    expect(Math.abs(predictedMs(fitted, steps[0]) / 2 - 1)).toBeLessThan(0.1);
  });

  it("fits equal steps, whose parts cannot be told apart", () => {
    const step = {rows: 8, attentionRows: 8, attentionSlots: 800, cachedSlots: 800, ms: 6};
    expect(predictedMs(fitStepCost([step, step]), step)).toBeCloseTo(6, 6);
  });

  it("refuses no measurements", () => {
    expect(() => fitStepCost([])).toThrow("no measurements");
  });
});

describe("predictedMs", () => {
  it("is the sum over several steps", () => {
    expect(
      predictedMs(
        {step: 2, row: 1, query: 5, slot: 0.5, cached: 3},
        {steps: 3, rows: 10, attentionRows: 12, attentionSlots: 4, cachedSlots: 2}
      )
    ).toBe(84);
  });
});
