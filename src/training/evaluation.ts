// Held-out text in batches, every token predicted exactly once: rows are consecutive pieces of one document, the first
// piece after the separator, the last one padded. The first token of a later piece is predicted from one token only, which
// costs a network a little that a 5-gram model does not pay.

import type {Batch, Shard} from "./sampling.js";

export interface EvaluationOptions {
  /** rows in a batch */
  readonly batch: number;
  /** tokens in a row */
  readonly length: number;
  /** about how many tokens to predict, in rows spread over all documents; default all */
  readonly limit?: number;
}

/** Batches over `shard`; rows without text have weight 0 throughout. */
export function* evaluationBatches(
  shard: Shard,
  {batch, length, limit = Infinity}: EvaluationOptions
): Generator<Batch> {
  const separator = shard.tokens[shard.tokens.length - 1];
  const rows = pieces(shard, length, limit);
  const starts = new Set(shard.starts);
  for (let first = 0; first < rows.length; first += batch) {
    const x = new Int32Array(batch * length);
    const y = new Int32Array(batch * length);
    const w = new Float32Array(batch * length);
    rows.slice(first, first + batch).forEach(([from, to], row) => {
      y.set(shard.tokens.subarray(from, to), row * length);
      x.set(y.subarray(row * length, row * length + to - from - 1), row * length + 1);
      x[row * length] = starts.has(from) ? separator : shard.tokens[from - 1];
      w.fill(1, row * length, row * length + to - from);
    });
    yield {x, y, w};
  }
}

/** The ranges of predicted tokens, one a row; with a limit, evenly spread rows of about that many tokens in all. */
export function pieces({starts, tokens}: Shard, length: number, limit = Infinity): [from: number, to: number][] {
  const ranges: [number, number][] = [];
  for (let document = 0; document + 1 < starts.length; ++document) {
    const end = starts[document + 1];
    for (let from = starts[document]; from < end; from += length) ranges.push([from, Math.min(from + length, end)]);
  }
  const stride = Math.max(1, tokens.length / limit);
  return ranges.filter((_, i) => Math.floor(i / stride) !== Math.floor((i - 1) / stride));
}

/**
 * Bits per byte: the negative log-likelihood `nats` of predicted tokens over the UTF-8 bytes they stand for. The separator
 * at a document's end is predicted and paid for, and has no bytes.
 */
export function bitsPerByte(nats: number, bytes: number): number {
  if (!(bytes > 0)) throw new Error(`invalid number of bytes: ${bytes}`);
  return nats / Math.LN2 / bytes;
}

/** Bytes of the tokens in `y` whose weight is 1; `byteLengths` as from tokenByteLengths [vocabulary]. */
export function predictedBytes({y, w}: Batch, byteLengths: Uint8Array): number {
  let bytes = 0;
  for (let i = 0; i < y.length; ++i) if (w[i] > 0) bytes += byteLengths[y[i]];
  return bytes;
}
