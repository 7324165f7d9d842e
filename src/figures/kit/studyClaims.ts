// Whether what a paper says of its points holds for ours. A claim is asked of pairs of points: one is to be better than the
// other, or about as good. A pair is told apart where the 95 % interval of the difference, seed by seed, leaves out zero;
// one seed tells nothing but which way it leans. A run that diverged is worse than any that did not.
import {pairedDifference} from "../studyData.js";
import type {Interval, StudyPoint} from "../studyData.js";
import {signOf} from "./studyMeasures.js";
import type {StudyMeasure} from "./studyMeasures.js";

export interface ClaimPair {
  readonly better: StudyPoint;
  readonly worse: StudyPoint;
}

export type Verdict = "holds" | "in part" | "fails" | "open" | "one seed" | "none";

export interface Claim {
  /** what the paper says, with its numbers, as a sentence without a full stop */
  readonly says: string;
  readonly pairs: readonly ClaimPair[];
  /** whether the first of a pair is to be better, or the two are to be about as good; default "better" */
  readonly expects?: "better" | "same";
  /** default what the reader has chosen */
  readonly measure?: StudyMeasure;
  /** what was found where it is no matter of pairs */
  readonly found?: {readonly verdict: Verdict; readonly words: string};
}

/** "none": not run yet; "lean": one seed; "open": the interval holds zero */
export type Told = "for" | "against" | "open" | "lean for" | "lean against" | "none";

export interface ToldPair extends ClaimPair {
  readonly told: Told;
  /** how much better the first is than the second, in the measure's unit, whichever way "better" goes */
  readonly gain?: Interval;
  /** which of them diverged */
  readonly diverged?: "better" | "worse" | "both";
}

const divergedIn = ({runs}: StudyPoint): boolean => runs.some(({diverged}) => diverged !== undefined);

export function tellPair(
  {better, worse}: ClaimPair,
  measure: StudyMeasure,
  expects: "better" | "same" = "better"
): ToldPair {
  // prettier-ignore
  const pair = {better, worse};
  const [first, second] = [divergedIn(better), divergedIn(worse)];
  if (first || second) {
    if (better.runs.length === 0 || worse.runs.length === 0) return {...pair, told: "none"};
    if (first && second) return {...pair, told: "open", diverged: "both"};
    return {...pair, told: second && expects === "better" ? "for" : "against", diverged: first ? "better" : "worse"};
  }
  const difference = pairedDifference(better, worse, measure.value);
  if (!difference) return {...pair, told: "none"};
  const gain = signOf(measure) === 1 ? difference : negative(difference);
  const {mean, low, high} = gain;
  if (low === undefined || high === undefined) {
    return {...pair, gain, told: expects === "same" ? "open" : mean > 0 ? "lean for" : "lean against"};
  }
  if (low <= 0 && high >= 0) return {...pair, gain, told: expects === "same" ? "for" : "open"};
  if (expects === "same") return {...pair, gain, told: "against"};
  return {...pair, gain, told: low > 0 ? "for" : "against"};
}

const negative = ({mean, low, high, count}: Interval): Interval => ({
  mean: -mean,
  ...(low === undefined || high === undefined ? {} : {low: -high, high: -low}),
  count
});

export interface ToldClaim {
  readonly verdict: Verdict;
  readonly pairs: readonly ToldPair[];
}

/** What the pairs say together. */
export function tellClaim({pairs, expects, measure, found}: Claim, chosen: StudyMeasure): ToldClaim {
  const told = pairs.map((pair) => tellPair(pair, measure ?? chosen, expects));
  if (found) return {verdict: found.verdict, pairs: told};
  const count = (...kinds: readonly Told[]): number => told.filter((pair) => kinds.includes(pair.told)).length;
  const asked = told.length - count("none");
  const verdict =
    asked === 0
      ? "none"
      : count("against") > 0
        ? count("for") > 0
          ? "in part"
          : "fails"
        : count("for") === told.length
          ? "holds"
          : count("for") > 0
            ? "in part"
            : told.every(({told: kind, gain}) => kind === "none" || (gain !== undefined && gain.low === undefined))
              ? "one seed"
              : "open";
  return {verdict, pairs: told};
}

/** A chain "a better than b, b better than c, …" as pairs of neighbours. */
export const chain = (points: readonly StudyPoint[]): ClaimPair[] =>
  points.slice(1).map((worse, i) => ({better: points[i], worse}));

/** One point against each of others. */
export const against = (better: StudyPoint, others: readonly StudyPoint[]): ClaimPair[] =>
  others.filter((other) => other !== better).map((worse) => ({better, worse}));
