// Cuts text by the first entries of a vocabulary, however many: for pages, from its merges alone.

import {mergeWord} from "./bpeMerge.js";
import {pretokens} from "./pretokens.js";
import {SPECIAL_TOKENS} from "./tokenizerFiles.js";
import {SMALLEST_VOCABULARY} from "./vocabularies.js";

/** The ids that each merge joins, as mergePairs (compactVocabulary.ts) gives them. */
type Pairs = readonly (readonly [left: number, right: number])[];

const SPECIAL = SPECIAL_TOKENS.length;

/** An encoder by the first `size` entries: the ids of prefixTokenizer(…, size). Special tokens in a text are not known. */
export function prefixEncoder(pairs: Pairs): (text: string, size: number) => number[] {
  const ranks = new Map(pairs.map(([left, right], i) => [left * 65536 + right, [i, SMALLEST_VOCABULARY + i] as const]));
  const utf8 = new TextEncoder();
  return (text, size) => {
    const first = {
      get(pair: number) {
        const merge = ranks.get(pair);
        return merge && merge[1] < size ? merge : undefined;
      }
    };
    const word = (pretoken: string) =>
      mergeWord(
        Array.from(utf8.encode(pretoken), (byte) => SPECIAL + byte),
        first
      );
    return pretokens(text).flatMap(word);
  };
}

/** The bytes that each entry stands for, one character a byte [entries]; none for special tokens. */
export function entryBytes(pairs: Pairs): string[] {
  const names = Array.from({length: SMALLEST_VOCABULARY}, (_, id) =>
    id < SPECIAL ? "" : String.fromCharCode(id - SPECIAL)
  );
  for (const [left, right] of pairs) names.push(names[left] + names[right]);
  return names;
}
