import {expect, it} from "vitest";
import {laneCounts} from "../../src/figures/kit/counters.js";
import {workedExample} from "../../src/figures/workedExample.js";

it("the paper's worked example takes 12 and 12 rows padded, 9 and 9 unpadded, and ends with 15 slots against 11 and 10", async () => {
  const [greedy, padded, unpadded] = await workedExample();
  expect(padded.steps.slice(1).map(({counts}) => counts.rows)).toEqual([12, 12]);
  expect(unpadded.steps.slice(1).map(({counts}) => counts.rows)).toEqual([9, 9]);
  expect(padded.steps.at(-1)?.samples.map(({slots}) => slots)).toEqual([15, 15]);
  expect(unpadded.steps.at(-1)?.samples.map(({slots}) => slots)).toEqual([11, 10]);
  expect(padded.steps.at(-1)?.samples.map(({padSlots}) => padSlots)).toEqual([4, 5]);
  expect(greedy.steps).toHaveLength(8);
});

it("all lanes of a race write equally many tokens", async () => {
  const lanes = await workedExample();
  expect(lanes.map(({steps}) => laneCounts(steps, steps.length - 1).tokens)).toEqual([15, 15, 15]);
});
