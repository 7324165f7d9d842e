// Token ids → text, by the bytes they stand for; special tokens stand for none.
import {SYMBOL_BYTES} from "../../src/training/byteSymbols.js";
import type {TokenizerJson} from "../../src/training/tokenizerFiles.js";

export function decoderOf({model, added_tokens}: TokenizerJson): (tokens: Iterable<number>) => string {
  const bytes: Uint8Array[] = [];
  for (const [symbols, id] of Object.entries(model.vocab)) {
    bytes[id] = Uint8Array.from(symbols, (symbol) => SYMBOL_BYTES.get(symbol) ?? 63);
  }
  for (const {id} of added_tokens) bytes[id] = new Uint8Array(0);
  const utf8 = new TextDecoder();
  return (tokens) => utf8.decode(Buffer.concat(Array.from(tokens, (token) => bytes[token])));
}
