// @vitest-environment node
import {expect, test} from "vitest";
import {drawByLoss, lossWeights} from "../../src/training/lossSampling.js";
import {random} from "../../src/training/random.js";

const losses = [2, 2.5, 3, 1, 2.25];

test("weights sum to 1 and are as exp(loss) to each other", () => {
  const weights = lossWeights(losses);
  expect(weights.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
  expect(weights[2] / weights[0]).toBeCloseTo(Math.E, 10);
  expect(weights[1] / weights[0]).toBeCloseTo(Math.exp(0.5), 10);
  expect(lossWeights([800, 801])).toEqual([expect.closeTo(1 / (1 + Math.E), 12), expect.closeTo(Math.E / (1 + Math.E), 12)]); // prettier-ignore
  expect(lossWeights([])).toEqual([]);
});

test("drawing is without replacement, and all of them is a permutation", () => {
  const next = random(3);
  for (let count = 0; count <= losses.length; count++) {
    const drawn = drawByLoss(losses, count, next);
    expect(drawn).toHaveLength(count);
    expect(new Set(drawn).size).toBe(count);
  }
  expect(drawByLoss(losses, 5, next).sort()).toEqual([0, 1, 2, 3, 4]);
});

test("first draws are as frequent as the weights say, second ones as what is left says", () => {
  const next = random(4);
  const times = 40_000;
  const first = losses.map(() => 0);
  const second = losses.map(() => 0);
  for (let i = 0; i < times; i++) {
    const [a, b] = drawByLoss(losses, 2, next);
    first[a] += 1 / times;
    if (a === 2) second[b] += 1;
  }
  lossWeights(losses).forEach((weight, i) => expect(Math.abs(first[i] - weight)).toBeLessThan(0.01));
  const rest = lossWeights([2, 2.5, 1, 2.25]);
  const after = second.reduce((a, b) => a + b, 0);
  [0, 1, 3, 4].forEach((i, k) => expect(Math.abs(second[i] / after - rest[k])).toBeLessThan(0.015));
});

test("uniform draws ignore the losses", () => {
  const next = random(5);
  const first = losses.map(() => 0);
  for (let i = 0; i < 20_000; i++) first[drawByLoss(losses, 1, next, true)[0]] += 1 / 20_000;
  for (const share of first) expect(Math.abs(share - 0.2)).toBeLessThan(0.012);
});

test("the mean of what is drawn lies above the mean of all, and at no rate above the largest", () => {
  const next = random(6);
  const many = Array.from({length: 2000}, () => 2 + next());
  const mean = (some: readonly number[]): number => some.reduce((a, b) => a + b, 0) / some.length;
  const drawn = mean(drawByLoss(many, 500, next).map((i) => many[i]));
  expect(drawn).toBeGreaterThan(mean(many) + 0.02);
  expect(drawn).toBeLessThan(mean(many) + 0.2);
  expect(Math.abs(mean(drawByLoss(many, 500, next, true).map((i) => many[i])) - mean(many))).toBeLessThan(0.03);
});

test("a draw depends on its generator alone", () => {
  expect(drawByLoss(losses, 3, random(9))).toEqual(drawByLoss(losses, 3, random(9)));
});

test("more than there are, fewer than none, parts of one, and losses that are no numbers are refused", () => {
  for (const count of [6, -1, NaN, 1.5]) {
    expect(() => drawByLoss(losses, count, random(1))).toThrow(`invalid count: ${count}; there are 5`);
  }
  expect(() => drawByLoss([2, NaN, 3], 1, random(1))).toThrow("invalid loss of batch 1: NaN");
  expect(() => lossWeights([2, Infinity])).toThrow("invalid loss of batch 1: Infinity");
});
