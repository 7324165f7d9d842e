// A trained vocabulary in a quarter of tokenizer.json's bytes: each merge is the two entries it joins, and makes the next
// one. Everything else of tokenizer.json follows from that.

import {tokenizerJson, type TokenizerJson} from "./tokenizerFiles.js";
import {prefixTokenizer, SMALLEST_VOCABULARY} from "./vocabularies.js";

/** `left right,left right,…`: ids in base 36, in the order of training. Throws where ids aren't in that order. */
export function compactMerges(tokenizer: TokenizerJson): string {
  const {vocab, merges} = prefixTokenizer(tokenizer, Object.keys(tokenizer.model.vocab).length).model;
  return merges.map(([a, b]) => `${vocab[a].toString(36)} ${vocab[b].toString(36)}`).join(",");
}

/** The ids that each merge joins [entries - 258]; merge i makes entry 258 + i. Throws where one doesn't exist by then. */
export function mergePairs(compact: string): readonly (readonly [left: number, right: number])[] {
  if (compact === "") return [];
  return compact.split(",").map((text, i) => {
    const [left, right, ...rest] = text.split(" ").map((id) => parseInt(id, 36));
    const joins = (id: number) => id >= SMALLEST_VOCABULARY - 256 && id < SMALLEST_VOCABULARY + i;
    if (!joins(left) || !joins(right) || rest.length > 0) throw new Error(`invalid merge ${i}: ${text}`);
    return [left, right];
  });
}

/** tokenizer.json again, byte for byte. */
export function tokenizerOf(compact: string): TokenizerJson {
  const bytesFrom = SMALLEST_VOCABULARY - 256;
  const symbols = Array.from({length: 256}, (_, byte) => String.fromCharCode(byte));
  const merges = mergePairs(compact).map(([left, right]) => {
    const parts = [left - bytesFrom, right - bytesFrom] as const;
    return [...parts, symbols.push(symbols[parts[0]] + symbols[parts[1]]) - 1] as const;
  });
  return tokenizerJson({symbols, merges});
}
