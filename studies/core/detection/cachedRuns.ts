// Runs of the study whose weights are in this machine's cache.
import {existsSync} from "node:fs";
import {readdir, readFile} from "node:fs/promises";
import {basename, join} from "node:path";
import {cacheFolder} from "../../cache.js";
import {recipeHash} from "../../study/study.js";
import {corePoints} from "../detector/grid.js";
import {openDetectorCheckpoint, type DetectorCheckpoint} from "../../../src/runtime/detector.js";
import type {CoreRecipe} from "../detector/recipe.js";

/** A finished run. */
export interface CachedRun {
  readonly part: string;
  readonly name: string;
  readonly hash: string;
  readonly recipe: CoreRecipe;
  readonly folder: string;
}

/** First seeds of these points of the grid: those that are finished, and the names of those that are not. */
export function cachedRuns(part: string, names: readonly string[]): {runs: CachedRun[]; missing: string[]} {
  const points = corePoints().filter((point) => point.part === part && point.recipe.seed === 1);
  const runs: CachedRun[] = [];
  const missing: string[] = [];
  for (const name of names) {
    const point = points.find((one) => one.name === name);
    if (!point) throw new Error(`run: ${part} ${name}; ${part} has ${points.map((one) => one.name).join(", ")}`);
    const hash = recipeHash(point.recipe);
    const folder = cacheFolder("studies", "core", hash);
    if (existsSync(join(folder, "weights.safetensors"))) runs.push({part, name, hash, recipe: point.recipe, folder});
    else missing.push(name);
  }
  return {runs, missing};
}

/** What to say where runs are missing. */
export const missingRuns = (part: string, names: readonly string[]): string =>
  `runs that are not trained here: ${names.map((name) => `${part} ${name}`).join(", ")}; npm run train -- study core --only ${part}`; // prettier-ignore

/** A file of weights of a run, for its windows. */
export async function weightsOf(
  {folder, recipe}: Pick<CachedRun, "folder" | "recipe">,
  file: string
): Promise<DetectorCheckpoint> {
  const path = join(folder, file);
  return openDetectorCheckpoint({name: basename(path), bytes: await readFile(path)}, recipe.size);
}

/** Steps at which a run kept its weights, in order. @throws where it kept none */
export async function keptSteps({folder, part, name}: CachedRun): Promise<number[]> {
  const steps = (await readdir(folder)).flatMap((file) => /^kept-(\d+)\.safetensors$/.exec(file)?.slice(1).map(Number) ?? []); // prettier-ignore
  if (steps.length === 0) {
    throw new Error(`${part} ${name}: no weights of single steps in ${folder}; remove that folder and train it again`);
  }
  return steps.sort((a, b) => a - b);
}

/** The step that was chosen on the validation split, and its AUC there. */
export async function chosenOf({folder}: CachedRun): Promise<{step: number; auc: number}> {
  return JSON.parse(await readFile(join(folder, "best.json"), "utf8")) as {step: number; auc: number};
}
