// One text as training data: its end is held out, batches are windows from random places of the rest. What step k sees
// depends on (seed, k) alone, as in sampling.ts, so a run that was paused goes on as if it had not been.
import {below, random} from "./random.js";
import type {Batch} from "./sampling.js";

export interface SplitText {
  /** tokens to learn from, the text's beginning */
  readonly train: Uint16Array;
  /** tokens that are never learnt from, its end */
  readonly heldOut: Uint16Array;
}

/** The text in two; `share` of it, rounded, is held out. */
export function splitText(tokens: Uint16Array, share = 0.1): SplitText {
  const at = tokens.length - Math.round(tokens.length * share);
  return {train: tokens.subarray(0, at), heldOut: tokens.subarray(at)};
}

export interface WindowShape {
  /** rows in a batch */
  readonly batch: number;
  /** tokens in a row */
  readonly length: number;
}

/**
 * The batch of step `step`: windows of length + 1 tokens, the last of which is only predicted.
 * @throws where the text is shorter than a window
 */
export function windowBatch(tokens: Uint16Array, {batch, length}: WindowShape, seed: number, step: number): Batch {
  const places = tokens.length - length;
  if (places < 1) {
    throw new Error(`windows: ${tokens.length} tokens; rows of ${length} need ${length + 1}: take a longer text or shorter rows`); // prettier-ignore
  }
  const next = random(seed, step);
  const x = new Int32Array(batch * length);
  const y = new Int32Array(batch * length);
  for (let row = 0; row < batch; row++) {
    const from = below(next, places);
    x.set(tokens.subarray(from, from + length), row * length);
    y.set(tokens.subarray(from + 1, from + length + 1), row * length);
  }
  return {x, y, w: new Float32Array(batch * length).fill(1)};
}

/**
 * Batches over held-out tokens, each but the first predicted once, in rows one after the other; the last row is padded
 * with weight 0. The first token of a row is predicted from one token only.
 * @param most rows at most, spread evenly over the tokens; default all
 */
export function heldOutBatches(tokens: Uint16Array, {batch, length}: WindowShape, most = Infinity): Batch[] {
  if (tokens.length < 2) throw new Error(`windows: ${tokens.length} held-out tokens; 2 are the least to predict one`);
  const rows = Math.ceil((tokens.length - 1) / length);
  const taken = Math.min(rows, most);
  const starts = Array.from({length: taken}, (_, i) => Math.floor((i * rows) / taken) * length);
  const batches: Batch[] = [];
  for (let first = 0; first < taken; first += batch) {
    const x = new Int32Array(batch * length);
    const y = new Int32Array(batch * length);
    const w = new Float32Array(batch * length);
    starts.slice(first, first + batch).forEach((from, row) => {
      const count = Math.min(length, tokens.length - 1 - from);
      x.set(tokens.subarray(from, from + count), row * length);
      y.set(tokens.subarray(from + 1, from + 1 + count), row * length);
      w.fill(1, row * length, row * length + count);
    });
    batches.push({x, y, w});
  }
  return batches;
}
