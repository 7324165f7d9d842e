// Learned merges as the two files that Hugging Face tools read: tokenizer.json (a BPE model behind a Split by our pattern
// and ByteLevel) and tokenizer_config.json. Special tokens come first, then the 256 bytes, then what was merged.

import type {Merges} from "./bpe.js";
import {BYTE_SYMBOLS, SYMBOL_BYTES} from "./byteSymbols.js";
import {PRETOKEN_PATTERN} from "./pretokens.js";

/** Ends a document, and stands before the first token of one. */
export const END_OF_TEXT = "<|endoftext|>";
/** Fills rows that hold no token; never predicted, never in a text. */
export const PAD = "<|pad|>";
/** In the order of their ids. */
export const SPECIAL_TOKENS: readonly string[] = [END_OF_TEXT, PAD];

/** The parts of tokenizer.json that this project reads again. */
export interface TokenizerJson {
  readonly added_tokens: readonly {readonly id: number; readonly content: string}[];
  readonly model: {
    readonly type: "BPE";
    readonly vocab: Readonly<Record<string, number>>;
    readonly merges: readonly (readonly [string, string])[];
    readonly [field: string]: unknown;
  };
  readonly [field: string]: unknown;
}

/** tokenizer.json for what trainBpe learned: SPECIAL_TOKENS.length + symbols.length entries. */
export function tokenizerJson({symbols, merges}: Merges): TokenizerJson {
  const names = symbols.map((bytes) => Array.from(bytes, (byte) => BYTE_SYMBOLS[byte.charCodeAt(0)]).join(""));
  const vocab = Object.fromEntries([...SPECIAL_TOKENS, ...names].map((name, id) => [name, id]));
  const byteLevel = {type: "ByteLevel", add_prefix_space: false, trim_offsets: true, use_regex: false};
  const split = {type: "Split", pattern: {Regex: PRETOKEN_PATTERN}, behavior: "Isolated", invert: false};
  return {
    version: "1.0",
    truncation: null,
    padding: null,
    added_tokens: SPECIAL_TOKENS.map((content, id) => ({
      id,
      content,
      single_word: false,
      lstrip: false,
      rstrip: false,
      normalized: false,
      special: true
    })),
    normalizer: null,
    pre_tokenizer: {type: "Sequence", pretokenizers: [split, byteLevel]},
    post_processor: null,
    decoder: {type: "ByteLevel", add_prefix_space: false, trim_offsets: true, use_regex: false},
    model: {
      type: "BPE",
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: null,
      end_of_word_suffix: null,
      fuse_unk: false,
      byte_fallback: false,
      ignore_merges: false,
      vocab,
      merges: merges.map(([left, right]) => [names[left], names[right]] as const)
    }
  };
}

/** tokenizer_config.json beside it; `context` is the longest text in tokens that the model was trained for. */
export function tokenizerConfigJson(context: number): Record<string, unknown> {
  return {
    tokenizer_class: "PreTrainedTokenizerFast",
    model_max_length: context,
    bos_token: END_OF_TEXT,
    eos_token: END_OF_TEXT,
    pad_token: PAD,
    add_bos_token: false,
    add_prefix_space: false,
    clean_up_tokenization_spaces: false
  };
}

/** The UTF-8 bytes each token stands for [vocabulary]: how bits per token become bits per byte. Special tokens: 0. */
export function tokenByteLengths({added_tokens, model}: TokenizerJson): Uint8Array {
  const lengths = new Uint8Array(Object.keys(model.vocab).length);
  for (const [symbols, id] of Object.entries(model.vocab)) {
    if (symbols.length > 255) throw new Error(`token too long: ${id} has ${symbols.length} bytes`);
    lengths[id] = symbols.length;
  }
  for (const {id} of added_tokens) lengths[id] = 0;
  return lengths;
}

/** Id of each byte [256]. Throws when the vocabulary lacks one. */
export function byteIds({model}: TokenizerJson): Int32Array {
  return Int32Array.from(BYTE_SYMBOLS, (symbol) => {
    const id = model.vocab[symbol] as number | undefined;
    if (id === undefined) throw new Error(`tokenizer lacks byte: ${SYMBOL_BYTES.get(symbol)}`);
    return id;
  });
}
