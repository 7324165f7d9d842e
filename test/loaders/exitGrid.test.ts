import {describe, expect, it} from "vitest";
import {exitGrid} from "../../loaders/lib/exitGrid.js";
import type {ExitGridSources} from "../../loaders/lib/exitGrid.js";
import {recordedForest} from "../../loaders/lib/recordedForest.js";
import {recordingFolder} from "../../loaders/lib/recordingFolder.js";
import {hundredths, replayExit} from "../../src/figures/kit/exitReplay.js";
import {packCells} from "../../src/traces/gridCells.js";
import {traceLines} from "../../loaders/lib/traceLines.js";
import {packOracle, totalsOf} from "../../src/traces/index.js";
import type {TraceLine} from "../../src/traces/index.js";

const provenance = {command: "c", commit: "", device: "d", provider: "cpu", runtime: "r", date: "2026-11-26"};
const recording = {
  type: "recording",
  provenance,
  lossless: {runs: 1, tokens: 9, flips: []},
  models: [
    {name: "exit-1", sha256: "dd", role: "adapter"},
    {name: "toy", sha256: "ff", role: "target"}
  ]
};

/** Eight tokens behind the prefill's, in four steps of each setting. */
const cells = [
  {draftLength: 1, threshold: 0, steps: 4, drafted: [4, 0], accepted: [4, 0]},
  {draftLength: 1, threshold: 0.5, steps: 4, drafted: [4, 0], accepted: [4, 0]},
  {draftLength: 2, threshold: 0, steps: 4, drafted: [4, 4], accepted: [3, 1]},
  {draftLength: 2, threshold: 0.5, steps: 4, drafted: [4, 3], accepted: [3, 1]}
].map((cell) => ({...cell, reached: cell.drafted, attentionSlots: 90, raggedSlots: 90, adapterRows: 8}));
const grid = (domain: string, split: string) => ({
  type: "grid",
  drafter: "early-exit",
  options: {exitLayer: 1, adapter: "exit-1"},
  batchSize: 1,
  maxNewTokens: 9,
  domain,
  split,
  samples: 1,
  tokens: 9,
  draftLengths: [1, 2],
  thresholds: [0, 32768],
  ...packCells(cells, 2)
});
const exit = {shallowForwards: 11, shallowRows: 11, adapterForwards: 7, adapterRows: 8, headRows: 7};
const options = {exitLayer: 1, adapter: "exit-1", draftLength: 2, threshold: 0.5};
const counted = {
  type: "counts",
  mode: "ems-sd",
  drafter: "early-exit",
  options,
  batchSize: 1,
  domain: "toy",
  totals: {...totalsOf([]), batches: 1, samples: 1, tokens: 9, steps: 4, rows: 11, attentionRows: 11, attentionSlots: 90, exit} // prettier-ignore
};
const choice = {type: "choice", domain: "all", split: "validation", exitLayer: 1, draftLength: 2, threshold: 0.5};

/** A call costs 1 ms, a layer 0.5 and 0.25 a row, the head 0.125 a row, the adapter 1; the fastest repeat counts. */
const cost = (layers: number, rows: number, head: boolean): number[] => {
  const ms = 1 + layers * (0.5 + 0.25 * rows) + (head ? 0.125 * rows : 0);
  return [9 * ms, ms];
};
const target = {name: "toy", sha256: "", role: "target"};
const costs = [1, 2, 4].flatMap((rows) =>
  [8, 64].flatMap((cachedSlots) => {
    const step = {type: "cost", batchSize: 1, rows, rowsPerSample: rows, cachedSlots};
    return [
      {...step, model: target, ms: cost(4, rows, true)},
      {...step, model: target, batchSize: 4, ms: [99]},
      ...[1, 2].flatMap((exitLayer) => [
        {...step, model: target, part: "shallow", exitLayer, ms: cost(exitLayer, rows, false)},
        {...step, model: target, part: "deep", exitLayer, ms: cost(4 - exitLayer, rows, true)},
        {...step, model: {...target, name: `exit-${exitLayer}`, role: "adapter"}, part: "adapter", exitLayer, ms: [1]},
        {...step, model: {...target, name: "exit-1-mlp", role: "adapter"}, part: "adapter", exitLayer, ms: [99]}
      ])
    ];
  })
);

const timing = (mode: string, drafter: string, own: object, decodeMs: number[], busy?: number[]) => ({
  type: "timing",
  mode,
  drafter,
  options: own,
  batchSize: 1,
  prompts: ["toy-02"],
  tokens: 9,
  steps: 4,
  decodeMs,
  batches: [{tokens: 9, steps: 4, decodeMs, ...(busy && {busy})}]
});
const times = [
  timing("greedy", "none", {}, [10, 20], [1, 0.5]),
  timing("ems-sd", "early-exit", options, [4, 5]),
  timing("ems-sd", "early-exit", {...options, temperature: 1}, [1, 1])
];

