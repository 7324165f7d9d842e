// A study is data: points of a grid, each a recipe. The runner knows nothing else of it than what stands here.
import {sha256} from "../digest.js";
import type {RecordedRun} from "../../src/traces/studyRun.js";
import type {RunContext} from "./context.js";

/** A recipe with its place in the grid. One recipe may stand in several places; it is run once. */
export interface Point<Recipe> {
  /** part of the study, as `--only` names it */
  readonly part: string;
  /** within the part, without the seed */
  readonly name: string;
  readonly recipe: Recipe;
}

export interface Study<Recipe extends {readonly seed: number}> {
  readonly name: string;
  /** `large`: what is run on a GPU, where there is more time for it */
  points(scale: "small" | "large"): readonly Point<Recipe>[];
  /** what runs are made from besides their recipe; results of other inputs are not kept. Fails where texts are missing. */
  inputs(recipe: Recipe): RecordedRun["inputs"];
  /** the recipe whose weights this one goes on from */
  before?(recipe: Recipe): Recipe | undefined;
  /** about how much work it is, in any unit */
  work(recipe: Recipe): number;
  /** runs it, or goes on with it; undefined where it was interrupted */
  run(recipe: Recipe, context: RunContext): Promise<RecordedRun<Recipe> | undefined>;
}

/** Name of a recipe: the first 16 hex digits of the SHA-256 of it, whatever the order of its fields. */
export const recipeHash = (recipe: unknown): string => sha256(canonical(recipe)).slice(0, 16);

/** JSON with the fields of objects in alphabetical order. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner
  );
}
