// The committed recording as the figures of cost get it, and a small one made by hand.
import {readdirSync} from "node:fs";
import {costData} from "../../loaders/lib/costData.js";
import type {RecordedDevice} from "../../loaders/lib/costData.js";
import type {CostData, DeviceCost, TimedStep} from "../../src/figures/costData.js";
import {traceLines} from "../../loaders/lib/traceLines.js";
import {hasTrace} from "../../src/runtime/traceFiles.js";

const folder = "data/traces/ems-sd";

/** Every committed recording. */
export const recordings: readonly RecordedDevice[] = readdirSync(folder)
  .filter((name) => !name.startsWith("software"))
  .map((key) => ({
    key,
    lines: ["cost", "counts", "timing", "oracle"].flatMap((name) => {
      const path = `${folder}/${key}/${name}.jsonl`;
      return hasTrace(path) ? traceLines(path) : [];
    })
  }));

let known: Promise<CostData> | undefined;

/** Of it the timed configurations of two domains at batch sizes 1 and 8, which are soon worked out; once per test file. */
export const recordedCost = (): Promise<CostData> =>
  (known ??= costData(
    recordings.map(({key, lines}) => ({
      key,
      lines: lines.filter(
        (line) =>
          line.type !== "timing" || (/^(dialogue|math)/.test(line.prompts[0]) && [1, 8].includes(line.batchSize))
      )
    }))
  ));

/** A step takes 2 ms, a row half of one. */
export const timedStep = (batchSize: number, rowsPerSample: number, cachedSlots = 100): TimedStep => {
  const ms = 2 + 0.5 * batchSize * rowsPerSample;
  return [batchSize, rowsPerSample, batchSize * rowsPerSample, cachedSlots, ms, ms + 1, ms + 9];
};

export const device = (key = "cpu-x", steps: readonly TimedStep[] = grid): DeviceCost => ({
  key,
  networks: [{name: "joey", sha256: "a".repeat(64), role: "target", steps, repeats: 9}],
  checked: [],
  provenance: {
    command: "npm run record -- ems-sd",
    commit: "c",
    device: "X",
    provider: "cpu",
    threads: 1,
    runtime: "r",
    date: "2026-11-23"
  },
  done: 0,
  planned: 0
});

const grid = [1, 8].flatMap((batchSize) =>
  [1, 3, 8].flatMap((rows) => [100, 101, 300].map((slots) => timedStep(batchSize, rows, slots)))
);

/** One device and nothing else known. */
export const bare = (devices: readonly DeviceCost[] = [device()]): CostData => ({
  devices,
  guessing: [],
  texts: {},
  maxNewTokens: 128
});

/** An address that a test can read. */
export const addressOf = (query = "") => {
  let held = query;
  return {read: () => held, write: (next: string) => void (held = next)};
};
