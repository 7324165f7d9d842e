// What the figure of the CORE study draws: the points of the grid, each with the runs that are done, as
// loaders/core/study.json.ts gives them. A recipe may stand in several parts; its run is held once.
import type {DetectorRun} from "../traces/detectorRun.js";
import type {Provenance} from "../traces/identity.js";

/** One line of a run's scores; `jpeg` is 0 where pictures are as they are, `tdr` null where there are too few. */
export type PackedScore = readonly [
  source: string,
  kind: string,
  jpeg: number,
  auc: number,
  low: number,
  high: number,
  accuracy: number,
  tdr: number | null,
  pristine: number,
  manipulated: number
];

export interface DetectorSeed extends Pick<
  DetectorRun,
  "hash" | "parameters" | "trained" | "curve" | "evaluations" | "chosen" | "diverged" | "consistency" | "cost"
> {
  readonly seed: number;
  readonly scores: readonly PackedScore[];
  /** which of the data's `provenances` */
  readonly provenance: number;
}

/** What one point varies, of its recipe. */
export interface DetectorRecipe {
  readonly size: number;
  readonly channels: readonly number[];
  readonly sources: readonly string[];
  readonly manipulations: readonly string[];
  readonly augmentation: string;
  readonly consistency: string;
  readonly rate: number;
  readonly crossEntropy: boolean;
  readonly pairing: string;
  readonly pairs: number;
  readonly views: number;
}

/** One place of the grid. */
export interface DetectorPoint {
  /** part of the study, such as "losses" */
  readonly part: string;
  /** within the part, such as "cosine-1" */
  readonly name: string;
  readonly recipe: DetectorRecipe;
  /** seeds that are planned */
  readonly planned: number;
  /** places in the data's `runs`, by seed */
  readonly runs: readonly number[];
}

export interface DetectorStudyData {
  readonly points: readonly DetectorPoint[];
  readonly runs: readonly DetectorSeed[];
  /** different recipes that are done, of those planned */
  readonly done: number;
  readonly planned: number;
  /** SHA-256 of the picture sets' recipe and model */
  readonly images?: string;
  /** where runs come from; equal ones once */
  readonly provenances: readonly Provenance[];
}

/** A point with its runs. */
export interface DetectorRuns extends Omit<DetectorPoint, "runs"> {
  readonly runs: readonly DetectorSeed[];
}

export const withRuns = ({points, runs}: DetectorStudyData): DetectorRuns[] =>
  points.map((point) => ({...point, runs: point.runs.map((place) => runs[place])}));
