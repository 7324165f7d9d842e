// @vitest-environment node
import {expect, test} from "vitest";
import {planOf, type PlanOptions} from "../../studies/study/plan.js";
import {recipeHash, type Point, type Study} from "../../studies/study/study.js";
import type {StudyRun} from "../../src/traces/studyRun.js";

interface Recipe {
  readonly width: number;
  readonly rounds: number;
  readonly seed: number;
}

const points: readonly Point<Recipe>[] = [
  ...[1, 2].flatMap((width) => [1, 2].map((seed) => ({part: "width", name: String(width), recipe: {width, rounds: 0, seed}}))), // prettier-ignore
  // the first point again, under another name
  {part: "rounds", name: "none", recipe: {width: 1, rounds: 0, seed: 1}},
  {part: "rounds", name: "two", recipe: {width: 1, rounds: 2, seed: 1}}
];
const study: Study<Recipe> = {
  name: "toy",
  points: () => points,
  inputs: () => ({text: "now"}),
  before: (recipe) => (recipe.rounds > 0 ? {...recipe, rounds: recipe.rounds - 1} : undefined),
  work: ({width}) => width,
  run: async () => undefined
};
const plan = (options: Partial<PlanOptions> = {}) =>
  planOf(study, {records: new Map(), hasWeights: () => false, ...options});
const hashOf = (width: number, rounds: number, seed: number): string => recipeHash({width, rounds, seed});
const run = (recipe: Recipe, text = "now"): [string, StudyRun] => {
  const hash = recipeHash(recipe);
  return [hash, {hash, inputs: {text}} as StudyRun];
};

test("a recipe's hash does not depend on the order of its fields, at any depth, but on all of their values", () => {
  const a = {seed: 1, network: {layers: 2, heads: [1, 2]}, rounds: [{rate: 0.5, by: "loss"}]};
  const b = {rounds: [{by: "loss", rate: 0.5}], network: {heads: [1, 2], layers: 2}, seed: 1};
  expect(recipeHash(a)).toBe(recipeHash(b));
  expect(recipeHash(a)).toMatch(/^[0-9a-f]{16}$/);
  expect(recipeHash({...a, seed: 2})).not.toBe(recipeHash(a));
  expect(recipeHash({...a, network: {layers: 2, heads: [2, 1]}})).not.toBe(recipeHash(a));
});

test("a recipe in two places of the grid is planned once, the first seed of everything before the second", () => {
  const {tasks, planned, done} = plan();
  expect(planned).toBe(5);
  expect(done).toBe(0);
  const seeds = tasks.map(({recipe}) => recipe.seed);
  expect(seeds).toEqual([...seeds].sort());
  expect(new Set(tasks.map(({hash}) => hash)).size).toBe(tasks.length);
  expect(tasks[0]).toMatchObject({label: "width 1 #1", work: 1});
});

test("what a run goes on from comes before it, also where the grid does not hold it", () => {
  const {tasks} = plan({only: ["rounds"]});
  expect(tasks.map(({hash}) => hash)).toEqual([hashOf(1, 0, 1), hashOf(1, 1, 1), hashOf(1, 2, 1)]);
  expect(tasks.map(({after}) => after)).toEqual([[], [hashOf(1, 0, 1)], [hashOf(1, 1, 1)]]);
  expect(tasks[1].label).toBe("rounds two #1, the round before");
});

test("shards are disjoint but for what their runs go on from, and complete", () => {
  for (const of of [1, 2, 3, 7]) {
    const shards = Array.from({length: of}, (_, i) => plan({shard: {index: i + 1, of}}));
    expect(shards.reduce((sum, {planned}) => sum + planned, 0)).toBe(5);
    const asked = shards.map(({tasks}) => tasks.filter(({label}) => !label.includes("before")).map(({hash}) => hash));
    const all = asked.flat();
    expect(new Set(all)).toEqual(new Set(points.map(({recipe}) => recipeHash(recipe))));
    // r0 is asked for by one shard and may be needed by another
    const repeated = all.filter((hash, i) => all.indexOf(hash) !== i);
    expect(repeated).toEqual([]);
  }
});

test("what is recorded from the same inputs is done, from others it is not", () => {
  const records = new Map([run({width: 1, rounds: 0, seed: 1}), run({width: 2, rounds: 0, seed: 1}, "before")]);
  const {tasks, planned, done} = plan({only: ["width"], records});
  expect({planned, done}).toEqual({planned: 4, done: 1});
  expect(tasks.map(({hash}) => hash)).toEqual([hashOf(2, 0, 1), hashOf(1, 0, 2), hashOf(2, 0, 2)]);
});

test("a recorded run is repeated where its weights are needed and not here, and only there", () => {
  const records = new Map([run({width: 1, rounds: 0, seed: 1}), run({width: 1, rounds: 1, seed: 1})]);
  const here = plan({only: ["rounds"], records, hasWeights: () => true});
  expect(here.tasks.map(({hash}) => hash)).toEqual([hashOf(1, 2, 1)]);
  expect(here.tasks[0].after).toEqual([]);
  const elsewhere = plan({only: ["rounds"], records, hasWeights: (hash) => hash === hashOf(1, 0, 1)});
  expect(elsewhere.tasks.map(({hash}) => hash)).toEqual([hashOf(1, 1, 1), hashOf(1, 2, 1)]);
});

test("a part that the study lacks is named with those it has", () => {
  expect(() => plan({only: ["width", "depth"]})).toThrow("--only: depth; toy has width, rounds");
});
