// What figures of studies draw: the points of one part of a grid, each with the runs that are done, as
// loaders/tiny-lm/[part].json.ts gives them.
import type {Provenance} from "../traces/identity.js";
import type {StudyRun} from "../traces/studyRun.js";

/** A run with one seed. */
export interface SeedRun extends Pick<
  StudyRun,
  "hash" | "trained" | "curve" | "evaluations" | "diverged" | "samples" | "sampling" | "inherited" | "cost"
> {
  readonly seed: number;
  /** bits per byte of held-out text by domain, and their mean; absent where the run diverged */
  readonly bitsPerByte?: Readonly<Record<string, number>>;
  readonly score?: number;
  /** share of last words that were right, over all domains, and by domain */
  readonly cloze?: number;
  readonly clozeByDomain?: Readonly<Record<string, readonly [right: number, asked: number]>>;
  /** which of the data's `provenances` */
  readonly provenance: number;
  /** the device, where most runs were trained on another one: seconds of different devices don't compare */
  readonly elsewhere?: string;
}

/** One place of the grid. */
export interface StudyPoint {
  readonly name: string;
  readonly shape: {
    readonly layers: number;
    readonly width: number;
    readonly heads: number;
    readonly kvHeads: number;
    readonly headDim: number;
    readonly intermediateSize: number;
    /** inner width of the MLP over the width */
    readonly expansion: number;
  };
  readonly vocabulary: {readonly from: "bpe" | "pruned"; readonly size: number; readonly of?: number};
  /** how weights start: a scheme of initialisation, or a criterion of inheritance with the parent's layers that are kept */
  readonly start: {readonly scheme: string} | {readonly inherit: string; readonly layers: readonly number[]};
  readonly rounds: readonly {readonly rate: number; readonly by: "loss" | "chance"}[];
  /** text of the first round */
  readonly text: {readonly tokens: number} | {readonly bytes: number};
  /** tokens of a batch, and the highest learning rate */
  readonly batchTokens: number;
  readonly peak: number;
  /** weights by part; a tied head is the embedding */
  readonly parameters: StudyRun["parameters"] & {readonly total: number};
  /** seeds that are planned */
  readonly planned: number;
  /** those that are done, by seed */
  readonly runs: readonly SeedRun[];
}

export interface StudyData {
  /** part of the study, such as "depth" */
  readonly part: string;
  readonly points: readonly StudyPoint[];
  /** runs that are done, of those planned */
  readonly done: number;
  readonly planned: number;
  /** SHA-256 of joey's weights where some are inherited */
  readonly parent?: string;
  /** where runs come from; equal ones once */
  readonly provenances: readonly Provenance[];
}

/** Mean of some seeds' values, and the ends of its 95 % confidence interval (Student's t); one value has none. */
export interface Interval {
  readonly mean: number;
  readonly low?: number;
  readonly high?: number;
  readonly count: number;
}

/** Two-sided 95 % quantiles of Student's t by degrees of freedom 1, 2, …, 9; 1.96 stands for more. */
const T95 = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262];

/** @throws where there are no values */
export function interval(values: readonly number[]): Interval {
  if (values.length === 0) throw new Error("interval: no values");
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  if (values.length < 2) return {mean, count: values.length};
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  const half = (T95[values.length - 2] ?? 1.96) * Math.sqrt(variance / values.length);
  return {mean, low: mean - half, high: mean + half, count: values.length};
}

/**
 * What a point's score is above another's, seed by seed: runs of one seed read the same text in the same order, so their
 * difference varies less than either. Undefined where no seed has both.
 */
export function pairedDifference<Run extends {readonly seed: number}>(
  a: {readonly runs: readonly Run[]},
  b: {readonly runs: readonly Run[]},
  value: (run: Run) => number | undefined
): Interval | undefined {
  // prettier-ignore
  const differences = a.runs.flatMap((run) => {
    const other = b.runs.find(({seed}) => seed === run.seed);
    const [mine, theirs] = [value(run), other && value(other)];
    return mine === undefined || theirs === undefined ? [] : [mine - theirs];
  });
  return differences.length > 0 ? interval(differences) : undefined;
}
