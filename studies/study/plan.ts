// What is still to be run of a study, in which order.
import {UsageError} from "../../tools/commandLine.js";
import {recipeHash, type Point, type Study} from "./study.js";
import {sameInputs} from "./records.js";
import type {RecordedRun} from "../../src/traces/studyRun.js";

/** One recipe to run. */
export interface Task<Recipe> {
  readonly hash: string;
  /** part and name of its first point, with the seed */
  readonly label: string;
  readonly recipe: Recipe;
  /** hashes of runs whose weights it needs */
  readonly after: readonly string[];
  readonly work: number;
}

export interface PlanOptions {
  /** default small */
  readonly scale?: "small" | "large";
  /** parts to take; default all */
  readonly only?: readonly string[];
  /** this machine's share: every n-th point, from the i-th on (i = 1 … n) */
  readonly shard?: {readonly index: number; readonly of: number};
  readonly records: ReadonlyMap<string, RecordedRun>;
  /** whether a run's weights are in this machine's cache */
  readonly hasWeights: (hash: string) => boolean;
}

export interface Plan<Recipe> {
  readonly tasks: readonly Task<Recipe>[];
  /** recipes of the grid that were asked for */
  readonly planned: number;
  readonly done: number;
}

/** @throws {UsageError} on a part that the study does not have, naming those it has */
export function planOf<Recipe extends {readonly seed: number}>(
  study: Study<Recipe>,
  {scale = "small", only, shard, records, hasWeights}: PlanOptions
): Plan<Recipe> {
  const points = study.points(scale);
  const parts = [...new Set(points.map(({part}) => part))];
  const unknown = only?.find((part) => !parts.includes(part));
  if (unknown !== undefined) throw new UsageError(`--only: ${unknown}; ${study.name} has ${parts.join(", ")}`);
  const unique = new Map<string, Point<Recipe>>();
  for (const point of points) {
    if (only && !only.includes(point.part)) continue;
    const hash = recipeHash(point.recipe);
    if (!unique.has(hash)) unique.set(hash, point);
  }
  // the first seed of everything comes first, so that every figure has its points early
  const inOrder = [...unique].sort(([, a], [, b]) => a.recipe.seed - b.recipe.seed);
  const mine = inOrder.filter((_, i) => !shard || i % shard.of === shard.index - 1);
  const isDone = (hash: string, recipe: Recipe): boolean => {
    const run = records.get(hash);
    return run !== undefined && sameInputs(run.inputs, study.inputs(recipe));
  };
  const tasks = new Map<string, Task<Recipe>>();
  const need = (recipe: Recipe, label: string): string => {
    const hash = recipeHash(recipe);
    if (tasks.has(hash)) return hash;
    const before = study.before?.(recipe);
    const after: string[] = [];
    if (before) {
      const base = recipeHash(before);
      // a run that is recorded may still have to be repeated, for its weights
      if (!hasWeights(base)) after.push(need(before, `${label}, the round before`));
    }
    tasks.set(hash, {hash, label, recipe, after, work: study.work(recipe)});
    return hash;
  };
  let done = 0;
  for (const [hash, {part, name, recipe}] of mine) {
    if (isDone(hash, recipe)) done += 1;
    else need(recipe, `${part} ${name} #${recipe.seed}`);
  }
  return {tasks: [...tasks.values()], planned: mine.length, done};
}
