import {describe, expect, it} from "vitest";
import {mapSizes, NUMBERS, shortRange} from "../../src/nets/blazeface/config.js";
import {anchors, decodeFaces, intersectionOverUnion, mergeFaces, type Face} from "../../src/nets/blazeface/decode.js";
import {blazeFaceParameters, blazeFaceSize} from "../../src/nets/blazeface/parameters.js";

const COUNT = 896;

/** What the network would say where it sees nothing, but for some anchors. */
function said(
  faces: Readonly<Record<number, {logit: number; numbers: readonly number[]}>>
): [Float32Array, Float32Array] {
  const scores = new Float32Array(COUNT).fill(-100);
  const numbers = new Float32Array(COUNT * NUMBERS);
  for (const [anchor, face] of Object.entries(faces)) {
    scores[Number(anchor)] = face.logit;
    numbers.set(face.numbers, Number(anchor) * NUMBERS);
  }
  return [scores, numbers];
}

const face = (score: number, x: number, y: number, side = 0.2): Face => ({
  score,
  box: {x, y, width: side, height: side},
  points: Array.from({length: 6}, (_, k) => [x + k / 100, y] as const)
});

describe("the network's shape", () => {
  it("has 101,390 parameters, each named once", () => {
    const names = blazeFaceParameters(shortRange).map(({name}) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(blazeFaceSize(shortRange)).toBe(101_390);
  });
  it("has maps of 16 × 16 and 8 × 8 where its heads are", () => {
    const edges = mapSizes(shortRange);
    expect(shortRange.heads.map(({block}) => edges[block])).toEqual([16, 8]);
    expect(edges[0]).toBe(64);
  });
});

describe("anchors", () => {
  const places = anchors(shortRange);
  it("are 16 × 16 × 2 + 8 × 8 × 6, in rows from the top", () => {
    expect(places).toHaveLength(COUNT);
    expect(places[0]).toEqual([1 / 32, 1 / 32]);
    expect(places[1]).toEqual(places[0]);
    expect(places[2]).toEqual([3 / 32, 1 / 32]);
    expect(places[32]).toEqual([1 / 32, 3 / 32]);
    expect(places[511]).toEqual([31 / 32, 31 / 32]);
    for (let i = 0; i < 6; i++) expect(places[512 + i]).toEqual([1 / 16, 1 / 16]);
    expect(places[518]).toEqual([3 / 16, 1 / 16]);
    expect(places[895]).toEqual([15 / 16, 15 / 16]);
  });
  it("lie alike on both sides", () => {
    for (const axis of [0, 1]) {
      expect(places.reduce((sum, place) => sum + place[axis], 0) / COUNT).toBeCloseTo(0.5, 12);
    }
  });
});

describe("decodeFaces", () => {
  const numbers = [12.8, -6.4, 32, 64, ...Array.from({length: 12}, (_, i) => i * 1.28)];
  it("finds nothing where every score is small", () => {
    expect(decodeFaces(shortRange, ...said({}))).toEqual([]);
  });
  it("places box and points from the anchor on, in shares of the side", () => {
    const [found] = decodeFaces(shortRange, ...said({518: {logit: 0, numbers}}));
    expect(found.score).toBeCloseTo(0.5, 12);
    const {x, y, width, height} = found.box;
    expect([width, height]).toEqual([0.25, 0.5]);
    expect(x + width / 2).toBeCloseTo(3 / 16 + 0.1, 6);
    expect(y + height / 2).toBeCloseTo(1 / 16 - 0.05, 6);
    found.points.forEach((point, k) => {
      expect(point[0]).toBeCloseTo(3 / 16 + 2 * k * 0.01, 6);
      expect(point[1]).toBeCloseTo(1 / 16 + (2 * k + 1) * 0.01, 6);
    });
  });
  it("cuts logits at ±100, leaves out what is not a number, and takes scores from the threshold on", () => {
    const [found] = decodeFaces(shortRange, ...said({3: {logit: 1e9, numbers}}));
    expect(found.score).toBe(1);
    expect(decodeFaces(shortRange, ...said({3: {logit: NaN, numbers}}))).toEqual([]);
    const unsure = said({3: {logit: -1, numbers}});
    expect(decodeFaces(shortRange, ...unsure)).toEqual([]);
    expect(decodeFaces(shortRange, ...unsure, {smallestScore: 0.25})).toHaveLength(1);
  });
  it("refuses what is not of its anchors", () => {
    expect(() => decodeFaces(shortRange, new Float32Array(895), new Float32Array(COUNT * 16))).toThrow(
      "blazeface: 895 scores and 14336 numbers for 896 anchors"
    );
  });
});

describe("mergeFaces", () => {
  it("keeps faces that do not overlap, the surest first", () => {
    const [a, b] = [face(0.6, 0, 0), face(0.9, 0.5, 0.5)];
    expect(mergeFaces([])).toEqual([]);
    const merged = mergeFaces([a, b]);
    expect(merged.map(({score}) => score)).toEqual([0.9, 0.6]);
    expect(merged[1].points[3][0]).toBeCloseTo(a.points[3][0], 12);
  });
  it("averages what overlaps by score, and keeps the surest's score", () => {
    const [merged, ...others] = mergeFaces([face(0.6, 0.11, 0.3), face(0.9, 0.1, 0.3)]);
    expect(others).toEqual([]);
    expect(merged.score).toBe(0.9);
    expect(merged.box.x).toBeCloseTo((0.6 * 0.11 + 0.9 * 0.1) / 1.5, 12);
    expect(merged.points[5][0]).toBeCloseTo(merged.box.x + 0.05, 12);
    expect(merged.box.width).toBeCloseTo(0.2, 12);
  });
  it("compares with the surest only: a chain of overlaps is not one face", () => {
    const chain = [face(0.9, 0, 0), face(0.8, 0.1, 0), face(0.7, 0.2, 0)];
    expect(mergeFaces(chain)).toHaveLength(2);
    expect(mergeFaces(chain, 0.9)).toHaveLength(3);
  });
  it("ends where a box has no area", () => {
    expect(mergeFaces([face(0.9, 0, 0, 0), face(0.8, 0, 0, 0)])).toHaveLength(2);
  });
});

it("intersectionOverUnion is 1 of a box with itself, 0 beside it, a third where half of each is shared", () => {
  const box = {x: 0, y: 0, width: 2, height: 1};
  expect(intersectionOverUnion(box, box)).toBe(1);
  expect(intersectionOverUnion(box, {...box, x: 2})).toBe(0);
  expect(intersectionOverUnion(box, {...box, x: 1})).toBeCloseTo(1 / 3, 12);
  expect(intersectionOverUnion(box, {...box, width: 0})).toBe(0);
});
