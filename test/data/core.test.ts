// What the CORE chapter says of its runs, held to the records.
// @vitest-environment node
import {readFileSync} from "node:fs";
import {expect, test} from "vitest";
import {alarmsOf, rocData, sphereData} from "../../loaders/lib/detectionData.js";
import {detectorStudyData} from "../../loaders/lib/detectorStudyData.js";
import {recordedDetection} from "../../loaders/lib/recordedDetection.js";
import {dequantize} from "../../src/traces/index.js";
import {differenceOf, meanOver, outcomeOf, valueOf} from "../../src/figures/kit/coreMeasures.js";
import {layoutOf, type CorePart} from "../../src/figures/kit/coreParts.js";
import {pointAt, rocPoints} from "../../src/figures/kit/rocMath.js";
import {families} from "../../src/images/manipulate/names.js";
import {FALSE_ALARMS} from "../../src/traces/falseAlarms.js";
import {corePoints} from "../../studies/core/detector/grid.js";
import {readRecords, recordsFile} from "../../studies/study/records.js";
import type {DetectorRun} from "../../src/traces/detectorRun.js";
import type {CoreRecipe} from "../../studies/core/detector/recipe.js";

const runs = readRecords<DetectorRun<CoreRecipe>>(recordsFile("core"));
const data = detectorStudyData(corePoints(), runs);
const recorded = (file: string) => recordedDetection(`${file}.jsonl`, (lines) => lines) ?? [];

const usual = {source: "samples", kind: "usual", jpeg: 0} as const;
const sources = ["samples", "mixtures", "faker", "london", "canada", "interfaces"];

/** A part of the study as its figure has it: points and pairs by their titles. */
function partOf(part: CorePart) {
  const layout = layoutOf(data, part);
  const named = <T extends {readonly point: unknown} | {readonly first: unknown}>(all: readonly T[], name: (one: T) => string, asked: string): T => {
    const found = all.find((one) => name(one) === asked);
    if (!found) throw new Error(`no ${asked} in ${part}; there are ${all.map(name).join(", ")}`);
    return found;
  };
  const point = (title: string) => named(layout.points, (one) => one.title, title).point;
  const pair = (name: string) => named(layout.pairs, (one) => one.name, name);
  return {
    layout,
    point,
    mean: (title: string, measure: string) => meanOver(point(title), measure, usual)!.mean,
    difference: (name: string, measure = "auc", source = "samples") => differenceOf(pair(name), measure, {...usual, source})!
  };
}

test("as the chapter says: three seeds do not tell whether a rate of the cosine changes the AUC, on any source", () => {
  const {layout, difference} = partOf("losses");
  for (const {point} of layout.points) expect(point.runs).toHaveLength(3);
  for (const rate of [1, 10, 100]) {
    for (const source of sources) expect(outcomeOf(difference(`cosine ${rate} less none`, "auc", source))).toBe("open");
  }
  const [own, mixed] = ["samples", "mixtures"].map((source) => difference("cosine 1 less none", "auc", source));
  const digits = ({mean, low, high}: typeof own) => [mean, low, high].map((value) => Number(value!.toFixed(3)));
  expect([digits(own), digits(mixed)]).toEqual([[0.009, -0.008, 0.026], [0.023, -0.007, 0.054]]); // prettier-ignore
});

test("as the chapter says: the cosine brings views together and lengthens features, L1 and L2 hardly do, and L2 shortens them", () => {
  const {mean, difference} = partOf("losses");
  expect(mean("none", "agreement")).toBeCloseTo(0.81, 2);
  for (const rate of [1, 10, 100]) {
    expect(mean(`cosine ${rate}`, "agreement")).toBeGreaterThan(0.985);
    expect(outcomeOf(difference(`cosine ${rate} less none`, "agreement"))).toBe("more");
    expect(outcomeOf(difference(`cosine ${rate} less none`, "norm"))).toBe("more");
  }
  expect(mean("cosine 1", "norm") / mean("none", "norm")).toBeCloseTo(3, 0);
  expect(mean("cosine 100", "norm") / mean("none", "norm")).toBeCloseTo(7, 0);
  for (const loss of ["L1", "L2"]) {
    expect(outcomeOf(difference(`${loss} 1 less none`, "agreement"))).toBe("open");
    expect(mean(`${loss} 1`, "norm")).toBeLessThan(mean("none", "norm"));
  }
  expect(outcomeOf(difference("L2 1 less none", "norm"))).toBe("less");
});

test("as the chapter says: under L1 features shrink to nothing in two of three seeds, and in one of them for good", () => {
  const {point} = partOf("losses");
  const lengths = point("L1 1").runs.map(({curve}) => curve.map((entry) => entry[4]));
  expect(lengths.map((of) => Math.min(...of) < 0.02)).toEqual([false, true, true]);
  expect(lengths.map((of) => of.at(-1) === 0)).toEqual([false, true, false]);
  const [, lost, late] = point("L1 1").runs;
  expect(valueOf(point("L1 1"), lost, "auc", usual)).toBeLessThan(0.56);
  expect(lost.evaluations.slice(5).every(([, auc]) => auc === 0.5)).toBe(true);
  expect(valueOf(point("L1 1"), late, "auc", usual)).toBeGreaterThan(0.75);
});

