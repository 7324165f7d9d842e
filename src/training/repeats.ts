// Rows that can only be predicted by copying: a segment of random tokens, over and over. Small networks learn very late
// from text alone to look up what followed a token before ("induction heads", Olsson et al. 2022), because neighbouring
// words predict almost as well. Random segments leave no other way, and short ones, repeated often, teach it within a
// hundred steps. Prompt look-up lives on a target that copies.
import {below, random} from "./random.js";
import type {Batch} from "./sampling.js";

export interface RepeatOptions {
  /** share of a batch's rows that are replaced, in [0, 1]; the first ones */
  readonly share: number;
  /** shortest and longest segment, in tokens */
  readonly segment: readonly [shortest: number, longest: number];
}

export interface RepeatContext extends RepeatOptions {
  /** tokens in a row */
  readonly length: number;
  /** segments are drawn from tokens [firstToken, vocabSize) */
  readonly firstToken: number;
  readonly vocabSize: number;
  readonly seed: number;
  readonly step: number;
}

/** A copy of `batch` in which the first rows repeat a random segment each; only what repeats counts in the loss. */
export function withRepeats(batch: Batch, options: RepeatContext): Batch {
  const {share, segment, length, firstToken, vocabSize, seed, step} = options;
  const [shortest, longest] = segment;
  if (!(share >= 0 && share <= 1)) throw new Error(`invalid share of repeats: ${share}; it lies in [0, 1]`);
  if (!(shortest >= 1 && longest >= shortest && longest < length)) {
    throw new Error(`invalid segment: ${shortest} to ${longest} tokens in rows of ${length}`);
  }
  const {x, y, w} = {x: batch.x.slice(), y: batch.y.slice(), w: batch.w.slice()};
  const rows = Math.round((share * x.length) / length);
  for (let row = 0; row < rows; ++row) {
    const next = random(seed, step, row);
    const size = shortest + below(next, longest - shortest + 1);
    const tokens = Int32Array.from({length: size}, () => firstToken + below(next, vocabSize - firstToken));
    for (let i = 0, at = row * length; i < length; ++i, ++at) {
      x[at] = tokens[i % size];
      y[at] = tokens[(i + 1) % size];
      w[at] = i + 1 >= size ? 1 : 0;
    }
  }
  return {x, y, w};
}
