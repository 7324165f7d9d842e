// What runs of the CORE study are measured by: scores of a tested set, and how alike two views of a picture are.
import {interval, pairedDifference} from "../studyData.js";
import type {Interval} from "../studyData.js";
import type {DetectorRuns, DetectorSeed, DetectorStudyData, PackedScore} from "../detectorStudyData.js";
import type {CorePair, CorePart} from "./coreParts.js";
import {unseenOf} from "./coreParts.js";

/** Which pictures are tested on. */
export interface Tested {
  readonly source: string;
  /** "usual": the one left out where one is, else all */
  readonly kind: string;
  /** 0: as the pictures are */
  readonly jpeg: number;
}

export interface CoreMeasure {
  readonly key: string;
  /** as a control names it */
  readonly name: string;
  readonly format: (value: number) => string;
  /** absent where neither way is better */
  readonly better?: "high";
  /** whether it is of tested pictures */
  readonly tested: boolean;
}

const shares = (value: number): string => value.toFixed(3);

export const coreMeasures = [
  {key: "auc", name: "AUC", format: (value: number) => value.toFixed(4), better: "high", tested: true},
  {key: "accuracy", name: "accuracy at threshold 0", format: shares, better: "high", tested: true},
  {key: "tdr", name: "TDR at FPR 0.1%", format: shares, better: "high", tested: true},
  {key: "agreement", name: "mean cosine of two views", format: shares, tested: false},
  {key: "norm", name: "mean length of a feature", format: (value: number) => value.toPrecision(3), tested: false}
] as const satisfies readonly CoreMeasure[];

export const coreMeasure = (key: string): CoreMeasure =>
  coreMeasures.find((measure) => measure.key === key) ?? coreMeasures[0];

/** A measure of what is tested: of null manipulations, which nobody should find, neither way is better. */
export function measureOf(key: string, {kind}: Tested): CoreMeasure {
  const {better, ...measure}: CoreMeasure = coreMeasure(key);
  return kind === "null" || better === undefined ? measure : {...measure, better};
}

/** Share of the answers that are right where all pictures are called what most of them are. */
export function majorityShare(point: DetectorRuns, run: DetectorSeed, tested: Tested): number | undefined {
  const score = scoreOf(point, run, tested);
  return score && Math.max(score[8], score[9]) / (score[8] + score[9]);
}

/** The kind that "usual" stands for with a point. */
export const kindOf = (point: Pick<DetectorRuns, "recipe">, kind: string): string =>
  kind === "usual" ? (unseenOf(point)[0] ?? "all") : kind;

/** The line of a run's scores; undefined where it has none. */
export const scoreOf = (
  point: DetectorRuns,
  run: DetectorSeed,
  {source, kind, jpeg}: Tested
): PackedScore | undefined =>
  run.scores.find((score) => score[0] === source && score[1] === kindOf(point, kind) && score[2] === jpeg);

/** The value of a run. */
export function valueOf(point: DetectorRuns, run: DetectorSeed, measure: string, tested: Tested): number | undefined {
  if (run.diverged !== undefined) return undefined;
  if (measure === "agreement") return run.consistency && (run.consistency.pristine + run.consistency.manipulated) / 2;
  if (measure === "norm") return run.consistency?.norm;
  const score = scoreOf(point, run, tested);
  if (!score) return undefined;
  return measure === "auc" ? score[3] : measure === "accuracy" ? score[6] : (score[7] ?? undefined);
}

/** Mean over seeds, with its interval where there are several. */
export function meanOver(point: DetectorRuns, measure: string, tested: Tested): Interval | undefined {
  const values = point.runs.flatMap((run) => valueOf(point, run, measure, tested) ?? []);
  return values.length > 0 ? interval(values) : undefined;
}

/** What the first of a pair has more than the second, seed by seed. */
export function differenceOf({first, second}: CorePair, measure: string, tested: Tested): Interval | undefined {
  const values = (point: DetectorRuns) => ({
    runs: point.runs.map((run) => ({seed: run.seed, value: valueOf(point, run, measure, tested)}))
  });
  return pairedDifference(values(first.point), values(second.point), ({value}) => value);
}

/** How a difference comes out: which way, whether the interval leaves out zero, or that there is none in any seed. */
export type Outcome = "more" | "less" | "same" | "open" | "one seed" | "none";
export function outcomeOf(difference: Interval | undefined): Outcome {
  if (!difference) return "none";
  if (difference.mean === 0 && !difference.low && !difference.high) return "same";
  if (difference.low === undefined || difference.high === undefined) return "one seed";
  return difference.low > 0 ? "more" : difference.high < 0 ? "less" : "open";
}

const ORDER = ["samples", "mixtures", "faker", "london", "canada", "interfaces"];

/** Sources that some run was tested on, in the usual order. */
export const sourcesOf = ({runs}: DetectorStudyData): string[] => {
  const found = new Set(runs.flatMap(({scores}) => scores.map(([source]) => source)));
  return [...ORDER.filter((source) => found.has(source)), ...[...found].filter((source) => !ORDER.includes(source))];
};

/** Whether a part can be asked for what was left out. */
export const hasUnseen = (part: CorePart): boolean => part === "left-out";
