import {describe, expect, it} from "vitest";
import type {CostRecord, CountsRecord, TimingRecord} from "../../src/traces/index.js";
import {costOf, predictedDecodeMs, speedTable} from "../../loaders/lib/speedTable.js";
import {totalsOf} from "../../src/traces/totals.js";

const provenance = {command: "", commit: "", device: "", provider: "cpu", runtime: "", date: ""} as const;

const timing = (mode: string, drafter: string, decodeMs: number[]): TimingRecord => ({
  type: "timing",
  mode,
  drafter,
  options: {},
  batchSize: 2,
  maxNewTokens: 11,
  prompts: ["edit-02", "edit-04"],
  models: [],
  tokens: 22,
  steps: 10,
  decodeMs,
  prefillMs: decodeMs.map(() => 10),
  draftMs: [],
  verifyMs: [],
  provenance
});

const cost = (role: "target" | "draft", rowsPerSample: number, cachedSlots: number): CostRecord => {
  const model = {name: role, sha256: "", role};
  const rows = 2 * rowsPerSample;
  const ms = 0.5 + 0.25 * rows + 0.001 * rows * (cachedSlots + rowsPerSample);
  return {type: "cost", model, batchSize: 2, rowsPerSample, rows, cachedSlots, ms: [ms, ms, 9 * ms], provenance};
};

const totals = {
  ...totalsOf([]),
  batches: 1,
  samples: 2,
  tokens: 22,
  steps: 10,
  rows: 20,
  attentionRows: 20,
  attentionSlots: 2000
};
const counted: CountsRecord = {
  type: "counts",
  mode: "ems-sd",
  drafter: "lookup",
  options: {},
  batchSize: 2,
  maxNewTokens: 11,
  texts: "prompts",
  domain: "edit",
  source: "replay",
  totals
};

describe("speedTable", () => {
  const rows = speedTable({
    timing: [timing("greedy", "none", [20, 10, 40]), timing("ems-sd", "lookup", [10, 10, 10])],
    counts: [counted, {...counted, texts: "held-out", batchSize: 4}, {...counted, batchSize: 8}],
    cost: [1, 2, 3, 5].flatMap((rows) => [100, 300].map((slots) => cost("target", rows, slots)))
  });

  it("leaves the prefill and its tokens out, and takes the median of the repeats", () => {
    expect(rows[0]).toMatchObject({domain: "edit", repeats: 3});
    expect(rows[0].decode).toMatchObject({tokensPerSecond: 1000, quartiles: [750, 1500]});
  });

  it("has a speed with prefill, all tokens by all time", () => {
    expect(rows[0].withPrefill?.tokensPerSecond).toBeCloseTo(22000 / 30, 1);
  });

  it("compares each repeat with greedy of the same repeat", () => {
    expect(rows[0].decode).toMatchObject({speedUp: 1, speedUpQuartiles: [1, 1]});
    expect(rows[1].decode).toMatchObject({speedUp: 2, speedUpQuartiles: [1.5, 3]});
    expect(rows[1].withPrefill?.speedUp).toBe(1.5);
  });

  it("compares with the median of greedy where greedy has other repeats, and with nothing where it has none", () => {
    const [, one] = speedTable({
      timing: [timing("greedy", "none", [20, 10, 40]), timing("ems-sd", "lookup", [10])],
      counts: [],
      cost: []
    });
    expect(one.decode).toMatchObject({speedUp: 2, speedUpQuartiles: [2, 2]});
    const [alone] = speedTable({timing: [timing("ems-sd", "lookup", [10])], counts: [], cost: []});
    expect(alone.decode?.tokensPerSecond).toBe(2000);
    expect(alone.decode).not.toHaveProperty("speedUp");
  });

  it("predicts where counters and costs are known, timed or not, and never from held-out texts", () => {
    expect(rows[0].predicted).toBeUndefined();
    expect(rows[1].predicted?.tokensPerSecond).toBeCloseTo(20000 / (10 * 0.5 + 20 * 0.25 + 2000 * 0.001), 0);
    expect(rows[1].predicted).not.toHaveProperty("speedUp");
    expect(rows.map(({batchSize}) => batchSize)).toEqual([2, 2, 8]);
    expect(rows[2]).toMatchObject({repeats: 0});
    expect(rows[2].decode).toBeUndefined();
  });

  it("predicts a ratio where greedy is predicted too", () => {
    const greedy = {...counted, mode: "greedy", drafter: "none", totals: {...totals, tokens: 12}};
    const costs = [1, 2, 3, 5].flatMap((rows) => [100, 300].map((slots) => cost("target", rows, slots)));
    const predicted = speedTable({timing: [], counts: [greedy, counted], cost: costs});
    expect(predicted.map((row) => row.predicted?.speedUp)).toEqual([1, 2]);
  });

  it("predicts nothing for a drafting network whose steps were not measured", () => {
    const drafting = {...counted, drafter: "joey-draft", totals: {...totals, draftForwards: 6, draftRows: 12}};
    const costs = [1, 2, 3, 5].map((rows) => cost("target", rows, 100));
    expect(speedTable({timing: [], counts: [drafting], cost: costs})[0].predicted).toBeUndefined();
  });

  it("of nothing is nothing", () => {
    expect(speedTable({timing: [], counts: [], cost: []})).toEqual([]);
  });
});

describe("predictedDecodeMs", () => {
  it("adds the draft model's forwards", () => {
    const target = {step: 1, row: 0, query: 0, slot: 0, cached: 0};
    const draft = {step: 0.5, row: 0, query: 0, slot: 0, cached: 0};
    const drafting = {...totals, draftForwards: 6, draftRows: 12};
    expect(predictedDecodeMs(totals, target, draft)).toBe(10);
    expect(predictedDecodeMs(drafting, target, draft)).toBe(13);
  });

  it("has no cost where none was measured", () => {
    expect(costOf([cost("target", 1, 100)], "draft")).toBeUndefined();
  });
});
