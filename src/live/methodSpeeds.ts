// What a method's run says of itself: speed, and how many tokens a pass of the whole network gives.
import {acceptanceLength} from "../traces/metrics/acceptanceLength.js";
import {draftAcceptanceRate} from "../traces/metrics/draftAcceptanceRate.js";
import {speedOf} from "./verdict.js";
import type {Acceptance} from "../traces/metrics/acceptance.js";
import type {StepRecord} from "../traces/step.js";
import type {Run, Speed} from "./verdict.js";

export interface MethodSpeed extends Speed {
  /** mean tokens a step with the prefill as a step of one token, as Kangaroo's paper counts */
  readonly compressionRatio: number;
  /** mean tokens of a verification: accepted drafts and the network's own token */
  readonly acceptanceLength: number;
  /** share of drafts that were accepted; NaN where nothing was drafted */
  readonly acceptanceRate: number;
}

/** Speed of a run, its prefill first. */
export function methodSpeed(run: Run): MethodSpeed {
  const turns = verifications(run.steps);
  return {
    ...speedOf(run),
    compressionRatio: acceptanceLength(turns, "kangaroo"),
    acceptanceLength: acceptanceLength(turns),
    acceptanceRate: draftAcceptanceRate(turns)
  };
}

/** Drafted and accepted tokens of each verification of each sample; the prefill is none. */
function verifications(steps: readonly StepRecord[]): Acceptance[] {
  return steps
    .slice(1)
    .flatMap(({samples}) =>
      samples
        .filter(({emitted}) => emitted.length > 0)
        .map(({drafted, accepted}) => ({drafted: drafted.length, accepted}))
    );
}
