// One round of double early exiting, taken from a step's record: what was drafted at which confidence, why drafting stopped,
// what the whole network says, and what the round leaves behind (Kangaroo, Liu et al. 2024; `kangaroo_forward`).
import {goesOn} from "../../decoding/drafters/confidence.js";
import type {StepRecord} from "../../traces/step.js";

export interface ExitDraft {
  readonly token: number;
  /** the exit's largest probability */
  readonly confidence: number;
  /** within 1e-4 of η: on another device, which rounds otherwise, it may fall on its other side */
  readonly near: boolean;
  /** true: the whole network chose it too; false: it is the first that it did not; undefined: behind that one */
  readonly right: boolean | undefined;
}

/** Why a round's drafting ended. */
export type Stop = "unsure" | "length" | "room";

export interface ExitRound {
  /** the text's last token, which the round begins with */
  readonly last: number;
  readonly drafts: readonly ExitDraft[];
  readonly stop: Stop;
  /** how many the loop accepted; an end token that was drafted and chosen counts as the network's own */
  readonly accepted: number;
  /** the network's own token, which ends the round */
  readonly own: number;
  /** tokens of the text in the caches before the round, the last token not among them */
  readonly cached: number;
  /** tokens of the output before the round */
  readonly written: number;
  /** whether the adapter reads two states at first, as all drafts of the round before were right */
  readonly catchUp: boolean;
}

/** The rounds of one text, from its steps with the prefill first. */
export function exitRounds(
  steps: readonly StepRecord[],
  promptLength: number,
  {draftLength, threshold}: {readonly draftLength: number; readonly threshold: number}
): ExitRound[] {
  let written = steps[0]?.samples[0].emitted.length ?? 0;
  let last = steps[0]?.samples[0].emitted.at(-1) ?? -1;
  let allRight = false;
  return steps.slice(1).map(({samples: [sample]}) => {
    const {drafted, draftConfidence = [], accepted, emitted} = sample;
    const drafts = drafted.map((token, i): ExitDraft => {
      const right = i < accepted ? true : i > accepted ? undefined : token === emitted[accepted];
      const confidence = draftConfidence[i];
      return {token, confidence, near: Math.abs(confidence - threshold) < 1e-4, right};
    });
    const unsure = drafts.length > 0 && !goesOn(drafts[drafts.length - 1].confidence, threshold);
    const round: ExitRound = {
      last,
      drafts,
      stop: unsure ? "unsure" : drafted.length >= draftLength ? "length" : "room",
      accepted,
      own: emitted[emitted.length - 1],
      cached: promptLength + written - 1,
      written,
      catchUp: allRight
    };
    written += emitted.length;
    last = round.own;
    allRight = drafted.length > 0 && accepted === drafted.length;
    return round;
  });
}

export interface ExitSums {
  readonly rounds: number;
  /** tokens that the rounds wrote; the prefill's is not among them */
  readonly tokens: number;
  readonly drafts: number;
  readonly right: number;
}

/** What rounds come to. */
export function sumRounds(rounds: readonly ExitRound[]): ExitSums {
  const drafts = rounds.reduce((n, round) => n + round.drafts.length, 0);
  const right = rounds.reduce((n, {accepted}) => n + accepted, 0);
  return {rounds: rounds.length, tokens: right + rounds.length, drafts, right};
}
