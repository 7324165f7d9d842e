// Batches of training text. What step k sees depends on (seed, k) alone, so a run that was interrupted goes on with the
// very batches it would have seen. Domain and place of each row come from a two-dimensional low-discrepancy sequence
// (M. Roberts 2018, R2: multiples of inverse powers of the plastic number): the mix is met within a few rows, and a domain
// is covered better than by independent draws. Short documents are packed whole, the separator between them; of a long one
// a row shows a window.

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

const plastic = 1.324717957244746;
/** a document that does not fit into the rest of a row is passed over for another, so many times at most */
const attempts = 8;

/** Where the tokens of one row come from: `separator` first when `opened`, then ranges of the domain's shard. */
export interface Row {
  readonly domain: string;
  readonly opened: boolean;
  readonly ranges: readonly (readonly [from: number, to: number])[];
}

/** The batch of step `step`. Throws for weights that are not positive or name no shard. */
export function sampleBatch(options: SampleOptions): Batch {
  const {shards, batch, length} = options;
  const x = new Int32Array(batch * length);
  const y = new Int32Array(batch * length);
  const w = new Float32Array(batch * length).fill(1);
  const row = new Uint16Array(length + 1);
  sampleRows(options).forEach(({domain, opened, ranges}, n) => {
    const {tokens} = shards[domain];
    let filled = 0;
    if (opened) row[filled++] = tokens[tokens.length - 1];
    for (const [from, to] of ranges) {
      row.set(tokens.subarray(from, to), filled);
      filled += to - from;
    }
    x.set(row.subarray(0, length), n * length);
    y.set(row.subarray(1), n * length);
  });
  return {x, y, w};
}

/** The rows of the batch of step `step`, each of length + 1 tokens: the last is only predicted. */
export function sampleRows({shards, weights, batch, length, seed, step, firstRow}: SampleOptions): Row[] {
  const domains = Object.keys(weights).filter((domain) => weights[domain] !== 0);
  const total = domains.reduce((sum, domain) => sum + weights[domain], 0);
  for (const domain of domains) {
    if (!(weights[domain] > 0)) throw new Error(`invalid weight of ${domain}: ${weights[domain]}`);
    if (!(domain in shards)) throw new Error(`unknown domain: ${domain}; there are ${Object.keys(shards).join(", ")}`);
    if (shards[domain].tokens.length < 2) throw new Error(`no text in domain: ${domain}`);
  }
  if (domains.length === 0) throw new Error("no domain has a weight");
  const origin = random(seed);
  const [origin1, origin2] = [origin(), origin()];
  return Array.from({length: batch}, (_, row) => {
    const n = (firstRow ?? step * batch) + row;
    let mass = ((origin1 + n / plastic) % 1) * total;
    const domain = domains.find((candidate) => (mass -= weights[candidate]) < 0) ?? domains[domains.length - 1];
    const place = (origin2 + n / plastic ** 2) % 1;
    return {domain, ...sampleRow(shards[domain], length + 1, place, random(seed, n))};
  });
}

/**
 * `count` tokens around `place` in [0, 1) of the shard: a window of the document there when that is longer, else that
 * document and more behind it. Half of the rows that start with a document have the separator in front of it, so that a
 * prompt works with and without one.
 */
function sampleRow({tokens, starts}: Shard, count: number, place: number, next: Random): Omit<Row, "domain"> {
  const documents = starts.length - 1;
  const at = Math.floor(place * tokens.length);
  let document = documentAt(starts, at);
  const opened = next() < 0.5;
  const extra = starts[document + 1] - starts[document] - count;
  if (extra > 0) {
    const begin = at - starts[document] - below(next, count);
    if (begin > 0) {
      const from = starts[document] + Math.min(begin, extra);
      return {opened: false, ranges: [[from, from + count]]};
    }
  }
  const ranges: [number, number][] = [];
  for (let left = count - Number(opened); left > 0;) {
    const from = starts[document];
    const to = Math.min(starts[document + 1], from + left);
    ranges.push([from, to]);
    left -= to - from;
    for (let i = 0; i < attempts; ++i) {
      document = below(next, documents);
      if (starts[document + 1] - starts[document] <= left) break;
    }
  }
  return {opened, ranges};
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
