// A tokenizer for the small random networks: a token is a character of a fixed alphabet.
import type {TextTokenizer} from "../../src/runtime/tokenizer.js";

const FIRST = 32;

export const toyTokenizer: TextTokenizer = {
  encode: (text) => Int32Array.from(text, (letter) => letter.charCodeAt(0) - FIRST),
  decode: (tokens) => String.fromCharCode(...Array.from(tokens, (token) => token + FIRST)),
  spans: (tokens) =>
    Array.from(tokens, (token) => {
      const text = String.fromCharCode(token + FIRST);
      return {token, text, bytes: new TextEncoder().encode(text)};
    }),
  id: () => undefined
};
