// Byte-level byte pair encoding (Sennrich et al. 2016; on bytes: Radford et al. 2019): the most frequent pair of
// neighbouring symbols becomes a new symbol, again and again. Works on counted pre-tokens, so its time depends on the
// number of different words. Pair counts are kept up to date word by word; the next pair comes from a heap whose entries
// may be out of date and are then put back (counts of existing pairs only fall).

import {pretokens} from "./pretokens.js";

/** What was learned. Two merges may give the same bytes (`a` + `bc`, `ab` + `c`), hence the same symbol. */
export interface Merges {
  /** the bytes of each symbol, one character a byte; the first 256 are the bytes themselves */
  readonly symbols: readonly string[];
  /** in the order in which they apply: these two neighbours become that symbol */
  readonly merges: readonly (readonly [left: number, right: number, symbol: number])[];
}

/** Adds how often each pre-token occurs in `text`, times `weight`, to `counts`. */
export function countPretokens(text: string, counts: Map<string, number>, weight = 1): void {
  for (const word of pretokens(text)) counts.set(word, (counts.get(word) ?? 0) + weight);
}

/**
 * Learns `size` symbols, bytes included, from counted pre-tokens; fewer when no pair is left that occurs twice. Counts
 * are rounded to integers. Ties go to the pair of older symbols, so the result depends on the counts alone.
 */
export function trainBpe(counts: ReadonlyMap<string, number>, size: number): Merges {
  if (!(size >= 256 && size <= 65536 && Number.isInteger(size))) throw new Error(`invalid number of symbols: ${size}`);
  const words: Uint16Array[] = [];
  const weights: number[] = [];
  const encoder = new TextEncoder();
  for (const [word, count] of counts) {
    const weight = Math.round(count);
    if (weight <= 0) continue;
    words.push(Uint16Array.from(encoder.encode(word)));
    weights.push(weight);
  }

  const pairCounts = new Map<number, number>();
  const places = new Map<number, Set<number>>(); // pair → words that hold it, or held it
  const add = (word: number, sign: 1 | -1) => {
    const symbols = words[word];
    for (let i = 1; i < symbols.length; ++i) {
      const pair = symbols[i - 1] * 65536 + symbols[i];
      pairCounts.set(pair, (pairCounts.get(pair) ?? 0) + sign * weights[word]);
      if (sign < 0) continue;
      const set = places.get(pair);
      if (set) set.add(word);
      else places.set(pair, new Set([word]));
    }
  };
  const heap = new PairHeap();
  for (let word = 0; word < words.length; ++word) add(word, 1);
  for (const [pair, count] of pairCounts) heap.push(pair, count);

  const symbols = Array.from({length: 256}, (_, byte) => String.fromCharCode(byte));
  const ids = new Map(symbols.map((symbol, id) => [symbol, id]));
  const merges: [number, number, number][] = [];
  const learned = new Set<number>();
  while (symbols.length < size) {
    const top = heap.pop();
    if (!top) break;
    const [pair, claimed] = top;
    const count = pairCounts.get(pair) ?? 0;
    if (count !== claimed) {
      if (count > 0) heap.push(pair, count);
      continue;
    }
    if (count < 2) break;
    const a = Math.floor(pair / 65536);
    const b = pair % 65536;
    const bytes = symbols[a] + symbols[b];
    const symbol = ids.get(bytes) ?? symbols.push(bytes) - 1;
    ids.set(bytes, symbol);
    if (!learned.has(pair)) merges.push([a, b, symbol]);
    learned.add(pair);
    const grown = new Set<number>();
    for (const word of places.get(pair) ?? []) {
      const merged = mergePair(words[word], a, b, symbol);
      if (merged === words[word]) continue;
      add(word, -1);
      words[word] = merged;
      add(word, 1);
      for (let i = 1; i < merged.length; ++i) {
        if (merged[i - 1] === symbol || merged[i] === symbol) grown.add(merged[i - 1] * 65536 + merged[i]);
      }
    }
    places.delete(pair);
    pairCounts.delete(pair);
    for (const other of grown) heap.push(other, pairCounts.get(other) ?? 0);
  }
  return {symbols, merges};
}

/** Replaces every `a b` by `symbol`, from the left; returns `symbols` itself when there is none. */
function mergePair(symbols: Uint16Array, a: number, b: number, symbol: number): Uint16Array {
  const merged: number[] = [];
  for (let i = 0; i < symbols.length; ++i) {
    if (symbols[i] === a && i + 1 < symbols.length && symbols[i + 1] === b) {
      merged.push(symbol);
      ++i;
    } else merged.push(symbols[i]);
  }
  return merged.length === symbols.length ? symbols : Uint16Array.from(merged);
}

/** Pairs by falling count, then rising pair. */
class PairHeap {
  readonly #items: [pair: number, count: number][] = [];

  push(pair: number, count: number): void {
    const items = this.#items;
    let i = items.push([pair, count]) - 1;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (!before(items[i], items[parent])) break;
      [items[i], items[parent]] = [items[parent], items[i]];
      i = parent;
    }
  }

  pop(): [pair: number, count: number] | undefined {
    const items = this.#items;
    const top = items[0];
    const last = items.pop();
    if (last === undefined || items.length === 0) return top;
    items[0] = last;
    for (let i = 0; ;) {
      let best = i;
      for (const child of [2 * i + 1, 2 * i + 2]) {
        if (child < items.length && before(items[child], items[best])) best = child;
      }
      if (best === i) return top;
      [items[i], items[best]] = [items[best], items[i]];
      i = best;
    }
  }
}

function before(a: readonly [number, number], b: readonly [number, number]): boolean {
  return a[1] > b[1] || (a[1] === b[1] && a[0] < b[0]);
}
