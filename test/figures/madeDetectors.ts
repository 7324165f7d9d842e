// Runs of the CORE study made by hand, no detector behind them: the grid's own points, each seed with scores that a formula
// gives, so that the figure can be drawn with none, one, some or all of its runs.
import {readFileSync} from "node:fs";
import {detectorStudyData} from "../../loaders/lib/detectorStudyData.js";
import type {DetectorStudyData} from "../../src/figures/detectorStudyData.js";
import type {Paper} from "../../src/figures/paperData.js";
import type {DetectorRun, DetectorScore} from "../../src/traces/detectorRun.js";
import {corePoints} from "../../studies/core/detector/grid.js";
import type {CoreRecipe} from "../../studies/core/detector/recipe.js";
import {recipeHash, type Point} from "../../studies/study/study.js";

export interface MadeDetectorsOptions {
  /** which points' runs are done, by place in the grid; default all */
  readonly done?: (point: Point<CoreRecipe>, place: number) => boolean;
  /** what the penalty adds to the made AUC; default 0.01 */
  readonly gain?: (recipe: CoreRecipe) => number;
  /** runs that diverge; default none */
  readonly diverges?: (point: Point<CoreRecipe>) => boolean;
}

const kinds = ["all", "swap", "graphics", "reenact", "rerender", "null"];
const round = (value: number): number => Number(value.toFixed(4));

export function madeDetector(recipe: CoreRecipe, gain = 0.01, diverges = false): DetectorRun<CoreRecipe> {
  const {consistency, seed, sources, manipulations, augmentation} = recipe;
  const steps = Math.floor(recipe.views / 32);
  const penalized = consistency === "none" ? 0 : gain;
  const aucOf = (source: string, kind: string, jpeg: number): number => {
    if (kind === "null") return 0.5 + 0.004 * seed;
    const seen = kind === "all" || manipulations.some((name) => name === kind);
    return 0.94 + penalized + 0.002 * seed - (seen ? 0 : 0.2) - (sources.some((name) => name === source) ? 0 : 0.1) - 0.05 * Number(jpeg > 0) - 0.01 * augmentation.length * 0.1; // prettier-ignore
  };
  const score = (source: string, kind: string, jpeg?: number): DetectorScore => {
    const auc = round(aucOf(source, kind, jpeg ?? 0));
    return {source, kind, ...(jpeg ? {jpeg} : {}), pristine: 1200, manipulated: kind === "all" ? 4800 : 1200, auc, interval: [round(auc - 0.012), round(Math.min(1, auc + 0.009))], tdr: round(auc - 0.4), accuracy: round(auc - 0.05)}; // prettier-ignore
  };
  return {
    type: "study-run",
    hash: recipeHash(recipe),
    recipe,
    inputs: {images: "c".repeat(64)},
    parameters: 98_000,
    trained: {steps: diverges ? 300 : steps, views: steps * 32},
    curve: Array.from({length: 20}, (_, k) => [Math.round(((k + 1) * steps) / 20), 0.2 + Math.exp(-k / 4), consistency === "none" ? 0 : 0.1 * Math.exp(-k / 5), 0.7 + 0.014 * k, 5 + 0.1 * k, 1 + 1 / (k + 1)] as const), // prettier-ignore
    evaluations: Array.from(
      {length: 10},
      (_, k) => [Math.round(((k + 1) * steps) / 10), round(0.6 + 0.035 * k)] as const
    ),
    chosen: steps,
    ...(diverges ? {diverged: 300} : {}),
    scores: ["samples", "mixtures", "london"].flatMap((source) => [
      ...kinds.map((kind) => score(source, kind)),
      ...(sources.some((name) => name === source) ? kinds.map((kind) => score(source, kind, 40)) : [])
    ]),
    consistency: {pristine: 0.9 + penalized, manipulated: 0.88 + penalized, norm: 6 + seed / 10},
    cost: {seconds: 900 + seed, peakMemoryMiB: 800},
    provenance: {command: "npm run train -- study core", commit: "c", device: "Made", provider: "cpu", runtime: "r", date: "2026-11-26"} // prettier-ignore
  };
}

/** The study with made runs. */
export function madeDetectors({
  done = () => true,
  gain = () => 0.01,
  diverges = () => false
}: MadeDetectorsOptions = {}): DetectorStudyData {
  const points = corePoints();
  const runs = points.filter(done).map((point) => madeDetector(point.recipe, gain(point.recipe), diverges(point)));
  return detectorStudyData(points, new Map(runs.map((run) => [run.hash, run])));
}

export const corePaper = (): Paper => JSON.parse(readFileSync("data/papers/core.json", "utf8")) as Paper;
