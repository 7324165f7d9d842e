// One trained vocabulary, opened for cutting: text by its first entries, however many, and how common each of them is.
import {mergePairs} from "../../training/compactVocabulary.js";
import {countsOf, prefixCounts} from "../../training/entryCounts.js";
import {entryBytes, prefixEncoder} from "../../training/prefixEncoder.js";
import type {VocabularyData} from "../vocabularyData.js";

/** A token of a text. */
export interface Piece {
  readonly id: number;
  /** as a reader may see it; of a part of a character its bytes in hexadecimal */
  readonly text: string;
  /** whether it is a part of a character */
  readonly part: boolean;
  /** its share of the training mixture's tokens, cut by as many entries; 0 where it never occurs there */
  readonly share: number;
  /** its place among the entries by how often they occur, from 1 */
  readonly place: number;
}

/** A text, cut. */
export interface CutText {
  readonly size: number;
  readonly pieces: readonly Piece[];
}

export interface Vocabulary {
  readonly size: number;
  /** Tokens that a text becomes by the first `size` entries. */
  count(text: string, size: number): number;
  /** Cut by the first `size` entries. */
  cut(text: string, size: number): CutText;
}

export function openVocabulary({
  merges,
  counts,
  size: all
}: Pick<VocabularyData, "merges" | "counts" | "size">): Vocabulary {
  const pairs = mergePairs(merges);
  const encode = prefixEncoder(pairs);
  const bytes = entryBytes(pairs);
  const whole = countsOf(counts);
  const known = new Map<number, {shares: Float64Array; places: Int32Array}>();
  const frequencies = (size: number) => {
    const before = known.get(size);
    if (before) return before;
    const own = prefixCounts(pairs, whole, size);
    const total = own.reduce((sum, count) => sum + count, 0);
    const places = new Int32Array(size);
    const order = Array.from(own.keys()).sort((a, b) => own[b] - own[a] || a - b);
    order.forEach((id, i) => (places[id] = i + 1));
    const made = {shares: own.map((count) => count / total), places};
    known.set(size, made);
    return made;
  };
  return {
    size: all,
    count: (text, size) => encode(text, size).length,
    cut(text, size) {
      const {shares, places} = frequencies(size);
      const piece = (id: number): Piece => ({id, ...shown(bytes[id]), share: shares[id], place: places[id]});
      return {size, pieces: encode(text, size).map(piece)};
    }
  };
}

const utf8 = new TextDecoder("utf-8", {fatal: true, ignoreBOM: true});

/** Bytes, one character each, as text where they are whole characters. */
function shown(bytes: string): {text: string; part: boolean} {
  const codes = Uint8Array.from(bytes, (byte) => byte.charCodeAt(0));
  try {
    return {text: utf8.decode(codes), part: false};
  } catch {
    return {text: Array.from(codes, (code) => code.toString(16).toUpperCase().padStart(2, "0")).join(" "), part: true};
  }
}
