// What the target said about a step's rows, and what is looked up in it afterwards.

import type {Placement} from "./layouts/index.js";
import type {Scores, StateRow, States} from "./model.js";
import {readChoice} from "./verification/greedy.js";
import type {Walk} from "./verification/verifier.js";

/** Scores of a step: those of sample i's last `tails[i]` rows begin at `first[i]`. */
export interface Reading {
  /** the rows after all layers */
  readonly states: States;
  readonly scores: Scores;
  readonly first: Int32Array;
}

/** The target's choices at all verified rows, rejected ones too [B][tails[i]]. */
export function allChoices({scores, first}: Reading, tails: readonly number[]): Int32Array[] {
  return tails.map((tail, i) =>
    Int32Array.from({length: tail}, (_, j) => readChoice(scores, first[i] + j, `sample ${i}, row ${j} of ${tail}`))
  );
}

/** The state of the row that chose each sample's last token [B]; undefined for one that emitted none. */
export function lastRows(
  {states}: Reading,
  walks: readonly Walk[],
  tails: readonly number[],
  {offsets, counts}: Placement
): (StateRow | undefined)[] {
  return walks.map(({rows}, i) => {
    const row = rows.at(-1);
    return row === undefined ? undefined : {states, row: offsets[i] + counts[i] - tails[i] + row};
  });
}
