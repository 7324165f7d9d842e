// Passages for the edit domain: a few sentences in a row from one document, on one line. Speaker labels go, so that a
// passage of a dialogue is what was said.

import {below, type Random} from "./random.js";

export interface PassageOptions {
  /** shortest and longest passage in characters; default 120 and 400, about 30 to 110 tokens */
  readonly minLength?: number;
  readonly maxLength?: number;
}

const sentenceEnd = /(?<=[.!?]["')\]]?) +(?=["'([]?[\p{Lu}\p{N}$])/u;

/** The sentences of a document, speaker and section labels removed. */
export function sentences(document: string): string[] {
  return document
    .split(/\s*\n\s*/)
    .map((line) => line.replace(/^(?:User|Assistant|Question|Answer): /, ""))
    .flatMap((line) => line.split(sentenceEnd))
    .filter((sentence) => sentence !== "");
}

/**
 * A run of sentences of `document`, minLength to maxLength characters, that begins at a random sentence; undefined when
 * none is found there. Runs of white space inside become single spaces.
 */
export function passage(document: string, next: Random, options: PassageOptions = {}): string | undefined {
  const {minLength = 120, maxLength = 400} = options;
  const all = sentences(document);
  if (all.length === 0) return undefined;
  const target = minLength + next() * (maxLength - minLength);
  let text = "";
  for (let i = below(next, all.length); i < all.length && text.length < target; ++i) {
    const longer = `${text} ${all[i].replace(/\s+/g, " ").trim()}`.trimStart();
    if (longer.length > maxLength) break;
    text = longer;
  }
  return text.length >= minLength && /\p{L}{4}/u.test(text) ? text : undefined;
}
