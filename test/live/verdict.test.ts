import {describe, expect, it} from "vitest";
import {workedExample} from "../../src/figures/workedExample.js";
import {differences, equality, speedOf, winner} from "../../src/live/verdict.js";
import type {Run, Speed} from "../../src/live/verdict.js";
import type {StepRecord} from "../../src/traces/step.js";

const lanes = await workedExample();
const timed = (steps: readonly StepRecord[], total: number): StepRecord[] =>
  steps.map((record) => ({...record, ms: {draft: 0, verify: total, total}}));
const runs: Run[] = [
  {mode: "greedy", name: "Greedy", steps: timed(lanes[0].steps, 10)},
  {mode: "ems-sd", name: "Unpadded", steps: timed(lanes[2].steps, 20)}
];

describe("speedOf", () => {
  it("does not count the prefill, neither its time nor its tokens", () => {
    expect(speedOf(runs[0])).toMatchObject({steps: 7, tokens: 13, ms: 70, msPerStep: 10});
    expect(speedOf(runs[1])).toMatchObject({steps: 2, tokens: 13, ms: 40, msPerStep: 20});
  });

  it("counts tokens per step only of samples that had not finished", () => {
    expect(speedOf(runs[0]).tokensPerSampleStep).toBe(1);
    expect(speedOf(runs[1]).tokensPerSampleStep).toBe(13 / 4);
  });
});

describe("winner", () => {
  it("names the faster mode and by how much", () => {
    expect(winner(runs.map(speedOf))).toBe("Unpadded wins, 1.75 times as fast as greedy decoding of the same batch.");
  });

  it("says when greedy wins", () => {
    const slow: Speed = {...speedOf(runs[1]), tokensPerSecond: 1};
    expect(winner([speedOf(runs[0]), slow])).toBe("Greedy wins: here, drafting costs more than it saves.");
  });
});

describe("differences", () => {
  const change = (steps: readonly StepRecord[]): StepRecord[] =>
    steps.map((record, k) => {
      if (k !== 2) return record;
      const samples = record.samples.map((sample, i) => (i === 1 ? {...sample, emitted: [63]} : sample));
      return {...record, samples};
    });

  it("finds none between modes that wrote the same", () => {
    expect(differences(lanes[0].steps, lanes[2].steps)).toEqual([]);
    expect(equality("Unpadded", [])).toBe("Unpadded wrote the same as greedy decoding, token for token.");
  });

  it("finds the first token that differs, and how close greedy's decision was", () => {
    const [found, ...others] = differences(change(lanes[0].steps), lanes[0].steps);
    expect(others).toEqual([]);
    expect(found).toMatchObject({sample: 1, position: 2});
    expect(equality("Padded", [{sample: 1, position: 2, margin: 0.00003}])).toBe(
      "Padded differs from greedy decoding in 1 of the texts, first in row 2, token 3; there greedy's two best logits lie 3.0e-5 apart."
    );
  });
});
