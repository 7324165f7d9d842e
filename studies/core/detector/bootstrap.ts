// Intervals of a detector's scores by a bootstrap over people: pictures of one person are no independent witnesses, so whole
// people are drawn with replacement, and what is said of them is said again (Efron and Tibshirani 1993).
import {FALSE_ALARMS} from "../../../src/traces/falseAlarms.js";
import {below, random, type Random} from "../../../src/training/random.js";

/** A score and whose picture it is of. */
export interface Scored {
  readonly score: number;
  readonly manipulated: boolean;
  /** who; two mixtures with the same first parent are one person */
  readonly person: string;
}

/** Area under the ROC curve: how often a manipulated picture scores above a pristine one, a tie counting a half. */
export function areaUnderCurve(scored: readonly {readonly score: number; readonly manipulated: boolean}[]): number {
  const sorted = [...scored].sort((a, b) => a.score - b.score);
  let rankSum = 0;
  let positives = 0;
  for (let i = 0; i < sorted.length;) {
    let j = i;
    while (j < sorted.length && sorted[j].score === sorted[i].score) j++;
    const rank = (i + j + 1) / 2; // the mean of ranks i + 1 … j
    for (let k = i; k < j; k++) {
      if (!sorted[k].manipulated) continue;
      rankSum += rank;
      positives += 1;
    }
    i = j;
  }
  const negatives = sorted.length - positives;
  if (positives === 0 || negatives === 0) {
    throw new Error(`area under the curve: ${positives} manipulated and ${negatives} pristine pictures; it takes both`);
  }
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
}

/**
 * Share of manipulated pictures above the threshold that lets at most `falseAlarms` of the pristine ones pass: the last point
 * of the ROC curve with FPR ≤ falseAlarms, as in the released code.
 */
export function detectionRate(scored: readonly Omit<Scored, "person">[], falseAlarms: number): number {
  const pristine = scored.filter(({manipulated}) => !manipulated).map(({score}) => score).sort((a, b) => b - a); // prettier-ignore
  const manipulated = scored.filter((one) => one.manipulated);
  const allowed = Math.floor(falseAlarms * pristine.length);
  const threshold = pristine[allowed] ?? -Infinity;
  return manipulated.filter(({score}) => score > threshold).length / manipulated.length;
}

export interface Rate {
  readonly limit: number;
  readonly rate: number;
  /** 95 %, over people */
  readonly interval: [low: number, high: number];
}

/** Rates at the limits that so many pristine pictures can tell: where at least one of them may be a false alarm. */
export function detectionRates(scored: readonly Scored[], seed: number): Rate[] {
  const pristine = scored.filter(({manipulated}) => !manipulated).length;
  return FALSE_ALARMS.filter((limit) => limit * pristine >= 1).map((limit) => {
    const rate = (drawn: readonly Scored[]): number => detectionRate(drawn, limit);
    return {limit, rate: rate(scored), interval: bootstrapInterval(scored, rate, random(seed))};
  });
}

/** 95 % interval of a statistic over people drawn with replacement; draws that lack a class are drawn again. */
export function bootstrapInterval(
  scored: readonly Scored[],
  statistic: (drawn: readonly Scored[]) => number,
  next: Random,
  draws = 400
): [low: number, high: number] {
  const people = new Map<string, Scored[]>();
  for (const one of scored) people.set(one.person, [...(people.get(one.person) ?? []), one]);
  const groups = [...people.values()];
  const values: number[] = [];
  while (values.length < draws) {
    const drawn = Array.from({length: groups.length}, () => groups[below(next, groups.length)]).flat();
    const both = drawn.some(({manipulated}) => manipulated) && drawn.some(({manipulated}) => !manipulated);
    if (both) values.push(statistic(drawn));
  }
  values.sort((a, b) => a - b);
  return [values[Math.floor(0.025 * draws)], values[Math.ceil(0.975 * draws) - 1]];
}
