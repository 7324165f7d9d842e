// What vocabularies are learned from: how often each pre-token occurs in a sample of every domain, counted so that domains
// weigh as recipe.json says.

import {countPretokens} from "../../src/training/bpe.js";
import recipe from "./recipe.json" with {type: "json"};

type Documents = Readonly<Record<string, readonly string[]>>;

/** Each document's beginning; `factor` is what one occurrence counts as in a hundred million characters of the mixture. */
export function* sample(documents: Documents): Generator<{domain: string; text: string; factor: number}> {
  for (const [domain, weight] of Object.entries(recipe.tokenizer.weights)) {
    const all = documents[domain];
    const length = all.reduce((sum, document) => sum + document.length, 0);
    const share = Math.min(1, recipe.tokenizer.sampleCharacters / length);
    const factor = (weight * 1e8) / (length * share);
    for (const text of all) yield {domain, text: text.slice(0, Math.ceil(text.length * share)), factor};
  }
}

/** Counts of pre-tokens as in a hundred million characters of the mixture; `documents` by domain (readSplit). */
export function wordCounts(documents: Documents): Map<string, number> {
  const counts = new Map<string, number>();
  for (const {text, factor} of sample(documents)) countPretokens(text, counts, factor);
  return counts;
}
