// What the EMS-SD chapter says below "What a step costs", held to the recorded steps.
import {describe, expect, test} from "vitest";
import {traceLines} from "../../loaders/lib/traceLines.js";
import type {CostRecord} from "../../src/traces/index.js";

const folder = "data/traces/ems-sd";
const stepsOf = (device: string): CostRecord[] =>
  traceLines(`${folder}/${device}/cost.jsonl`).filter((line): line is CostRecord => line.type === "cost");
const devices = {processor: stepsOf("cpu-amd-epyc"), gpu: stepsOf("webgpu-nvidia-h100-80gb-hbm3")};

const fastest = (steps: readonly CostRecord[], network: string): number[] =>
  steps.filter(({model}) => model.name === network).map(({ms}) => Math.min(...ms));
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** How much longer joey takes with eight rows a sample than with one, behind all lengths of cache. */
function eightRows(steps: readonly CostRecord[], batchSize: number): number {
  const [one, eight] = [1, 8].map((rows) => {
    const own = steps.filter((step) => {
      return step.batchSize === batchSize && step.rowsPerSample === rows && step.rows === rows * batchSize;
    });
    return mean(fastest(own, "joey"));
  });
  return eight / one;
}

describe("what the chapter says of two devices", () => {
  test("eight times the rows: 1.6 and 3.2 times on the processor, 1.0 and 1.1 times on the H100", () => {
    expect(eightRows(devices.processor, 1)).toBeCloseTo(1.6, 1);
    expect(eightRows(devices.processor, 24)).toBeCloseTo(3.2, 1);
    expect(Math.abs(eightRows(devices.gpu, 1) - 1)).toBeLessThan(0.05);
    expect(eightRows(devices.gpu, 24)).toBeCloseTo(1.1, 1);
  });

  test("a step takes 11 to 21 ms there and 1.4 ms at the least here; the draft model's 8 to 17 ms", () => {
    const joey = fastest(devices.gpu, "joey");
    const draft = fastest(devices.gpu, "joey-draft");
    expect([Math.min(...joey), Math.max(...joey)].map(Math.round)).toEqual([11, 21]);
    expect([Math.min(...draft), Math.max(...draft)].map(Math.round)).toEqual([8, 17]);
    expect(Math.min(...fastest(devices.processor, "joey"))).toBeCloseTo(1.4, 1);
  });
});
