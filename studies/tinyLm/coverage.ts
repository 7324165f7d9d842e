// How well vocabularies of different size fit a text: what the most frequent entries cover, how many tokens a byte takes,
// and how rare the last entries are.

import {bpeEncoder} from "../../src/training/bpeEncoder.js";
import type {TokenizerJson} from "../../src/training/tokenizerFiles.js";
import {prefixTokenizer} from "../../src/training/vocabularies.js";
import type {Cut} from "./vocabularyFiles.js";

/** How often each entry occurs in the text that `words` counts (pre-token → occurrences) [entries]. */
export function entryCounts(tokenizer: TokenizerJson, words: ReadonlyMap<string, number>): Float64Array {
  const encode = bpeEncoder(tokenizer);
  const counts = new Float64Array(Object.keys(tokenizer.model.vocab).length);
  for (const [word, count] of words) for (const id of encode(word)) counts[id] += count;
  return counts;
}

/** The share of all tokens that the `sizes` most frequent entries make up. */
export function coverage(counts: ArrayLike<number>, sizes: readonly number[]): number[] {
  const sorted = Array.from(counts).sort((a, b) => b - a);
  const total = sorted.reduce((sum, count) => sum + count, 0);
  return sizes.map((size) => sorted.slice(0, size).reduce((sum, count) => sum + count, 0) / total);
}

/** Held-out `documents` by domain, cut by the first `size` entries, and how many of the entries occur in none of them. */
export function cutHeldOut(
  tokenizer: TokenizerJson,
  size: number,
  documents: Readonly<Record<string, readonly string[]>>
): {readonly domains: Readonly<Record<string, Cut>>; readonly unused: number} {
  const encode = bpeEncoder(prefixTokenizer(tokenizer, size));
  const seen = new Uint8Array(size);
  const cut = (texts: readonly string[]): Cut => {
    let tokens = 0;
    let bytes = 0;
    for (const text of texts) {
      const ids = encode(text);
      for (const id of ids) seen[id] = 1;
      tokens += ids.length;
      bytes += Buffer.byteLength(text);
    }
    return {tokens, bytes};
  };
  const domains = Object.fromEntries(Object.entries(documents).map(([domain, texts]) => [domain, cut(texts)]));
  return {domains, unused: size - seen.reduce((sum, one) => sum + one, 0)};
}
