// Batches of training text. What step k sees depends on (seed, k) alone, so a run that was interrupted goes on with the
// very batches it would have seen. Domain and place of each row come from a two-dimensional low-discrepancy sequence
// (M. Roberts 2018, R2: multiples of powers of the plastic number): the mix is met within a few rows, and a domain is read
// through evenly instead of with repeats and gaps. Short documents are packed whole, each after the separator; of a long
// one a row shows a window.

import {below, random, type Random} from "./random.js";

/** Encoded documents of one domain and split, each followed by the separator token. */
export interface Shard {
  /** token ids [tokens] */
  readonly tokens: Uint16Array;
  /** where each document begins, and the end of the last [documents + 1] */
  readonly starts: Uint32Array;
}

export interface SampleOptions {
  readonly shards: Readonly<Record<string, Shard>>;
  /** share of rows per domain; they are divided by their sum. A domain without a weight is not read. */
  readonly weights: Readonly<Record<string, number>>;
  /** rows in a batch */
  readonly batch: number;
  /** tokens in a row */
  readonly length: number;
  readonly seed: number;
  readonly step: number;
  /** first row of `step` in the sequence, when batch sizes changed before it; default step × batch */
  readonly firstRow?: number;
}

/** Rows of one batch, row after row. */
export interface Batch {
  /** tokens that are read [batch * length] */
  readonly x: Int32Array;
  /** the token after each of them [batch * length] */
  readonly y: Int32Array;
  /** 1 where the loss counts, 0 on padding [batch * length] */
  readonly w: Float32Array;
}

const plastic = 1.32471795724474602596;
/** an odd document that does not fit is passed over for another, so many times at most */
const attempts = 8;

/** The batch of step `step`. Throws for weights that are not positive or name no shard. */
export function sampleBatch({shards, weights, batch, length, seed, step, firstRow}: SampleOptions): Batch {
  const domains = Object.keys(weights).filter((domain) => weights[domain] !== 0);
  const total = domains.reduce((sum, domain) => sum + weights[domain], 0);
  for (const domain of domains) {
    if (!(weights[domain] > 0)) throw new Error(`invalid weight of ${domain}: ${weights[domain]}`);
    if (!(domain in shards))
      throw new Error(`no text for domain: ${domain}; there is ${Object.keys(shards).join(", ")}`);
    if (shards[domain].tokens.length < 2) throw new Error(`no text in domain: ${domain}`);
  }
  if (domains.length === 0) throw new Error("no domain has a weight");
  const origin = random(seed);
  const [origin1, origin2] = [origin(), origin()];
  const x = new Int32Array(batch * length);
  const y = new Int32Array(batch * length);
  const w = new Float32Array(batch * length).fill(1);
  for (let row = 0; row < batch; ++row) {
    const n = (firstRow ?? step * batch) + row;
    let mass = ((origin1 + n / plastic) % 1) * total;
    const domain = domains.find((candidate) => (mass -= weights[candidate]) < 0) ?? domains[domains.length - 1];
    const place = (origin2 + n / plastic ** 2) % 1;
    const tokens = sampleRow(shards[domain], length + 1, place, random(seed, n));
    x.set(tokens.subarray(0, length), row * length);
    y.set(tokens.subarray(1), row * length);
  }
  return {x, y, w};
}

/**
 * `count` tokens around `place` in [0, 1) of the shard: a window of the document there when that is longer, else that
 * document and more behind it. Half of the rows that start with a document have the separator in front of it, so that a
 * prompt works with and without one.
 */
function sampleRow({tokens, starts}: Shard, count: number, place: number, next: Random): Uint16Array {
  const documents = starts.length - 1;
  const separator = tokens[tokens.length - 1];
  const at = Math.floor(place * tokens.length);
  let document = documentAt(starts, at);
  const row = new Uint16Array(count);
  let filled = next() < 0.5 ? 1 : 0;
  if (filled) row[0] = separator;
  const extra = starts[document + 1] - starts[document] - count;
  if (extra > 0) {
    const begin = at - starts[document] - below(next, count);
    if (begin > 0) {
      const from = starts[document] + Math.min(begin, extra);
      return tokens.subarray(from, from + count);
    }
  }
  while (filled < count) {
    const from = starts[document];
    const size = Math.min(starts[document + 1] - from, count - filled);
    row.set(tokens.subarray(from, from + size), filled);
    filled += size;
    for (let i = 0; i < attempts; ++i) {
      document = below(next, documents);
      if (starts[document + 1] - starts[document] <= count - filled) break;
    }
  }
  return row;
}

/** The document that holds token `at`. */
function documentAt(starts: Uint32Array, at: number): number {
  let low = 0;
  let high = starts.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle] <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}
