import {describe, expect, it} from "vitest";
import {exitBatchData} from "../../loaders/lib/exitBatchData.js";
import {kangarooRecording} from "../../loaders/lib/kangarooRecording.js";
import {madeBatches, madeHead, madeRecording} from "../figures/madeMethods.js";

const row = (mode: string, batchSize: number, point?: number) =>
  madeBatches().rows.find(
    (one) => one.domain === "dialogue" && one.mode === mode && one.batchSize === batchSize && one.point === point
  )!;

describe("exitBatchData", () => {
  it("has both settings, the paper's first, in both layouts and at every size", () => {
    const {points, rows, prompts} = madeBatches();
    expect(points.map(({exitLayer, chosen}) => [exitLayer, chosen])).toEqual([
      [2, false],
      [1, true]
    ]);
    expect(rows).toHaveLength(2 * 2 * 5);
    expect(prompts).toBe(8);
  });

  it("compares with greedy decoding of the same batches", () => {
    expect(row("ems-sd", 4, 0).speedUp).toBe(1.25);
    expect(row("vanilla", 4, 0).speedUp).toBeCloseTo(100 / 120, 4);
    expect(row("greedy", 4).speedUp).toBe(1);
  });

  it("counts rows and pads a token", () => {
    const {deepRows, padShare, tokensPerStep} = row("vanilla", 4, 1);
    expect(deepRows).toBeCloseTo(50 / 80, 4);
    expect(padShare).toBe(0.2);
    expect(tokensPerStep).toBe(2);
    expect(row("ems-sd", 4, 1).padShare).toBe(0);
  });

  it("has one setting where the paper's was chosen, or none was", () => {
    const head = (setting: object) => ({...madeHead, setting: {...madeHead.setting, ...setting}});
    const made = (setting: object) => exitBatchData([head(setting), ...madeRecording().slice(1)], 12)!.points;
    expect(made({chosenExitLayer: 2, chosenDraftLength: 6, chosenThreshold: 0.6})).toEqual([
      {exitLayer: 2, draftLength: 6, threshold: 0.6, chosen: true}
    ]);
    expect(made({chosenExitLayer: undefined}).map(({chosen}) => chosen)).toEqual([false]);
  });

  it("gives null where no batches were timed", () => {
    expect(exitBatchData([], 12)).toBeNull();
    expect(exitBatchData([madeHead], 12)).toBeNull();
  });
});

it("exitBatch.json holds what is committed of the recording, in little room", () => {
  const lines = kangarooRecording(["timing", "counts"]) ?? [];
  const data = exitBatchData(lines, 12);
  const timed = lines.some((line) => line.type === "timing" && line.batchSize > 1);
  expect(data === null).toBe(!timed);
  expect(JSON.stringify(data).length).toBeLessThan(60_000);
  for (const {mode, batchSize, padShare, shallowRows, deepRows} of data?.rows ?? []) {
    if (mode !== "vanilla" || batchSize === 1) expect(padShare).toBe(0);
    expect(Math.min(shallowRows, deepRows)).toBeGreaterThanOrEqual(1);
  }
});