const forest = [
  {type: "oracle-model", layers: 4},
  packOracle({id: "toy-02", prompt: Int32Array.of(5), output: Int32Array.from({length: 9}, () => 1), chains: {}})
];
const sources = {
  counts: [recording, choice, grid("toy", "validation"), grid("toy", "test"), counted],
  cost: costs,
  timing: times,
  forest
} as unknown as ExitGridSources;

describe("exitGrid", () => {
  const data = exitGrid(sources);

  it("has a grid of the test prompts for each domain and exit layer, cells in the order of γ and η", () => {
    expect(data).toMatchObject({
      model: {name: "toy"},
      layers: 4,
      exits: [1],
      domains: ["toy"],
      draftLengths: [1, 2],
      thresholds: [0, 50],
      choices: [{domain: "all", layer: 1, draftLength: 2, threshold: 0.5}],
      lossless: {runs: 1, tokens: 9, flips: 0}
    });
    expect(data.grids).toHaveLength(1);
    expect(data.grids[0]).toMatchObject({domain: "toy", layer: 1, samples: 1, tokens: 9, steps: [4, 4, 4, 4]});
    expect(data.grids[0].drafts).toEqual([4, 4, 8, 7]);
  });

  it("prices a cell by its parts: passes of the first layer, drafts of the adapter, steps and rows of the rest", () => {
    // 1.75 ms a pass, 1 ms a draft, 2.5 ms a step of three layers and 0.875 ms each of its rows, over eight tokens
    const us = (drafts: number): number => (1000 * (1.75 * (drafts + 4) + drafts + 2.5 * 4 + 0.875 * (drafts + 4))) / 8;
    data.grids[0].us.forEach((found, i) => expect(found).toBeCloseTo(us([4, 4, 8, 7][i]), 0));
    expect(data.greedyUs.toy).toBeCloseTo(4125, 0);
  });

  it("has what was timed beside it, by processor time where that is known, with what its counters predict", () => {
    // greedy takes 10 and 20 · 0.5, ours 4 and 5: 2.5 and 2 times as fast
    expect(data.timed).toEqual([
      {
        domain: "toy",
        layer: 1,
        draftLength: 2,
        threshold: 0.5,
        compression: 2,
        speedUp: 2.25,
        quartiles: [2.125, 2.375],
        predicted: 0.7193 // 4.125 ms by 45.875 / 8
      }
    ]);
  });

  it("of counters without their head is an error", () => {
    expect(() => exitGrid({...sources, counts: sources.counts.slice(1)})).toThrow("no recording");
    expect(() => exitGrid({...sources, forest: []})).toThrow("oracle-model");
  });
});

const folder = recordingFolder("timing.jsonl", "data/traces/kangaroo");
const read = (name: string): TraceLine[] => traceLines(`${folder}/${name}.jsonl`);

describe.skipIf(folder === undefined)("exitGrid of the recording", () => {
  const data = folder === undefined ? undefined : exitGrid({counts: read("counts"), cost: read("cost"), timing: read("timing"), forest: read("forest")}); // prettier-ignore

  it("has every domain behind every exit layer, and speeds that are numbers", () => {
    const {grids, domains, exits, draftLengths, thresholds, timed, greedyUs} = data!;
    expect(grids).toHaveLength(domains.length * exits.length);
    for (const {steps, drafts, us, domain} of grids) {
      for (const list of [steps, drafts, us]) expect(list).toHaveLength(draftLengths.length * thresholds.length);
      expect(us.every((value) => value > 0 && Number.isFinite(value))).toBe(true);
      expect(greedyUs[domain]).toBeGreaterThan(0);
    }
    for (const {speedUp, quartiles, predicted} of timed) {
      expect(quartiles[0]).toBeLessThanOrEqual(speedUp);
      expect(quartiles[1]).toBeGreaterThanOrEqual(speedUp);
      expect(predicted).toBeGreaterThan(0);
    }
  });

  it.each(["dialogue", "math"])("has the counters that the page's own replay of the %s texts gives", async (domain) => {
    const {grids, draftLengths, thresholds} = data!;
    const texts = recordedForest([domain], {perDomain: 100, maxNewTokens: 128})!;
    for (const [exitLayer, draftLength, eta] of [
      [1, 1, 0],
      [2, 8, 0],
      [4, 6, 60],
      [8, 5, 90]
    ]) {
      const found = grids.find((one) => one.domain === domain && one.layer === exitLayer)!;
      const at = draftLengths.indexOf(draftLength) * thresholds.length + thresholds.indexOf(eta);
      const runs = [];
      for (const text of texts.texts) {
        runs.push(await replayExit(texts, [text], {exitLayer, draftLength, threshold: hundredths(eta)}));
      }
      const {samples, tokens, steps, drafted} = totalsOf(runs);
      expect({samples, tokens, steps, drafted}, `ℓ ${exitLayer}, γ ${draftLength}, η ${eta}`).toEqual({
        samples: found.samples,
        tokens: found.tokens,
        steps: found.steps[at],
        drafted: found.drafts[at]
      });
    }
  });
});
