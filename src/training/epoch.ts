// One pass over a text: passages in a random order, cut into eight (or any number of) parts, each part into rows of equal
// length, the rows of a part in a random order. No token is read twice, and no passage lies in two parts: so what a
// network remembers of a part can be asked part by part (Tang et al. 2024, section 3.4 and figure 9).
import {below, random, type Random} from "./random.js";
import type {Batch, Shard} from "./sampling.js";

export interface EpochOptions {
  /** passages are read until they hold so much: tokens, or what `sizes` counts; default all */
  readonly limit?: number;
  /** size of each passage, where `limit` does not count tokens [passages] */
  readonly sizes?: ArrayLike<number>;
  /** tokens in a row */
  readonly length: number;
  /** rows in a batch */
  readonly batch: number;
  /** parts of about equal length; default 8 */
  readonly parts?: number;
  readonly seed: number;
}

export interface Epoch {
  readonly batch: number;
  readonly length: number;
  /** all passages in their order, each followed by the separator */
  readonly tokens: Uint16Array;
  /** first token of each row, batch after batch [batches * batch] */
  readonly rows: Uint32Array;
  /** first batch of each part, and the number of batches [parts + 1] */
  readonly parts: Uint32Array;
}

/** @throws where a part is too short for one batch, or there are fewer passages than parts, naming how many there are */
export function epoch(text: Shard, {limit = Infinity, sizes, length, batch, parts = 8, seed}: EpochOptions): Epoch {
  const next = random(seed, 101);
  const passages = shuffled(text.starts.length - 1, next);
  const sizeOf = (passage: number): number => text.starts[passage + 1] - text.starts[passage];
  const chosen: number[] = [];
  let total = 0;
  let counted = 0;
  for (const passage of passages) {
    if (counted >= limit) break;
    chosen.push(passage);
    total += sizeOf(passage);
    counted += sizes ? sizes[passage] : sizeOf(passage);
  }
  const tokens = new Uint16Array(total);
  const ends: number[] = [];
  let filled = 0;
  for (const passage of chosen) {
    tokens.set(text.tokens.subarray(text.starts[passage], text.starts[passage + 1]), filled);
    filled += sizeOf(passage);
    if (filled >= (total * (ends.length + 1)) / parts) ends.push(filled);
  }
  const tooFew = (inPassages = ""): Error =>
    new Error(`epoch: ${total} tokens${inPassages} are too few for ${parts} parts of ${batch}x${length}`);
  if (ends.length < parts) throw tooFew(` in ${chosen.length} passages`);
  const rows: number[] = [];
  const firsts = [0];
  ends.forEach((end, part) => {
    const begin = part === 0 ? 0 : ends[part - 1];
    const batches = Math.floor((end - begin - 1) / length / batch);
    if (batches < 1) throw tooFew();
    for (const row of shuffled(batches * batch, next)) rows.push(begin + row * length);
    firsts.push(firsts[part] + batches);
  });
  return {batch, length, tokens, rows: Uint32Array.from(rows), parts: Uint32Array.from(firsts)};
}

/** Number of batches of an epoch. */
export const batchCount = ({parts}: Epoch): number => parts[parts.length - 1];

/** Batch `index` of an epoch. @throws where there is none */
export function epochBatch({batch, length, tokens, rows, parts}: Epoch, index: number): Batch {
  const count = parts[parts.length - 1];
  if (!(index >= 0 && index < count)) throw new Error(`invalid batch: ${index}; the epoch has ${count}`);
  const x = new Int32Array(batch * length);
  const y = new Int32Array(batch * length);
  for (let row = 0; row < batch; row++) {
    const from = rows[index * batch + row];
    x.set(tokens.subarray(from, from + length), row * length);
    y.set(tokens.subarray(from + 1, from + length + 1), row * length);
  }
  return {x, y, w: new Float32Array(batch * length).fill(1)};
}

/** The numbers 0 … count − 1 in a random order (Fisher and Yates). */
export function shuffled(count: number, next: Random): Int32Array {
  const order = Int32Array.from({length: count}, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = below(next, i + 1);
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}
