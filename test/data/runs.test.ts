// @vitest-environment node
import {expect, test} from "vitest";
import {readRecords, recordsFile, sameInputs} from "../../studies/study/records.js";
import type {StudyRun} from "../../src/traces/studyRun.js";

const score = ({bitsPerByte = {}}: StudyRun): number => {
  const values = Object.values(bitsPerByte);
  return values.reduce((a, b) => a + b, 0) / values.length;
};

test("recipes run on a GPU score as they do on a processor, but for rounding", () => {
  const processor = readRecords<StudyRun>(recordsFile("tiny-lm"));
  const gpu = [...readRecords<StudyRun>("data/runs/tiny-lm-h100.jsonl").values()];
  expect(gpu).toHaveLength(6);
  for (const run of gpu) {
    const other = processor.get(run.hash) as StudyRun;
    expect(run.provenance.provider).toBe("webgpu");
    expect(other.provenance.provider).toBe("cpu");
    expect(sameInputs(run.inputs, other.inputs)).toBe(true);
    expect(Math.abs(score(run) - score(other))).toBeLessThan(0.01);
  }
});
