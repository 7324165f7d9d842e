import {expect, it} from "vitest";
import {collect, decode, earlyExit, lookup} from "../../src/decoding/index.js";
import {addTotals, totalsOf} from "../../src/traces/totals.js";
import {random, randomPrompts, ToyModel} from "../decoding/toyModel.js";

const run = async (prompts: Int32Array[]) =>
  (
    await collect(
      decode({model: new ToyModel(), mode: "vanilla", drafter: lookup({copyLength: 3}), prompts, maxNewTokens: 20})
    )
  ).steps;

it("totalsOf adds batches up", async () => {
  const prompts = randomPrompts(random(4), 5);
  const [first, second] = [await run(prompts.slice(0, 2)), await run(prompts.slice(2))];
  const [both, one, two] = [totalsOf([first, second]), totalsOf([first]), totalsOf([second])];
  for (const name of [
    "batches",
    "samples",
    "tokens",
    "steps",
    "drafted",
    "accepted",
    "rows",
    "slotsAllocated"
  ] as const) {
    expect(both[name]).toBe(one[name] + two[name]);
  }
  expect([both.batches, both.samples, both.tokens]).toEqual([2, 5, 100]);
});

it("totalsOf counts decode steps, not the prefill, but its tokens", async () => {
  const steps = await run(randomPrompts(random(4), 3));
  const {tokens, sampleSteps, accepted, histogram, rows, steps: counted} = totalsOf([steps]);
  expect(counted).toBe(steps.length - 1);
  expect(tokens).toBe(3 + sampleSteps + accepted);
  expect(histogram.reduce((sum, count) => sum + count)).toBe(sampleSteps);
  expect(rows).toBe(steps.slice(1).reduce((sum, {counts}) => sum + counts.rows, 0));
});

it("totalsOf no run is all zeros", () => {
  const {histogram, ...rest} = totalsOf([]);
  expect(histogram).toEqual([]);
  expect(Object.values(rest).every((value) => value === 0)).toBe(true);
});

it("totalsOf adds up what early exits ran, where there were any", async () => {
  const drafter = earlyExit({exitLayer: 1, threshold: 0.3});
  const model = new ToyModel({layers: 2});
  const prompts = randomPrompts(random(4), 3);
  const {steps} = await collect(decode({model, mode: "ems-sd", drafter, prompts, maxNewTokens: 20}));
  const {exit, draftRows, drafted, rows} = totalsOf([steps]);
  expect(exit).toMatchObject({shallowRows: draftRows, headRows: drafted, adapterForwards: 0, adapterRows: 0});
  expect(exit?.shallowRows).toBe(rows);
  const lookedUp = await run(prompts);
  expect("exit" in totalsOf([lookedUp])).toBe(false);
  expect(addTotals(totalsOf([steps]), totalsOf([lookedUp]))).toEqual(totalsOf([steps, lookedUp]));
  expect(addTotals(totalsOf([steps]), totalsOf([steps]))).toEqual(totalsOf([steps, steps]));
});
