// Further rounds of training as numbers: what each costs beside one round, what it gains, and how much the network of the
// first round has forgotten of each part of its text.
import {interval, pairedDifference} from "../studyData.js";
import type {Interval, SeedRun, StudyData, StudyPoint} from "../studyData.js";
import {meanOf, signOf} from "./studyMeasures.js";
import type {StudyMeasure} from "./studyMeasures.js";

export interface RoundsRow {
  readonly point: StudyPoint;
  readonly name: string;
  /** rounds after the first */
  readonly rounds: number;
  /** share of the batches that each of them draws; 0 for one round */
  readonly rate: number;
  readonly by: "loss" | "chance" | "none";
  readonly mean?: Interval;
  /** better than one round, seed by seed; positive is better */
  readonly gain?: Interval;
  /** operations of all rounds and of scoring, over those of the first round; undefined where runs are missing */
  readonly cost?: number;
}

/** How a point is called: "one round", "50 % by loss", "50 % by chance", "50 % by loss, twice". */
export function roundName({rounds}: Pick<StudyPoint, "rounds">): string {
  if (rounds.length === 0) return "one round";
  const [{rate, by}] = rounds;
  return `${Math.round(100 * rate)}% by ${by}${rounds.length > 1 ? `, ${rounds.length === 2 ? "twice" : `${rounds.length} times`}` : ""}`;
}

/** The first point without further rounds. @throws where the study has none */
export function oneRound({points}: StudyData): StudyPoint {
  const found = points.find(({rounds}) => rounds.length === 0);
  if (!found) throw new Error("roundsStudy: no point of one round");
  return found;
}

/** All points, that of one round first. */
export function roundsRows(data: StudyData, measure: StudyMeasure): RoundsRow[] {
  const base = oneRound(data);
  return data.points.map((point): RoundsRow => {
    const last = point.rounds.at(-1);
    return {
      point,
      name: roundName(point),
      rounds: point.rounds.length,
      rate: last?.rate ?? 0,
      by: last?.by ?? "none",
      mean: meanOf(point, measure),
      gain: point === base ? undefined : gainOf(point, base, measure),
      cost: costOf(point, data)
    };
  });
}

/** What `a` is better by than `b`, seed by seed. */
export function gainOf(a: StudyPoint, b: StudyPoint, measure: StudyMeasure): Interval | undefined {
  const sign = signOf(measure);
  return pairedDifference(a, b, (run) => {
    const value = measure.value(run);
    return value === undefined ? undefined : sign * value;
  });
}

/**
 * Operations up to the end of a point's last round, over those of the first round, by the first seed that has all: training
 * of every round, and the forward pass over all batches where they are drawn by loss (chance needs none).
 */
function costOf(point: StudyPoint, data: StudyData): number | undefined {
  const base = oneRound(data);
  const chain = point.rounds.map((_, i) => findPoint(data, point.rounds.slice(0, i + 1)));
  for (const {seed} of point.runs) {
    const first = runOf(base, seed);
    const runs = chain.map((each) => each && runOf(each, seed));
    if (!first || runs.some((run) => run === undefined)) continue;
    const more = runs.map((run, i) => run!.trained.flops + (point.rounds[i].by === "loss" ? (run!.sampling?.flops ?? 0) : 0)); // prettier-ignore
    return 1 + more.reduce((a, b) => a + b, 0) / first.trained.flops;
  }
  return undefined;
}

const runOf = ({runs}: StudyPoint, seed: number): SeedRun | undefined => runs.find((run) => run.seed === seed);

const findPoint = ({points}: StudyData, rounds: StudyPoint["rounds"]): StudyPoint | undefined =>
  points.find((point) => JSON.stringify(point.rounds) === JSON.stringify(rounds));

export interface Forgetting {
  readonly seed: number;
  /** mean loss of each part's batches under the network that the first round ended with, in the order read; nats a token */
  readonly parts: readonly number[];
}

/** By seed, from any run of a second round: all of one seed score the batches of the same first round. */
export function forgettingOf({points}: StudyData): Forgetting[] {
  const found = new Map<number, readonly number[]>();
  for (const {rounds, runs} of points) {
    if (rounds.length !== 1) continue;
    for (const {seed, sampling} of runs) if (sampling && !found.has(seed)) found.set(seed, sampling.parts);
  }
  return [...found].sort(([a], [b]) => a - b).map(([seed, parts]) => ({seed, parts}));
}

/** How much higher the loss of the part read first is than that of the part read last, over seeds. */
export function forgotten(all: readonly Forgetting[]): Interval | undefined {
  return all.length === 0 ? undefined : interval(all.map(({parts}) => parts[0] - parts[parts.length - 1]));
}
