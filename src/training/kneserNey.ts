// An n-gram model with interpolated modified Kneser–Ney smoothing (Chen and Goodman 1999, section 3: three discounts per
// order, from counts of counts; Kneser and Ney 1995): what a language model has to beat. Below the highest order an n-gram
// counts as often as there are different tokens before it. An n-gram never reaches back beyond a separator; one that
// begins with the separator has nothing before it and keeps its plain count, as in KenLM (Heafield et al. 2013), whose
// fall-back discounts 0.5, 1, 1.5 serve where counts of counts give none. The lowest order is mixed with 1 / vocabulary.

import {NgramTable} from "./ngramTable.js";

export interface KneserNeyOptions {
  /** tokens in the longest n-gram; default 5 */
  readonly order?: number;
  /** number of token ids */
  readonly vocabulary: number;
  /** token between documents */
  readonly separator: number;
}

/** Consecutive tokens of a text. */
export interface Run {
  readonly tokens: ArrayLike<number>;
  /** the run begins with a document: a separator stands before it */
  readonly opened: boolean;
}

/** D₁, D₂, D₃₊: what is taken from counts of 1, 2, and 3 or more. */
export type Discounts = readonly [number, number, number];

/** Where a text has got to: for each length k the index of its last k tokens, −1 when these were never seen [order]. */
export type History = Int32Array;

const fallback: Discounts = [0.5, 1, 1.5];

/** Counts `runs` and prepares probabilities. */
export function trainKneserNey(runs: Iterable<Run>, {order = 5, vocabulary, separator}: KneserNeyOptions): KneserNey {
  if (!(order >= 1 && Number.isInteger(order))) throw new Error(`invalid order: ${order}`);
  const tables = Array.from({length: order + 1}, () => new NgramTable());
  tables[0].insert(0, 0);
  for (const run of runs) count(tables, run, separator);
  return new KneserNey(tables, vocabulary, separator);
}

/** Adds the n-grams of a run. `tables[k]` holds those of k tokens. */
function count(tables: readonly NgramTable[], {tokens, opened}: Run, separator: number): void {
  const order = tables.length - 1;
  let known = 0; // tokens of history in use, at most order − 1
  let atStart = opened; // these begin with a separator
  let ends = new Int32Array(order + 1); // index of the last k tokens
  let next = new Int32Array(order + 1);
  if (opened && order > 1) {
    ends[1] = tables[1].insert(0, separator);
    known = 1;
  }
  for (let i = 0; i < tokens.length; ++i) {
    const token = tokens[i];
    for (let k = 1; k <= known + 1; ++k) {
      const table = tables[k];
      const before = table.size;
      const entry = (next[k] = table.insert(ends[k - 1], token));
      if (k === order || (atStart && k > 1 && k === known + 1)) ++table.counts[entry];
      if (entry === before && k > 1) ++tables[k - 1].counts[next[k - 1]];
    }
    [ends, next] = [next, ends];
    ends[0] = 0;
    if (token === separator) {
      known = Math.min(1, order - 1);
      atStart = true;
    } else if (known < order - 1) ++known;
    else atStart = false;
  }
}

export class KneserNey {
  /** per order, from 1 */
  readonly discounts: readonly Discounts[];
  readonly #tables: readonly NgramTable[];
  readonly #vocabulary: number;
  readonly #separator: number;
  /** per order and context: sum of counts, and the probability mass left for shorter contexts */
  readonly #sums: readonly Float64Array[];
  readonly #rests: readonly Float64Array[];

  constructor(tables: readonly NgramTable[], vocabulary: number, separator: number) {
    this.#tables = tables;
    this.#vocabulary = vocabulary;
    this.#separator = separator;
    const orders = tables.slice(1);
    this.discounts = orders.map(discountsOf);
    this.#sums = orders.map((_, i) => new Float64Array(tables[i].size));
    this.#rests = orders.map((_, i) => new Float64Array(tables[i].size));
    orders.forEach(({size, contexts, counts}, i) => {
      const [sums, rests, discounts] = [this.#sums[i], this.#rests[i], this.discounts[i]];
      for (let entry = 0; entry < size; ++entry) {
        if (counts[entry] === 0) continue;
        sums[contexts[entry]] += counts[entry];
        rests[contexts[entry]] += discounts[Math.min(counts[entry], 3) - 1];
      }
      for (let context = 0; context < sums.length; ++context) if (sums[context] > 0) rests[context] /= sums[context];
    });
  }

  /** Tokens in the longest n-gram. */
  get order(): number {
    return this.#tables.length - 1;
  }

  /** Different n-grams per order, from 1. */
  get sizes(): number[] {
    return this.#tables.slice(1).map(({size}) => size);
  }

  /** The history at the start of a document. */
  begin(): History {
    const history = new Int32Array(this.order).fill(-1);
    history[0] = 0;
    this.advance(history, this.#separator);
    return history;
  }

  /** Moves `history` past `token`. */
  advance(history: History, token: number): void {
    if (token === this.#separator) {
      history.fill(-1, 1);
      if (this.order > 1) history[1] = this.#tables[1].find(0, token);
      return;
    }
    for (let k = this.order - 1; k >= 1; --k) {
      history[k] = history[k - 1] < 0 ? -1 : this.#tables[k].find(history[k - 1], token);
    }
  }

  /** Probability of `token` after `history`. */
  probability(history: History, token: number): number {
    let p = 1 / this.#vocabulary;
    for (let k = 1; k <= this.order; ++k) {
      const context = history[k - 1];
      if (context < 0) break;
      const sum = this.#sums[k - 1][context];
      if (!(sum > 0)) continue; // no such context in this table, or none that counts
      const {counts} = this.#tables[k];
      const entry = this.#tables[k].find(context, token);
      const times = entry < 0 ? 0 : counts[entry];
      const kept = times === 0 ? 0 : times - this.discounts[k - 1][Math.min(times, 3) - 1];
      p = kept / sum + this.#rests[k - 1][context] * p;
    }
    return p;
  }

  /** Negative log-likelihood in nats of documents, each followed by the separator, which is predicted too. */
  nats(tokens: ArrayLike<number>): number {
    const history = this.begin();
    let nats = 0;
    for (let i = 0; i < tokens.length; ++i) {
      nats -= Math.log(this.probability(history, tokens[i]));
      this.advance(history, tokens[i]);
    }
    return nats;
  }
}

/** From the number of n-grams with counts 1, 2, 3 and 4 (Chen and Goodman 1999, equation 26). */
function discountsOf({size, counts}: NgramTable): Discounts {
  const n = new Float64Array(5);
  for (let entry = 0; entry < size; ++entry) if (counts[entry] < 5) ++n[counts[entry]];
  if (n[1] === 0 || n[2] === 0 || n[3] === 0) return fallback;
  const y = n[1] / (n[1] + 2 * n[2]);
  const discounts: Discounts = [1 - (2 * y * n[2]) / n[1], 2 - (3 * y * n[3]) / n[2], 3 - (4 * y * n[4]) / n[3]];
  return discounts.every((discount, i) => discount > 0 && discount <= i + 1) ? discounts : fallback;
}
