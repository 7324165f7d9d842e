// The edit domain: a passage with small mistakes, then the passage as it should be. A model that learns it copies from its
// prompt, and copying is what look-up drafting lives on (in the papers: summarization). Passages come from the documents of
// the other domains, mistakes from here; the format is one line each:
//
//   Text: Becky had too much much on ehr plate.
//   Corrected: Becky had too much on her plate.

import {below, pick, type Random} from "./random.js";

/** What can go wrong with a word, and how often relative to the others. */
export interface EditWeights {
  /** two neighbouring letters change places */
  readonly swapLetters: number;
  readonly dropLetter: number;
  readonly doubleLetter: number;
  /** a letter is replaced by its neighbour on the keyboard */
  readonly wrongLetter: number;
  /** the word is written twice */
  readonly doubleWord: number;
  /** the word and the next one change places */
  readonly swapWords: number;
  /** a short word that the rest implies is left out */
  readonly dropWord: number;
}

export interface EditOptions {
  readonly weights?: EditWeights;
  /** mean number of words between mistakes; default 12. There is at least one mistake. */
  readonly wordsPerMistake?: number;
}

export const editWeights: EditWeights = {
  swapLetters: 6,
  dropLetter: 5,
  doubleLetter: 4,
  wrongLetter: 4,
  doubleWord: 4,
  swapWords: 2,
  dropWord: 1
};

const keyboard = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];
const droppable = new Set(["a", "an", "the", "of", "to", "is", "are", "was", "and", "in", "on", "at", "for", "be"]);

/** The training document for a passage without line breaks. `passage` must have a word of four letters or more. */
export function editDocument(passage: string, next: Random, options: EditOptions = {}): string {
  return `${editPrompt(passage, next, options)} ${passage}`;
}

/** The part before the correction: `Text: …\nCorrected:`. */
export function editPrompt(passage: string, next: Random, options: EditOptions = {}): string {
  return `Text: ${withMistakes(passage, next, options)}\nCorrected:`;
}

/** `passage` with mistakes; never equal to it. Throws for a passage that has no word of four letters or has line breaks. */
export function withMistakes(passage: string, next: Random, options: EditOptions = {}): string {
  const {weights = editWeights, wordsPerMistake = 12} = options;
  if (/[\r\n]/.test(passage)) throw new Error("edit: a passage is one line");
  if (!/\p{L}{4}/u.test(passage)) throw new Error(`edit: passage too short: ${JSON.stringify(passage)}`);
  const kinds = Object.keys(weights) as (keyof EditWeights)[];
  const total = kinds.reduce((sum, kind) => sum + weights[kind], 0);
  for (;;) {
    const words = passage.split(" ");
    let left = Math.max(1, Math.round((words.length / wordsPerMistake) * (0.5 + next())));
    for (let tries = 8 * left; left > 0 && tries > 0; --tries) {
      let mass = next() * total;
      const kind = kinds.find((candidate) => (mass -= weights[candidate]) < 0) ?? kinds[0];
      if (mistake(kind, words, below(next, words.length), next)) --left;
    }
    const text = words.join(" ");
    if (text !== passage) return text;
  }
}

/** Puts one mistake of `kind` at word `at`; false when that word does not allow it. */
function mistake(kind: keyof EditWeights, words: string[], at: number, next: Random): boolean {
  const word = words[at];
  const plain = /^\p{L}+$/u.test(word);
  switch (kind) {
    case "doubleWord":
      if (!plain) return false;
      words.splice(at, 0, word);
      return true;
    case "dropWord":
      if (!droppable.has(word)) return false;
      words.splice(at, 1);
      return true;
    case "swapWords":
      if (!plain || at + 1 >= words.length || !/^\p{Ll}+$/u.test(words[at + 1]) || words[at + 1] === word) return false;
      words.splice(at, 2, words[at + 1], word);
      return true;
    default: {
      const spoilt = spoilLetters(kind, word, next);
      if (spoilt === word) return false;
      words[at] = spoilt;
      return true;
    }
  }
}

/** One letter mistake in the longest run of letters of `word`; the word itself when that has fewer than four. */
function spoilLetters(kind: keyof EditWeights, word: string, next: Random): string {
  const run = /\p{L}{4,}/u.exec(word);
  if (!run) return word;
  const letters = Array.from(run[0]);
  const i = 1 + below(next, letters.length - 1); // first letters are rarely wrong, and cut off copying least when right
  if (kind === "swapLetters") {
    const j = i + 1 < letters.length ? i + 1 : i - 1;
    [letters[i], letters[j]] = [letters[j], letters[i]];
  } else if (kind === "dropLetter") letters.splice(i, 1);
  else if (kind === "doubleLetter") letters.splice(i, 0, letters[i]);
  else letters[i] = neighbour(letters[i], next);
  return word.slice(0, run.index) + letters.join("") + word.slice(run.index + run[0].length);
}

function neighbour(letter: string, next: Random): string {
  const row = keyboard.find((keys) => keys.includes(letter));
  if (!row) return letter;
  const at = row.indexOf(letter);
  return pick(
    next,
    [row[at - 1], row[at + 1]].filter((key) => key !== undefined)
  );
}
