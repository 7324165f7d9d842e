// What the CORE chapter says of its runs, held to the records.
// @vitest-environment node
import {expect, test} from "vitest";
import {alarmsOf, rocData, sphereData} from "../../loaders/lib/detectionData.js";
import {detectorStudyData} from "../../loaders/lib/detectorStudyData.js";
import {recordedDetection} from "../../loaders/lib/recordedDetection.js";
import {dequantize} from "../../src/traces/index.js";

import {layoutOf, type CorePart} from "../../src/figures/kit/coreParts.js";
import {pointAt, rocPoints} from "../../src/figures/kit/rocMath.js";
import {corePoints} from "../../studies/core/detector/grid.js";
import {readRecords, recordsFile} from "../../studies/study/records.js";
import type {DetectorRun} from "../../src/traces/detectorRun.js";
import type {CoreRecipe} from "../../studies/core/detector/recipe.js";

const runs = readRecords<DetectorRun<CoreRecipe>>(recordsFile("core"));
const data = detectorStudyData(corePoints(), runs);
const recorded = (file: string) => recordedDetection(`${file}.jsonl`, (lines) => lines) ?? [];

test("as the chapter says: no interval of a null manipulation lies above a half, and most values lie below", () => {
  const nulls = [...runs.values()].flatMap(({scores}) => scores.filter(({kind}) => kind === "null"));
  expect(nulls.length).toBeGreaterThan(90);
  expect(nulls.filter(({interval: [low]}) => low > 0.5)).toEqual([]);
  expect(nulls.filter(({auc}) => auc < 0.5).length).toBeGreaterThan(0.6 * nulls.length);
});

test("as the chapter says: a network that has learned nothing has a mean cosine of 0.87", () => {
  for (const {steps, cosine} of sphereData(recorded("detection")).runs) {
    expect(steps[0]).toBe(0);
    const values = dequantize(cosine);
    const first = values.slice(0, values.length / steps.length);
    expect(first.reduce((a, b) => a + b, 0) / first.length).toBeCloseTo(0.87, 2);
  }
});

test("as the chapter says: over ten thousand honest faces the page's detectors are 1.3 points of area apart, and 12 of 960 forgeries at 0.01 %", () => {
  const [a, b] = rocData(recorded("scores")).sets.filter(({pristine}) => pristine.length === 10_000);
  expect(100 * (b.auc - a.auc)).toBeCloseTo(1.3, 1);
  const [first, second] = [a, b].map((set) => pointAt(rocPoints(set), 0.0001).tpr);
  expect(a.manipulated).toHaveLength(960);
  expect(960 * (second - first)).toBeCloseTo(12, 6);
});

test("as the chapter says: from a score of 0 on both call more than a fifth of honest faces manipulated", () => {
  const lines = recorded("scores");
  let asked = 0;
  for (const line of lines) {
    if (line.type !== "detection-scores" || line.source !== "samples-many") continue;
    const [{threshold, share}] = alarmsOf(lines, line.hash).alarms;
    expect(threshold).toBe(0);
    expect(share).toBeGreaterThan(0.2);
    asked++;
  }
  expect(asked).toBe(2);
});
