// Pre-tokens: text is cut into words, single digits, runs of punctuation and white space before byte pairs are merged, as
// in GPT-2 (Radford et al. 2019, section 2.2), with two differences that suit a small model: digits stand alone, so that
// the tokens of a number do not depend on its neighbours, and line breaks form pre-tokens of their own.

/** The pattern in a form that JavaScript (flag `u`) and Oniguruma (`tokenizer.json` elsewhere) read alike. */
export const PRETOKEN_PATTERN = [
  "['’](?:ll|re|ve|[dmst])(?!\\p{L})", // the end of a contraction
  " ?\\p{L}[\\p{L}\\p{M}]*", // a word, with the space before it
  " ?\\p{N}", // one digit
  " ?[^\\p{White_Space}\\p{L}\\p{N}]+", // punctuation, symbols, controls, emoji
  "[\\r\\n]+", // line breaks
  "[^\\P{White_Space}\\r\\n]+(?!\\P{White_Space})", // spaces, but for the one that goes with the next word
  "\\p{White_Space}"
].join("|");

const pattern = new RegExp(PRETOKEN_PATTERN, "gu");

/** Cuts `text` into pre-tokens; joined they are the text again. */
export function pretokens(text: string): string[] {
  return text.match(pattern) ?? [];
}
