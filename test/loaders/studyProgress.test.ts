import {expect, it} from "vitest";
import {studyProgress} from "../../loaders/lib/studyProgress.js";
import {recipeHash} from "../../studies/study/study.js";
import type {RecordedRun} from "../../src/traces/studyRun.js";

const recordOf = (recipe: unknown, seconds: number): [string, RecordedRun] => [
  recipeHash(recipe),
  {type: "study-run", hash: recipeHash(recipe), recipe, inputs: {}, cost: {seconds, peakMemoryMiB: 1}} as unknown as RecordedRun // prettier-ignore
];

it("counts each recipe of a grid once, wherever it stands, and no run outside of the grid", () => {
  const points = [
    {part: "a", name: "x", recipe: {width: 1, seed: 1}},
    {part: "b", name: "base", recipe: {seed: 1, width: 1}},
    {part: "b", name: "y", recipe: {width: 2, seed: 1}}
  ];
  const records = new Map([recordOf({width: 1, seed: 1}, 60), recordOf({width: 9, seed: 1}, 500)]);
  expect(studyProgress("core", points, records)).toEqual({name: "core", planned: 2, done: 1, seconds: 60});
});
