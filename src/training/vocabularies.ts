// Smaller vocabularies from a trained one, in the two ways that stand behind "drop rare tokens" of PanGu-π Pro (Tang et
// al. 2024, section 3): train again for fewer entries, which for byte pair encoding gives the first of the merges, or keep
// the entries that occur most in encoded text, as the paper's released scripts do. Both cut any text without loss, since
// all 256 bytes stay.

import {mergeRanks, mergeWord} from "./bpeMerge.js";
import {BYTE_SYMBOLS, SYMBOL_BYTES} from "./byteSymbols.js";
import {byteIds, SPECIAL_TOKENS, type TokenizerJson} from "./tokenizerFiles.js";

/** The special tokens and the bytes: no vocabulary is smaller. */
export const SMALLEST_VOCABULARY = SPECIAL_TOKENS.length + 256;

/**
 * The tokenizer that the same training would have ended with at `size` entries: training is greedy, so these are the first
 * entries and the merges that made them. Throws where ids don't stand in the order of training, as in a pruned tokenizer.
 */
export function prefixTokenizer(json: TokenizerJson, size: number): TokenizerJson {
  const names = checked(json, size);
  const {vocab, merges} = json.model; // in training each merge made the next entry: bytes are only ever joined in one order
  for (let entry = SMALLEST_VOCABULARY; entry < size; ++entry) {
    const [a, b] = merges[entry - SMALLEST_VOCABULARY];
    if (vocab[a + b] === entry) continue;
    throw new Error(`tokenizer is not in the order of training: ${a} and ${b} should make entry ${entry}`);
  }
  return withEntries(json, names.slice(0, size), merges.slice(0, size - SMALLEST_VOCABULARY));
}

/**
 * The tokenizer of the `size` most useful entries by `counts` [entries], how often each id occurs in encoded text: special
 * tokens and bytes, then the most frequent, the older one on a tie. A token enters together with the tokens that the
 * encoder passes on the way to it, where there is room for all; merges whose three tokens are kept stay, in their order.
 * So every kept token that could be reached still is, and text whose tokens are all kept is cut as it was; a dropped token
 * falls into the kept ones on its way (which makes them more frequent than `counts` says: it isn't counted again). `kept`
 * [size] says which old id each new one was.
 */
export function prunedTokenizer(
  json: TokenizerJson,
  counts: ArrayLike<number>,
  size: number
): {readonly tokenizer: TokenizerJson; readonly kept: Int32Array} {
  const names = checked(json, size);
  if (counts.length !== names.length) {
    throw new Error(`invalid counts: ${counts.length} of them for ${names.length} entries; give one an entry`);
  }
  const kept = Array.from({length: SMALLEST_VOCABULARY}, (_, id) => id);
  const isKept = new Set(kept);
  const ways = waysTo(json, names);
  const order = names.map((_, id) => id).sort((a, b) => counts[b] - counts[a] || a - b);
  while (kept.length < size) {
    for (const id of order) {
      if (isKept.has(id)) continue;
      const missing = [...ways[id], id].filter((part) => !isKept.has(part));
      if (kept.length + missing.length > size) continue;
      for (const part of missing) isKept.add(part);
      kept.push(...missing);
    }
  }
  const {vocab, merges} = json.model;
  const has = (name: string) => isKept.has(vocab[name]);
  const left = merges.filter(([a, b]) => has(a) && has(b) && has(a + b));
  const entries = kept.map((id) => names[id]);
  return {tokenizer: withEntries(json, entries, left), kept: Int32Array.from(kept)};
}

/** Per entry: the other tokens that encoding its bytes passes, each once, in order. Empty where that doesn't lead to it. */
function waysTo(json: TokenizerJson, names: readonly string[]): readonly (readonly number[])[] {
  const ranks = mergeRanks(json);
  const bytes = byteIds(json);
  return names.map((name, id) => {
    if (id < SMALLEST_VOCABULARY) return [];
    const passed = new Set<number>();
    const ids = Array.from(name, (symbol) => bytes[SYMBOL_BYTES.get(symbol) as number]);
    const end = mergeWord(ids, ranks, (part) => passed.add(part));
    passed.delete(id);
    return end.length === 1 && end[0] === id ? [...passed] : [];
  });
}

/** The names of the entries by id. Throws where `size` is out of range or special tokens and bytes don't come first. */
function checked({model}: TokenizerJson, size: number): readonly string[] {
  const names: string[] = [];
  for (const [name, id] of Object.entries(model.vocab)) names[id] = name;
  if (!(Number.isInteger(size) && size >= SMALLEST_VOCABULARY && size <= names.length)) {
    throw new Error(`invalid vocabulary size: ${size}; give ${SMALLEST_VOCABULARY} to ${names.length}`);
  }
  [...SPECIAL_TOKENS, ...BYTE_SYMBOLS].forEach((name, id) => {
    if (names[id] !== name) throw new Error(`tokenizer has ${names[id]} as entry ${id}: expected ${name}`);
  });
  return names;
}

function withEntries(
  json: TokenizerJson,
  names: readonly string[],
  merges: TokenizerJson["model"]["merges"]
): TokenizerJson {
  const vocab = Object.fromEntries(names.map((name, id) => [name, id]));
  return {...json, model: {...json.model, vocab, merges}};
}
