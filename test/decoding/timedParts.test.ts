import {describe, expect, it} from "vitest";
import {exitParts, headsPart} from "../../src/decoding/timedParts.js";
import {timeParts, type TimedSteps} from "../../src/decoding/timeSteps.js";
import {ToyAdapter} from "./toyAdapter.js";
import {ToyHeads} from "./toyHeads.js";
import {ToyModel} from "./toyModel.js";

const grid = {batchSizes: [1, 3], rowsPerSample: [1, 4], ragged: [4], cachedSlots: [8], repeats: 2};

async function timed(parts: Parameters<typeof timeParts>[0], batchSize = 3) {
  let time = 0;
  let last: Readonly<Record<string, readonly TimedSteps[]>> = {};
  for await (const found of timeParts(parts, grid, {batchSize, slots: 8}, () => time++)) if (found) last = found;
  return last;
}

describe("timeParts", () => {
  it("times each part of steps that leave early, at every shape", async () => {
    const model = new ToyModel();
    const found = await timed(exitParts(model, {exitLayer: 1, adapter: new ToyAdapter(model, 1), head: true}));
    expect(Object.keys(found)).toEqual(["shallow", "adapter", "head", "deep"]);
    for (const steps of Object.values(found)) {
      expect(steps.map(({rows, rowsPerSample}) => [rows, rowsPerSample])).toEqual([
        [3, 1],
        [12, 4],
        [6, 4]
      ]);
      expect(steps.every(({ms}) => ms.join() === "1,1")).toBe(true);
    }
  });

  it("has no adapter and no head where none are asked for", async () => {
    expect(Object.keys(await timed(exitParts(new ToyModel(), {exitLayer: 1})))).toEqual(["shallow", "deep"]);
  });

  it("times heads behind the whole model", async () => {
    const model = new ToyModel();
    expect(Object.keys(await timed(headsPart(model, new ToyHeads(model)), 1))).toEqual(["heads"]);
  });
});
