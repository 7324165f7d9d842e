// Lossless means: equal to greedy token for token up to a position whose top-2 margin is below the tolerance; and every
// emitted token, teacher-forced on its own prefix, within the tolerance of the largest logit. A text that leaves the greedy
// one at such a near tie has flipped: that is counted and recorded. Anything else fails the recording.
//
// And the replay from records takes the very steps of the real run, unless a near tie, of the target or the drafter, came
// between them.
import type {OracleAnswers, SampleStep, StepRecord} from "../../src/traces/index.js";
import type {RealRun, Run} from "./run.js";
import {TOLERANCE} from "./tolerance.js";

/** A text that left the greedy one at a near tie. */
export interface Flip {
  readonly prompt: string;
  /** its place in the batch */
  readonly sample: number;
  /** place in the output */
  readonly position: number;
  /** top-2 margin there */
  readonly margin: number;
}

/**
 * The flips of a batch.
 * @throws where an output differs from greedy elsewhere than at a near tie
 */
export function flipsOf(outputs: readonly Int32Array[], answers: readonly OracleAnswers[], length: number): Flip[] {
  return answers.flatMap(({id, output, margin}, i) => {
    const position = firstDifference(outputs[i], output.subarray(0, length));
    if (position < 0) return [];
    const distance = margin?.[position] ?? Infinity;
    if (distance < TOLERANCE) return [{prompt: id, sample: i, position, margin: distance}];
    const [got, want] = [outputs[i], output].map((tokens) => tokens.at(position) ?? "the end");
    throw new Error(`${id}: token ${position} is ${got}, greedy decoding says ${want} by a margin of ${distance}`);
  });
}

/** First index at which two lists differ, the end of one included; −1 where they are equal. */
export function firstDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const shorter = Math.min(a.length, b.length);
  for (let i = 0; i < shorter; i++) if (a[i] !== b[i]) return i;
  return a.length === b.length ? -1 : shorter;
}

/** How far a replay agrees with a real run. */
export interface Agreement {
  /** steps that are equal, from the first on */
  readonly steps: number;
  /** whether a near tie came between them before the end */
  readonly nearTie: boolean;
}

/**
 * Compare step by step: rows fed, drafts, tokens, counters; not times and probabilities.
 * @throws at the first step that differs without a near tie
 */
export function agreement(real: RealRun, replayed: Run, flips: readonly Flip[]): Agreement {
  const length = Math.max(real.steps.length, replayed.steps.length);
  const emitted = real.outputs.map(() => 0);
  for (let step = 0; step < length; step++) {
    const [ours, theirs] = [real.steps.at(step), replayed.steps.at(step)];
    ours?.samples.forEach((sample, i) => (emitted[i] += sample.emitted.length));
    if (ours && theirs && decisions(ours) === decisions(theirs)) continue;
    const drafterTied = (real.draftMargins.at(step) ?? Infinity) < TOLERANCE;
    const flipped = flips.some(({sample, position}) => position < emitted[sample]);
    if (drafterTied || flipped) return {steps: step, nearTie: true};
    throw new Error(`step ${step} of the replay differs from the run: ${decisions(theirs)}, not ${decisions(ours)}`);
  }
  return {steps: length, nearTie: false};
}

function decisions(step: StepRecord | undefined): string {
  if (!step) return "nothing";
  const {samples, feed, counts} = step;
  return JSON.stringify([samples.map(plain), feed, counts]);
}

/** What was decided for a sample, without probabilities. */
function plain({drafted, leftovers, accepted, emitted, rows, padRows, slots, padSlots, finish}: SampleStep) {
  return [drafted, leftovers, accepted, emitted, rows, padRows, slots, padSlots, finish];
}
