// Text ↔ tokens of a checkpoint, by @huggingface/tokenizers. What that library lacks is the text of single tokens: a token
// may end within a UTF-8 character, so spans are made by decoding the tokens' bytes as one stream.
import {Tokenizer} from "@huggingface/tokenizers";
import type {TokenizerFiles} from "./checkpoint.js";

/** What one token adds to a text. */
export interface TokenSpan {
  readonly token: number;
  /** the characters it completes; "" where it ends within a character. Joined, the spans are the whole text. */
  readonly text: string;
  /** the UTF-8 bytes it stands for */
  readonly bytes: Uint8Array;
}

export interface TextTokenizer {
  /** Tokens of a text; special tokens are not added, but are recognised where they are spelled out. */
  encode(text: string): Int32Array;
  /** The text of tokens. Bytes that are no UTF-8 become U+FFFD. */
  decode(tokens: ArrayLike<number>): string;
  /** Token by token what `decode` gives. */
  spans(tokens: ArrayLike<number>): TokenSpan[];
  /** Id of a special or other token by its spelling; undefined where there is none. */
  id(token: string): number | undefined;
}

/** @throws on a tokenizer that is not byte-level */
export function openTokenizer({tokenizer: file, config = {}}: TokenizerFiles): TextTokenizer {
  if (!isByteLevel(file.decoder)) {
    throw new Error(`tokenizer.json: unsupported decoder: ${JSON.stringify(file.decoder)}; supported: ByteLevel`);
  }
  const tokenizer = new Tokenizer(file, config);
  const added = tokenizer.get_added_tokens_decoder();
  const known = new Map<number, Uint8Array>();
  const bytesOf = (token: number): Uint8Array => {
    let bytes = known.get(token);
    if (!bytes) {
      const content = added.get(token)?.content;
      bytes = content === undefined ? symbolBytes(tokenizer, token) : new TextEncoder().encode(content);
      known.set(token, bytes);
    }
    return bytes;
  };
  const spans = (tokens: ArrayLike<number>): TokenSpan[] => {
    const decoder = new TextDecoder("utf-8", {ignoreBOM: true});
    return Array.from(tokens, (token, i) => {
      const bytes = bytesOf(token);
      return {token, text: decoder.decode(bytes, {stream: i < tokens.length - 1}), bytes};
    });
  };
  return {
    encode: (text) => Int32Array.from(tokenizer.encode(text, {add_special_tokens: false}).ids),
    decode: (tokens) => spans(tokens).reduce((text, span) => text + span.text, ""),
    spans,
    id: (token) => tokenizer.token_to_id(token)
  };
}

function isByteLevel(decoder: unknown): boolean {
  const {type, decoders} = (decoder ?? {}) as {type?: unknown; decoders?: unknown};
  return type === "ByteLevel" || (type === "Sequence" && Array.isArray(decoders) && decoders.some(isByteLevel));
}

function symbolBytes(tokenizer: Tokenizer, token: number): Uint8Array {
  const symbols = tokenizer.id_to_token(token);
  if (symbols === undefined) throw new Error(`decode: ${token} is no token of the vocabulary`);
  return Uint8Array.from(symbols, (symbol) => {
    const byte = byteOf.get(symbol);
    if (byte === undefined) throw new Error(`decode: token ${token} holds ${symbol}, which stands for no byte`);
    return byte;
  });
}

/** The character that stands for a byte in byte-level vocabularies: itself where it is printable, else from U+0100 on. */
const byteOf: ReadonlyMap<string, number> = (() => {
  let next = 0x100;
  const table = new Map<string, number>();
  for (let byte = 0; byte < 256; byte++) {
    const printable = (byte > 0x20 && byte < 0x7f) || (byte > 0xa0 && byte !== 0xad);
    table.set(String.fromCharCode(printable ? byte : next++), byte);
  }
  return table;
})();
