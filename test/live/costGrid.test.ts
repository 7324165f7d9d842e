import {describe, expect, it} from "vitest";
import {fitOf} from "../../src/figures/kit/deviceCost.js";
import {gridSteps, pageGrid, timeGrid} from "../../src/live/costGrid.js";
import type {GridEvent} from "../../src/live/costGrid.js";
import {ownCost} from "../../src/live/ownCost.js";
import type {CostGrid} from "../../src/decoding/timeSteps.js";
import {ToyModel} from "../decoding/toyModel.js";

const grid: CostGrid = {batchSizes: [1, 3], rowsPerSample: [1, 4], ragged: [4], cachedSlots: [8, 40], repeats: 3};

async function events(model: ToyModel, wanted = grid, now?: () => number): Promise<GridEvent[]> {
  const list: GridEvent[] = [];
  for await (const event of timeGrid("joey", model, wanted, now)) list.push(event);
  return list;
}

describe("timeGrid", () => {
  it("times every combination, and names the slots of the middle repeat", async () => {
    const timed = (await events(new ToyModel())).flatMap(({timed: found = []}) => found);
    expect(timed.map(({batchSize, rowsPerSample, rows}) => [batchSize, rowsPerSample, rows])).toEqual(
      [1, 1, 3, 3].flatMap((size) => [[size, 1, size], [size, 4, 4 * size], ...(size > 1 ? [[size, 4, size + 3]] : [])])
    );
    // 8 slots, then one a step: the warm-up's two, and of three repeats the middle one
    expect(timed.slice(0, 2).map(({cachedSlots}) => cachedSlots)).toEqual([12, 13]);
    expect(timed.every(({ms}) => ms.length === 3)).toBe(true);
  });

  it("runs as many steps as it says beforehand", async () => {
    const steps = (await events(new ToyModel())).reduce((sum, event) => sum + event.steps, 0);
    expect(steps).toBe(gridSteps(grid));
  });

  it("feeds the rows it names, each sample behind its own cache", async () => {
    const model = new ToyModel();
    await events(model, {batchSizes: [3], rowsPerSample: [4], ragged: [], cachedSlots: [8], repeats: 1});
    const {rows} = model.calls.at(-1)!;
    expect(rows.tokens).toHaveLength(12);
    expect(Array.from(rows.slots)).toEqual([9, 10, 11, 12, 9, 10, 11, 12, 9, 10, 11, 12]);
    await events(model, {batchSizes: [3], rowsPerSample: [1], ragged: [4], cachedSlots: [8], repeats: 1});
    expect(Array.from(model.calls.at(-1)!.rows.slots)).toEqual([11, 12, 13, 14, 11, 11]);
  });

  it("stops where nobody listens any more", async () => {
    const model = new ToyModel();
    for await (const {steps} of timeGrid("joey", model, grid)) if (steps > 0) break;
    expect(model.calls).toHaveLength(1);
  });

  it("fits into joey's context and asks for few enough steps to wait for", () => {
    const most = Math.max(...pageGrid.cachedSlots) + (pageGrid.repeats + 1) * pageGrid.rowsPerSample.length + 8;
    expect(most).toBeLessThan(512);
    expect(gridSteps(pageGrid)).toBeLessThan(150);
  });
});

describe("ownCost", () => {
  const provenance = {
    command: "open",
    commit: "c",
    device: "processor of the reader",
    provider: "wasm",
    threads: 1,
    runtime: "r",
    date: "2026-11-25"
  } as const;

  it("is what the figures fit a line through", async () => {
    // a clock by which a step takes 2 ms and a row half of one
    let time = 0;
    let reads = 0;
    const model = new ToyModel();
    const now = (): number => {
      if (reads++ % 2 === 1) time += 2 + 0.5 * model.calls.at(-1)!.rows.tokens.length;
      return time;
    };
    const timed = (await events(model, grid, now)).flatMap(({timed: found = []}) => found);
    const device = ownCost(timed, {models: {joey: "a", "joey-draft": "b"}, provenance});
    expect(device.networks.map(({name, role, steps, repeats}) => [name, role, steps.length, repeats])).toEqual([
      ["joey", "target", 10, 3]
    ]);
    const fit = fitOf(device.networks[0])!;
    expect(fit.step).toBeCloseTo(2);
    expect(fit.row).toBeCloseTo(0.5);
  });
});
