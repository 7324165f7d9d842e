// What a batch's samples emitted, step by step, and what vanilla padding adds to keep them level.
import type {StepRecord} from "../../traces/step.js";

export interface AcceptedCell {
  readonly drafted: readonly number[];
  readonly accepted: number;
  readonly emitted: readonly number[];
  /** drafts that were verified for nothing; an end token that was drafted rightly is not one of them */
  readonly rejected: readonly number[];
}

/** How far apart the samples of a step are that have not ended. */
export interface Spread {
  readonly running: number;
  readonly least: number;
  readonly most: number;
  readonly mean: number;
}

/** Pads of a step: of samples that still write, and of those that have ended and wait. */
export interface Pads {
  readonly running: number;
  readonly ended: number;
}

export interface Accepted {
  /** [B][steps]; undefined once a sample has ended */
  readonly cells: readonly (readonly (AcceptedCell | undefined)[])[];
  readonly spreads: readonly Spread[];
  /** pads among the rows that a step feeds */
  readonly padRows: readonly Pads[];
  /** slots that a step takes in the cache and leaves without a live token */
  readonly padSlots: readonly Pads[];
  /** pad slots that level prompts of different lengths, before the first step */
  readonly promptPads: number;
}

/** @param unpadded the batch by EMS-SD, prefill first; @param vanilla the same batch padded: it takes the same steps */
export function acceptedCells(unpadded: readonly StepRecord[], vanilla: readonly StepRecord[]): Accepted {
  if (unpadded.length !== vanilla.length) {
    throw new Error(`acceptedGrid: ${unpadded.length} steps unpadded, ${vanilla.length} padded`);
  }
  const steps = unpadded.slice(1);
  const cells = (unpadded[0]?.samples ?? []).map((_, i) => steps.map(({samples}) => cellOf(samples[i])));
  const pads = (of: (step: number, sample: number) => number): Pads[] =>
    steps.map(({samples}, k) => {
      const sum = (ended: boolean): number =>
        samples.reduce((n, {emitted}, i) => ((emitted.length === 0) === ended ? n + of(k + 1, i) : n), 0);
      return {running: sum(false), ended: sum(true)};
    });
  const slots = (step: number, i: number): number => vanilla[step].samples[i].padSlots;
  return {
    cells,
    spreads: steps.map(({samples}) => spreadOf(samples.map(({emitted}) => emitted.length))),
    padRows: pads((step, i) => vanilla[step].samples[i].padRows),
    padSlots: pads((step, i) => slots(step, i) - slots(step - 1, i)),
    promptPads: vanilla[0]?.counts.padSlots ?? 0
  };
}

function cellOf({drafted, accepted, emitted}: StepRecord["samples"][number]): AcceptedCell | undefined {
  if (emitted.length === 0) return undefined;
  const ownWasDrafted = drafted.length > accepted && drafted[accepted] === emitted.at(-1);
  return {drafted, accepted, emitted, rejected: drafted.slice(accepted + (ownWasDrafted ? 1 : 0))};
}

function spreadOf(lengths: readonly number[]): Spread {
  const running = lengths.filter((length) => length > 0);
  return {
    running: running.length,
    least: Math.min(...running),
    most: Math.max(...running),
    mean: running.reduce((a, b) => a + b, 0) / running.length
  };
}

/** Steps in which samples that had not ended emitted different numbers of tokens. */
export const disagreements = (spreads: readonly Spread[]): number =>
  spreads.filter(({least, most}) => least < most).length;

export const sumPads = (pads: readonly Pads[]): Pads => ({
  running: pads.reduce((n, {running}) => n + running, 0),
  ended: pads.reduce((n, {ended}) => n + ended, 0)
});