test("as the chapter says: with no augmentation does the penalty change the AUC, and crops in place of erasing do", () => {
  const {layout, point, difference} = partOf("augmentations");
  for (const one of layout.points) expect(one.point.runs).toHaveLength(3);
  for (const source of sources) {
    expect(outcomeOf(difference("None", "auc", source))).toBe("same");
    for (const name of ["RE", "RandCrop", "RaAug", "DFDC_selim"]) {
      expect(outcomeOf(difference(name, "auc", source))).toBe("open");
    }
  }
  const placed = (title: string) => layout.points.find((one) => one.point === point(title))!;
  const cropped = {first: placed("RandCrop, none"), second: placed("RE, none"), name: "crops less erasing"};
  const [mixed, faker] = ["mixtures", "faker"].map((source) => differenceOf(cropped, "auc", {...usual, source})!);
  const digits = ({mean, low, high}: typeof mixed) => [mean, low!, high!].map((value) => Number(value.toFixed(3)));
  expect([digits(mixed), digits(faker)]).toEqual([[0.076, 0.058, 0.095], [-0.076, -0.133, -0.02]]); // prettier-ignore
});

test("as the chapter says: over three seeds the penalty changes the AUC of the large detectors on no source", () => {
  const {layout, difference} = partOf("final");
  for (const one of layout.points) expect(one.point.runs).toHaveLength(3);
  for (const source of sources) expect(outcomeOf(difference("cosine 1 less none", "auc", source))).toBe("open");
  const [own, mixed] = ["samples", "mixtures"].map((source) => difference("cosine 1 less none", "auc", source));
  const digits = ({mean, low, high}: typeof own) => [mean, low!, high!].map((value) => Number(value.toFixed(3)));
  expect([digits(own), digits(mixed)]).toEqual([[-0.004, -0.027, 0.019], [-0.004, -0.065, 0.057]]); // prettier-ignore
  expect(data.done).toBe(data.planned);
});

test("as the chapter says: without cross-entropy a detector agrees and guesses; pairs of different pictures do no worse than seeds differ", () => {
  const {point, mean, difference} = partOf("controls");
  expect(point("no cross-entropy").runs).toHaveLength(1);
  expect(mean("no cross-entropy", "agreement")).toBeCloseTo(0.999, 3);
  const [run] = point("no cross-entropy").runs;
  const guess = run.scores.find(([source, kind, jpeg]) => source === "samples" && kind === "all" && jpeg === 0)!;
  expect(guess[4]).toBeLessThan(0.53);
  const seeds = point("cosine 1").runs.map((one) => valueOf(point("cosine 1"), one, "auc", usual)!);
  const spread = Math.max(...seeds) - Math.min(...seeds);
  expect(Math.abs(difference("different pictures less cosine 1").mean)).toBeLessThan(spread);
});

test("as the chapter says: on no manipulation that was left out can a gain be told, and to leave it out costs far more", () => {
  const [leftOut, shown] = [partOf("left-out"), partOf("losses")];
  const found = Object.fromEntries(
    families.map((family) => {
      const {mean, low, high, count} = leftOut.difference(family);
      expect(count).toBe(3);
      const seen = meanOver(shown.point("none"), "auc", {...usual, kind: family})!.mean;
      const unseen = leftOut.mean(`without ${family}, none`, "auc");
      expect(seen - unseen).toBeGreaterThan(0.04);
      return [family, [...[mean, low!, high!].map((value) => value.toFixed(3)), seen.toFixed(2), unseen.toFixed(2)].join(" ")]; // prettier-ignore
    })
  );
  expect(found).toEqual({
    swap: "0.003 -0.024 0.030 0.86 0.81",
    graphics: "0.027 -0.098 0.153 0.91 0.68",
    reenact: "0.016 -0.005 0.037 0.75 0.56",
    rerender: "-0.003 -0.086 0.081 0.90 0.78"
  });
});

test("as the chapter says: no interval of a null manipulation lies above a half but by chance on eleven photographs, and most values lie below", () => {
  const nulls = [...runs.values()].flatMap(({scores}) => scores.filter(({kind}) => kind === "null"));
  expect(nulls.length).toBeGreaterThan(90);
  const above = nulls.filter(({interval: [low]}) => low > 0.5);
  expect(above.filter(({pristine}) => pristine > 11)).toEqual([]);
  expect(above.length).toBeLessThan(0.025 * nulls.length); // fewer than chance puts there
  expect(nulls.filter(({auc}) => auc < 0.5).length).toBeGreaterThan(0.6 * nulls.length);
});

test("as the chapter says: the tested people are mixed from 32 portraits", () => {
  const {frames} = JSON.parse(readFileSync("data/models/core/people.json", "utf8")) as {frames: number[]};
  expect(new Set(frames).size).toBe(32);
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
  const words = [first, second].map((rate, k) => {
    const {low = NaN, high = NaN} = [a, b][k].rates?.find(({limit}) => limit === 0.0001) ?? {};
    return [rate, low, high].map((share) => (100 * share).toFixed(1)).join(" ");
  });
  expect(words).toEqual(["8.1 5.4 11.1", "9.4 7.2 16.0"]);
});

test("recorded rates are those of the curve, within their intervals, at limits that can be told", () => {
  let asked = 0;
  for (const line of recorded("scores")) {
    if (line.type !== "detection-scores") continue;
    const points = rocPoints({pristine: line.pristine, manipulated: families.flatMap((kind) => line.manipulated[kind])});
    expect(line.rates.map(({limit}) => limit)).toEqual(FALSE_ALARMS.filter((limit) => limit * line.pristine.length >= 1)); // prettier-ignore
    for (const {limit, rate, interval} of line.rates) {
      expect(rate).toBeCloseTo(pointAt(points, limit).tpr, 4);
      expect(interval[0]).toBeLessThanOrEqual(rate);
      expect(interval[1]).toBeGreaterThanOrEqual(rate);
      asked++;
    }
  }
  expect(asked).toBe(24);
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
