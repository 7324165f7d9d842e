// @vitest-environment node
import {expect, test} from "vitest";
import {qualityCorrelation} from "../../src/figures/shapesStudy.js";
import {layersAxis, widthAxis} from "../../src/figures/kit/studyAxes.js";
import {measureNamed} from "../../src/figures/kit/studyMeasures.js";
import {studyData} from "../../loaders/lib/studyData.js";
import {tinyPoints} from "../../studies/tinyLm/grid.js";
import {readRecords, recordsFile, sameInputs} from "../../studies/study/records.js";
import type {TinyRecipe} from "../../studies/tinyLm/recipe.js";
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

test("as the chapter says: over thirty shapes deeper is worse and wider better, and some twenty layers leave some fifty channels", () => {
  const points = tinyPoints().filter(({part}) => part === "shapes");
  const data = studyData("shapes", points, readRecords<StudyRun<TinyRecipe>>(recordsFile("tiny-lm")));
  expect(data.done).toBe(30);
  const measure = measureNamed("mean");
  expect(qualityCorrelation(data, layersAxis, measure)?.high).toBeLessThan(-0.5);
  expect(qualityCorrelation(data, widthAxis, measure)?.low).toBeGreaterThan(0.5);
  const deep = data.points.filter(({shape}) => shape.layers >= 18 && shape.layers <= 22).map(({shape}) => shape.width);
  const mean = deep.reduce((a, b) => a + b, 0) / deep.length;
  expect(mean).toBeGreaterThan(45);
  expect(mean).toBeLessThan(57);
});
