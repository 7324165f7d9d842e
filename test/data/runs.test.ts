// @vitest-environment node
import {expect, test} from "vitest";
import {qualityCorrelation} from "../../src/figures/shapesStudy.js";
import {layersAxis, widthAxis} from "../../src/figures/kit/studyAxes.js";
import {tellPair} from "../../src/figures/kit/studyClaims.js";
import {measureNamed} from "../../src/figures/kit/studyMeasures.js";
import {studyData} from "../../loaders/lib/studyData.js";
import {tinyPoints} from "../../studies/tinyLm/grid.js";
import {readRecords, recordsFile, sameInputs} from "../../studies/study/records.js";
import type {TinyRecipe} from "../../studies/tinyLm/recipe.js";
import type {StudyPoint} from "../../src/figures/studyData.js";
import type {Part} from "../../studies/tinyLm/grid.js";
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

const measure = measureNamed("mean");

/** A part of the Tiny LM study as its figure has it: its points by name, and whether one is told to be better than another. */
function partOf(part: Part) {
  const points = tinyPoints().filter((point) => point.part === part);
  const data = studyData(part, points, readRecords<StudyRun<TinyRecipe>>(recordsFile("tiny-lm")));
  const point = (name: string): StudyPoint => {
    const found = data.points.find((each) => each.name === name);
    if (!found) throw new Error(`no point ${name} in ${part}; there are ${data.points.map((each) => each.name).join(", ")}`);
    return found;
  };
  const pair = (better: string, worse: string) => tellPair({better: point(better), worse: point(worse)}, measure);
  return {data, point, told: (a: string, b: string) => pair(a, b).told, gain: (a: string, b: string) => pair(a, b).gain!};
}

test("the study is whole, and what the chapter discusses has three seeds", () => {
  for (const part of ["depth", "inheritance", "rounds", "staircase", "tokenizer", "initialization", "expansion"] as const) {
    const {data} = partOf(part);
    expect(data.done).toBe(data.planned);
    for (const {name, runs} of data.points) expect(runs, `${part} ${name}`).toHaveLength(3);
  }
});

test("as the chapter says: of the staircase's steps one helps, and is worth more than the others cost", () => {
  const {told, gain} = partOf("staircase");
  expect(told("tokenizer", "baseline")).toBe("against");
  expect(told("architecture", "tokenizer")).toBe("open");
  expect(told("inheritance", "architecture")).toBe("for");
  expect(told("rounds", "inheritance")).toBe("against");
  const others = gain("baseline", "tokenizer").mean + gain("tokenizer", "architecture").mean + gain("inheritance", "rounds").mean; // prettier-ignore
  expect(gain("inheritance", "architecture").mean).toBeGreaterThan(others);
});

test("as the chapter says: seven eighths of embedding beat a quarter and less, in less than half of the smallest's operations", () => {
  const {data, point, told} = partOf("tokenizer");
  const share = ({parameters}: StudyPoint): number => parameters.embedding / parameters.total;
  expect(share(point("16384"))).toBeCloseTo(7 / 8, 2);
  const frugal = data.points.filter((each) => share(each) <= 0.25);
  expect(frugal.length).toBeGreaterThanOrEqual(4);
  for (const {name} of frugal) expect(told("16384", name), name).toBe("for");
  for (const size of ["1024", "4096"]) expect(told(size, `${size}-pruned`)).toBe("open");
  const flops = (name: string): number => point(name).runs[0].trained.flops;
  expect(flops("16384")).toBeLessThan(0.5 * flops("512"));
});

test("as the chapter says: to inherit is worth 0.13 and more, in the paper's order, of which one step is told from chance", () => {
  const {told, gain} = partOf("inheritance");
  for (const name of ["l1", "l2", "taylor", "mask"]) {
    expect(told(name, "none")).toBe("for");
    expect(gain(name, "none").mean).toBeGreaterThanOrEqual(0.13);
  }
  const steps = [["l2", "l1"], ["taylor", "l2"], ["mask", "taylor"]] as const; // prettier-ignore
  for (const [better, worse] of steps) expect(gain(better, worse).mean).toBeGreaterThan(0);
  expect(steps.map(([better, worse]) => told(better, worse))).toEqual(["for", "open", "open"]);
});

test("as the chapter says: further rounds help, the more of them the better, and chance draws as well as loss does", () => {
  const {told} = partOf("rounds");
  expect(told("r50", "r0")).toBe("for");
  const rates = ["r25", "r50", "r75", "r100"];
  rates.slice(1).forEach((name, i) => expect(told(name, rates[i]), name).toBe("for"));
  expect(told("r50-twice", "r50")).toBe("for");
  expect(told("r50", "r50-chance")).toBe("open");
});

test("as the chapter says: the narrowest MLP has the lowest mean, and is ahead of the expansion that the paper chose", () => {
  const {data, told, gain} = partOf("expansion");
  const [narrowest, , chosen] = data.points.map(({name}) => name);
  expect([narrowest, chosen]).toEqual(["1.02", "2.63"]);
  for (const {name} of data.points.slice(1)) expect(gain(narrowest, name).mean, name).toBeGreaterThan(0);
  expect(told(narrowest, chosen)).toBe("for");
});

test("as the chapter says: of the schemes only GPT-2's is told from InternLM's, and constant from none", () => {
  const {data, told} = partOf("initialization");
  const names = data.points.map(({name}) => name);
  const pairs = names.flatMap((a, i) => names.slice(i + 1).map((b) => [a, b] as const));
  const different = pairs.filter(([a, b]) => told(a, b) !== "open");
  expect(different).toEqual([["gpt2", "internlm"]]);
  expect(told("gpt2", "internlm")).toBe("for");
});

test("as the chapter says: four times the smallest batch is too many, and beyond it r = 1/2 is best in nine pairs", () => {
  const {told, gain} = partOf("batch");
  expect(told("1-0", "4-0.5")).toBe("for");
  for (const factor of [8, 16, 32]) {
    for (const exponent of [0, 1, 1.5]) expect(gain(`${factor}-0.5`, `${factor}-${exponent}`).mean).toBeGreaterThan(0);
  }
});
