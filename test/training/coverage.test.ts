// @vitest-environment node
import {expect, test} from "vitest";
import {cover, coveredRuns, noCoverage} from "../../src/training/coverage.js";

const shards = {a: {tokens: Uint16Array.of(5, 6, 7, 0, 8, 9, 0), starts: Uint32Array.of(0, 4, 7)}};
const runs = (...ranges: (readonly [number, number])[]) => {
  const coverage = noCoverage(shards);
  cover(coverage, [{domain: "a", opened: false, ranges}]);
  return [...coveredRuns(shards.a, coverage.a)].map(({tokens, opened}) => [Array.from(tokens), opened]);
};

test("nothing covered gives no runs", () => {
  expect(runs()).toEqual([]);
});

test("overlapping and touching ranges become one run, across documents", () => {
  expect(runs([1, 3], [2, 5], [5, 7])).toEqual([[[6, 7, 0, 8, 9, 0], false]]);
});

test("a run that begins with a document says so", () => {
  expect(runs([0, 2], [4, 5])).toEqual([
    [[5, 6], true],
    [[8], true]
  ]);
  expect(runs([3, 4], [5, 6])).toEqual([
    [[0], false],
    [[9], false]
  ]);
});
