// Rows and slots written as lists, for tests.
import type {Rows, Slots} from "../../src/decoding/model.js";

export interface Row {
  readonly sample?: number;
  readonly token: number;
  readonly position: number;
  /** default the position */
  readonly slot?: number;
  /** in a tree: slot of its parent, −1 for none */
  readonly parent?: number;
}

export function rowsOf(list: readonly Row[]): Rows {
  const each = (f: (row: Row) => number): Int32Array => Int32Array.from(list, f);
  return {
    tokens: each(({token}) => token),
    samples: each(({sample = 0}) => sample),
    positions: each(({position}) => position),
    slots: each(({position, slot = position}) => slot),
    ...(list.some(({parent}) => parent !== undefined) ? {parents: each(({parent = -1}) => parent)} : {})
  };
}

/** Tokens of one sample at positions from `start`. */
export const run = (sample: number, start: number, tokens: readonly number[]): Row[] =>
  tokens.map((token, i) => ({sample, token, position: start + i}));

/** The slots of some rows. */
export function slotsOf(list: readonly Row[]): Slots {
  const {samples, slots} = rowsOf(list);
  return {samples, slots};
}
