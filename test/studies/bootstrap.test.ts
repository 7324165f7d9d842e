import {expect, test} from "vitest";
import {
  areaUnderCurve,
  bootstrapInterval,
  detectionRate,
  detectionRates,
  type Scored
} from "../../studies/core/detector/bootstrap.js";
import {corePoints} from "../../studies/core/detector/grid.js";
import {testWindows, windowRange, writeWindow} from "../../src/images/window.js";
import {recipeHash} from "../../studies/study/study.js";
import {random} from "../../src/training/random.js";

const scored = (pristine: readonly number[], manipulated: readonly number[]): Scored[] => [
  ...pristine.map((score, i) => ({score, manipulated: false, person: `p${i}`})),
  ...manipulated.map((score, i) => ({score, manipulated: true, person: `p${i}`}))
];

test("the area under the curve counts pairs in the right order, and ties by half", () => {
  expect(areaUnderCurve(scored([0, 1], [2, 3]))).toBe(1);
  expect(areaUnderCurve(scored([2, 3], [0, 1]))).toBe(0);
  expect(areaUnderCurve(scored([1, 1], [1, 1, 1]))).toBe(0.5);
  // 3 of 4 pairs, and a tie
  expect(areaUnderCurve(scored([0, 2], [1, 2]))).toBe((1 + 1 + 0 + 0.5) / 4);
  expect(() => areaUnderCurve(scored([1], []))).toThrow("0 manipulated and 1 pristine");
});

test("the area under the curve is what counting all pairs gives", () => {
  const next = random(4);
  const pristine = Array.from({length: 40}, () => Math.round(20 * next()));
  const manipulated = Array.from({length: 70}, () => Math.round(20 * next()) + 2);
  let right = 0;
  for (const a of pristine) for (const b of manipulated) right += b > a ? 1 : b === a ? 0.5 : 0;
  expect(areaUnderCurve(scored(pristine, manipulated))).toBeCloseTo(right / (40 * 70), 12);
});

test("the detection rate stands at the last point with few enough false alarms", () => {
  const pristine = Array.from({length: 1000}, (_, i) => i);
  // one false alarm is allowed: the threshold is the second highest pristine score
  expect(detectionRate(scored(pristine, [997, 998, 999, 1000]), 0.001)).toBe(0.5);
  expect(detectionRate(scored(pristine, [997, 998, 999, 1000]), 0.0001)).toBe(0.25);
});

test("rates are read at limits that the pristine pictures can tell, with an interval over people", () => {
  const people = (scores: readonly number[], manipulated: boolean): Scored[] =>
    scores.map((score, i) => ({score, manipulated, person: String(i % 10)}));
  const next = random(5);
  const list = [
    ...people(Array.from({length: 100}, () => next()), false), // prettier-ignore
    ...people(Array.from({length: 80}, () => next() + 0.5), true) // prettier-ignore
  ];
  const rates = detectionRates(list, 3);
  expect(rates.map(({limit}) => limit)).toEqual([0.01, 0.1]);
  for (const {limit, rate, interval} of rates) {
    expect(rate).toBe(detectionRate(list, limit));
    expect(interval[0]).toBeLessThan(rate);
    expect(interval[1]).toBeGreaterThan(rate);
  }
  expect(detectionRates(list, 3)).toEqual(rates);
});

test("an interval over people is wider than one over pictures that are said to be of different people", () => {
  const next = random(8);
  const scores = Array.from({length: 400}, (_, i) => {
    const person = Math.floor(i / 20);
    const lucky = Math.sin(person * 7.3); // all pictures of a person go the same way
    return {score: lucky + 0.2 * next() + (i % 2 ? 0.5 : 0), manipulated: i % 2 === 1, person: String(person)};
  });
  const width = (list: readonly Scored[]): number => {
    const [low, high] = bootstrapInterval(list, areaUnderCurve, random(3), 200);
    return high - low;
  };
  // whoever a person is, pristine and manipulated pictures share the luck: shift one class by person to see it
  const shifted = scores.map((one) => ({...one, score: one.manipulated ? one.score : 0.2 * next()}));
  expect(width(shifted)).toBeGreaterThan(1.5 * width(shifted.map((one, i) => ({...one, person: String(i)}))));
});

test("the grid has no more than seventy runs besides the final ones, all different but for points that stand twice", () => {
  const points = corePoints();
  const small = new Set(points.filter(({part}) => part !== "final").map(({recipe}) => recipeHash(recipe)));
  expect(small.size).toBeLessThanOrEqual(70);
  expect(points.filter(({part}) => part === "final")).toHaveLength(6);
});

test.each([
  [128, 64],
  [128, 96],
  [128, 128],
  [160, 80]
])(
  "windows of a crop of %i, %i wide, lie inside it and hold nose and mouth; tests read some that training reads",
  (full, size) => {
    const {x, y} = windowRange(full, size);
    const places = [...testWindows(full, size), [x.low, y.low], [x.high, y.high]] as const;
    expect(places).toHaveLength(6);
    for (const [left, top] of places) {
      expect(Math.min(left, top)).toBeGreaterThanOrEqual(0);
      expect(Math.max(left, top)).toBeLessThanOrEqual(full - size);
      // nose and mouth of an aligned crop (images/align.ts)
      for (const [u, v] of [
        [0.5, 0.54],
        [0.5, 0.66]
      ]) {
        expect(u * full).toBeGreaterThan(left);
        expect(u * full).toBeLessThan(left + size);
        expect(v * full).toBeGreaterThan(top);
        expect(v * full).toBeLessThan(top + size);
      }
      expect(left >= x.low && left <= x.high && top >= y.low && top <= y.high).toBe(true);
    }
  }
);

test("a window larger than the picture is refused, naming both", () => {
  expect(() => windowRange(64, 96)).toThrow("size: 96 pixels of a picture of 64");
});

test("a window is what lies there, around 0", () => {
  const image = {width: 4, height: 3, data: Float32Array.from({length: 36}, (_, i) => i)};
  const into = new Float32Array(13).fill(9);
  writeWindow(image, [1, 1], 2, into, 1);
  const value = (x: number, y: number, c: number): number => ((y * 4 + x) * 3 + c) / 127.5 - 1;
  const expected = [0, 1, 2].flatMap((c) => [value(1, 1, c), value(2, 1, c), value(1, 2, c), value(2, 2, c)]);
  expect(into[0]).toBe(9);
  expected.forEach((number, i) => expect(into[i + 1]).toBeCloseTo(number, 5));
});
