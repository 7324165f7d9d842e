import {describe, expect, it} from "vitest";
import {kangarooModels, kangarooRecording} from "../../loaders/lib/kangarooRecording.js";
import {methodsData} from "../../loaders/lib/methodsData.js";
import {pairedSpeed} from "../../loaders/lib/pairedSpeed.js";
import {promptDomain, seriesOf} from "../../loaders/lib/seriesOf.js";
import type {TimingRecord} from "../../src/traces/index.js";
import {madeHead, madeMethods, madeModels, madeRecording} from "../figures/madeMethods.js";

const timing = madeRecording().filter((line): line is TimingRecord => line.type === "timing");
const cell = (series: string, drafter: string, domain = "dialogue", options = {}) =>
  madeMethods()
    .methods.find((one) => one.series === series && one.drafter === drafter && matches(one.options, options))!
    .cells.find((one) => one.domain === domain)!;
const matches = (options: object, some: object): boolean =>
  Object.entries(some).every(([name, value]) => (options as Record<string, unknown>)[name] === value);

describe("seriesOf", () => {
  it("takes a recording apart: each group has plain decoding of its own", () => {
    const groups = seriesOf(timing, promptDomain);
    expect(groups.map(({series, domain, batchSize, lines}) => [series, domain, batchSize, lines.length])).toEqual([
      ["methods", "dialogue", 1, 8],
      ["methods", "edit", 1, 8],
      ["variants", "dialogue", 1, 4],
      ["variants", "edit", 1, 4],
      ["sampled", "dialogue", 1, 3],
      ["sampled", "edit", 1, 3],
      ["batches", "dialogue", 4, 5],
      ["batches", "edit", 4, 5],
      ["batches", "dialogue", 1, 5],
      ["batches", "edit", 1, 5]
    ]);
    expect(seriesOf([], promptDomain)).toEqual([]);
  });

  it("tells series apart on a single domain, where their texts are the same", () => {
    const alone = timing.filter((line) => promptDomain(line) === "edit");
    expect(seriesOf(alone, promptDomain).map(({series}) => series)).toEqual([
      "methods",
      "variants",
      "sampled",
      "batches",
      "batches"
    ]);
  });
});

describe("pairedSpeed", () => {
  const run = (decodeMs: number[], busy?: number[]) => ({
    tokens: 22,
    batchSize: 1,
    prompts: ["a-1", "a-2"],
    decodeMs: [],
    batches: decodeMs.map((ms, i) => ({tokens: 11, steps: 10, decodeMs: [ms], ...(busy ? {busy: [busy[i]]} : {})}))
  });

  it("compares batch by batch, and gives median and quartiles of the ratios", () => {
    const speed = pairedSpeed(run([10, 40]), run([20, 20]));
    expect(speed).toEqual({speedUp: 1.25, quartiles: [0.875, 1.625], pairs: 2});
  });

  it("compares by processor time where either run had to share the processor", () => {
    expect(pairedSpeed(run([40], [0.5]), run([20], [1])).speedUp).toBe(1);
    expect(pairedSpeed(run([20], [1]), run([20], [0.95])).speedUp).toBe(1);
  });

  it("compares whole repeats where batches were not kept, and finds nothing where nothing pairs", () => {
    const whole = (ms: number[]) => ({tokens: 22, batchSize: 1, prompts: ["a-1", "a-2"], decodeMs: ms});
    expect(pairedSpeed(whole([10, 10]), whole([20, 30]))).toEqual({speedUp: 2.5, quartiles: [2.25, 2.75], pairs: 2});
    expect(pairedSpeed(whole([]), whole([1]))).toMatchObject({speedUp: NaN, pairs: 0});
  });
});

describe("methodsData", () => {
  it("compares every method with plain decoding of its own series", () => {
    expect(cell("methods", "none").speedUp).toBe(1);
    expect(cell("methods", "small").speedUp).toBe(2);
    expect(cell("methods", "small", "edit").speedUp).toBe(1);
    expect(cell("sampled", "early-exit", "dialogue", {confidence: "adjusted"}).speedUp).toBe(0.8);
    expect(cell("variants", "early-exit-tree").speedUp).toBe(0.25);
  });

  it("counts the prefill's token and pass in the compression ratio, as the paper does", () => {
    expect(cell("methods", "small").compression).toBeCloseTo(22 / 12, 4);
  });

  it("divides the time of a token into what ran", () => {
    expect(cell("methods", "early-exit").parts).toEqual({shallow: 1.6, adapter: 2, head: 0, drafter: 0, deep: 3.2, rest: 1.2}); // prettier-ignore
    expect(cell("methods", "small").parts).toMatchObject({drafter: 2.5, deep: 2, rest: 0.5});
    expect(cell("methods", "none").parts).toMatchObject({drafter: 0, deep: 9, rest: 1});
  });

  it("knows what a token would take if every draft were right", () => {
    // 7 passes of 1.6 × 20 / 20, 6 drafts of 2 × 20 / 10 and a step of 4.4 × 20 / 10, for 7 tokens
    expect(cell("methods", "early-exit").allRight).toBeCloseTo((7 * 1.6 + 6 * 4 + 8.8) / 7, 3);
    expect(cell("methods", "small").allRight).toBeUndefined();
    expect(cell("variants", "early-exit-tree").allRight).toBeUndefined();
  });

  it("keeps choices, the standard point and what a pass costs, and leaves batches to their own figure", () => {
    const {chosen, standard, pass, methods} = madeMethods();
    expect(chosen.map(({domain}) => domain)).toEqual(["all", "dialogue", "edit"]);
    expect(standard).toEqual({exitLayer: 2, draftLength: 6, threshold: 0.6});
    expect(pass).toEqual({head: 2, whole: 10});
    expect(methods).toHaveLength(15);
  });

  it("gives null where nothing was timed", () => {
    expect(methodsData([], madeModels)).toBeNull();
    expect(methodsData([madeHead], madeModels)).toBeNull();
  });
});

it("methods.json holds what is committed of the recording, in little room", () => {
  const lines = kangarooRecording(["timing", "counts", "cost"]) ?? [];
  const timed = lines.filter((line) => line.type === "timing" && line.batchSize === 1 && line.mode !== "vanilla");
  const data = methodsData(lines, kangarooModels());
  expect(data === null).toBe(timed.length === 0);
  expect(JSON.stringify(data).length).toBeLessThan(60_000);
  for (const {drafter, cells} of data?.methods ?? []) {
    for (const {speedUp, quartiles, compression} of cells) {
      expect(quartiles[0]).toBeLessThanOrEqual(speedUp);
      expect(quartiles[1]).toBeGreaterThanOrEqual(speedUp);
      expect(compression).toBeGreaterThanOrEqual(1);
      if (drafter === "none") expect(speedUp).toBe(1);
    }
  }
});
