import {describe, expect, it} from "vitest";
import {packCells, gridCells, cellWork, type GridCell} from "../../src/traces/gridCells.js";
import {exitMs, exitParts, exitPrices, fitPart, type ExitCost} from "../../src/traces/metrics/exitCost.js";
import {predictedMs, workOf} from "../../src/traces/metrics/stepCost.js";
import type {GridRecord} from "../../src/traces/index.js";

const flat = (step: number, row = 0) => ({step, row, query: 0, slot: 0, cached: 0});
const cost: ExitCost = {shallow: flat(2), adapter: flat(1, 0.5), deep: flat(10, 3)};

const cell: GridCell = {
  draftLength: 2,
  threshold: 0.2,
  steps: 4,
  drafted: [4, 3],
  reached: [4, 2],
  accepted: [3, 1],
  attentionSlots: 110,
  raggedSlots: 100,
  adapterRows: 9
};

describe("exitMs", () => {
  it("is once the first layers for each draft and once more a step, the adapter for each draft, the rest once a step", () => {
    // 7 drafts in 4 steps: 11 passes and rows, 7 calls of the adapter with 9 rows, 4 steps with 11 rows
    expect(exitParts(cellWork(1, cell), cost)).toEqual({shallow: 22, adapter: 11.5, head: 0, deep: 73});
    expect(exitMs(cellWork(1, cell), cost)).toBe(106.5);
  });

  it("has the target's own head in the adapter's place where there is none", () => {
    const {shallow, deep} = cost;
    expect(exitParts(cellWork(1, cell), {shallow, deep, head: flat(3)})).toMatchObject({adapter: 0, head: 21});
  });

  it("costs nothing to draft nothing", () => {
    const idle = {...cell, steps: 1, drafted: [0, 0], adapterRows: 0};
    expect(exitParts(cellWork(1, idle), cost)).toEqual({shallow: 2, adapter: 0, head: 0, deep: 13});
  });

  it("counts caches of all samples of a batch", () => {
    const work = {...cellWork(1, cell), batches: 1, samples: 4};
    const slots = {...flat(0), cached: 1};
    // 11 passes, 4 samples, 110 slots by 11 rows
    expect(exitParts(work, {shallow: slots, adapter: flat(0), deep: flat(0)}).shallow).toBe(440);
  });
});

describe("fitPart", () => {
  it("goes through the fastest repeats", () => {
    const step = {batchSize: 1, cachedSlots: 8};
    const steps = [1, 2, 4].map((rows) => ({...step, rows, rowsPerSample: rows, ms: [9, 1 + rows, 30]}));
    const line = fitPart(steps);
    for (const one of steps) expect(predictedMs(line, workOf(one))).toBeCloseTo(1 + one.rows, 6);
  });
});

describe("gridCells", () => {
  it("reads what packCells wrote, cells in the order of draft lengths and thresholds", () => {
    const cells = [1, 2].flatMap((draftLength) =>
      [0, 1].map((threshold): GridCell => {
        const list = Array.from({length: draftLength}, (_, k) => 70000 * draftLength + k);
        return {...cell, draftLength, threshold, drafted: list, reached: list, accepted: list};
      })
    );
    const line = {draftLengths: [1, 2], thresholds: [0, 65535], ...packCells(cells, 2)} as unknown as GridRecord;
    const padded = ({drafted, ...others}: GridCell) => {
      const list = [...drafted, 0].slice(0, 2);
      return {...others, drafted: list, reached: list, accepted: list};
    };
    expect(gridCells(line)).toEqual(cells.map(padded));
  });
});

describe("exitPrices", () => {
  const target = {name: "joey", sha256: "", role: "target"} as const;
  const adapter = (name: string) => ({name, sha256: "", role: "adapter"}) as const;
  /** a call costs 1, a layer 0.5 and 0.25 a row, the head 0.125 a row */
  const ms = (layers: number, rows: number, head: boolean) =>
    1 + layers * (0.5 + 0.25 * rows) + (head ? 0.125 * rows : 0);
  const lines = [1, 2, 4].flatMap((rows) =>
    [8, 64].flatMap((cachedSlots) => {
      const step = {batchSize: 1, rows, rowsPerSample: rows, cachedSlots};
      return [
        {...step, model: target, ms: [ms(12, rows, true)]},
        ...[2, 4].flatMap((exitLayer) => [
          {...step, model: target, part: "shallow" as const, exitLayer, ms: [ms(exitLayer, rows, false), 99]},
          {...step, model: target, part: "deep" as const, exitLayer, ms: [ms(12 - exitLayer, rows, true)]},
          {...step, model: adapter(`exit-${exitLayer}`), part: "adapter" as const, exitLayer, ms: [exitLayer]},
          {...step, model: target, part: "head" as const, exitLayer, ms: [7]}
        ]),
        {...step, batchSize: 2, model: target, ms: [1000]}
      ];
    })
  );
  const prices = exitPrices(lines, {layers: 12, batchSize: 1});

  it("has a price for every exit layer, those between measured ones too", () => {
    for (const exitLayer of [2, 3, 8]) {
      const {shallow, deep} = prices.exit(exitLayer);
      for (const rows of [1, 3]) {
        const work = workOf({batchSize: 1, rows, rowsPerSample: rows, cachedSlots: 30});
        expect(predictedMs(shallow, work)).toBeCloseTo(ms(exitLayer, rows, false), 6);
        expect(predictedMs(deep, work)).toBeCloseTo(ms(12 - exitLayer, rows, true), 6);
      }
    }
    const work = workOf({batchSize: 1, rows: 1, rowsPerSample: 1, cachedSlots: 30});
    expect(predictedMs(prices.greedy, work)).toBeCloseTo(ms(12, 1, true), 6);
  });

  it("takes adapters of one kind together, and the head where there is none", () => {
    const work = workOf({batchSize: 1, rows: 1, rowsPerSample: 1, cachedSlots: 30});
    const price = predictedMs(prices.exit(4).adapter!, work);
    expect(price).toBeGreaterThan(2);
    expect(price).toBeLessThan(4);
    expect(prices.exit(4, "none").adapter).toBeUndefined();
    expect(predictedMs(prices.exit(4, "none").head!, work)).toBeCloseTo(7, 6);
  });
});
