// A small cloze test: the last word of a sentence from held-out text, given what stands before it. Made at run time and
// never written down. A word counts as right where each of its tokens is the likeliest, so vocabularies can be compared.
// The idea is LAMBADA's (Paperno et al. 2016); unlike there, nobody has checked that people could guess the word.
import {pick, random} from "../../src/training/random.js";
import type {Batch} from "../../src/training/sampling.js";
import type {Encode} from "../../src/training/bpeEncoder.js";
import type {SequenceShape} from "../../src/nets/llama/sequence.js";

export interface ClozeItem {
  /** what stands before the word, from the beginning of the passage or a line of it */
  readonly before: string;
  /** the word, with the space in front */
  readonly word: string;
}

/** items from each domain */
export const ITEMS = 100;
/** characters shown before the word */
const SHORTEST = 60;
const LONGEST = 200;

/** At most `ITEMS` items of each domain, from stretches of some 600 characters. */
export function clozeItems(
  heldOut: Readonly<Record<string, readonly string[]>>,
  seed = 5
): Record<string, ClozeItem[]> {
  return Object.fromEntries(
    Object.entries(heldOut).map(([domain, passages], i) => {
      const next = random(seed, i);
      const items: ClozeItem[] = [];
      // long passages are few: several parts of each
      const parts = passages.flatMap((passage) => windows(passage));
      for (const part of parts) {
        const ends = [...part.matchAll(/ \p{L}{3,}(?=[.!?])/gu)].filter(({index}) => index >= SHORTEST);
        if (ends.length === 0) continue;
        const {index, 0: word} = pick(next, ends);
        const from = Math.max(0, index - LONGEST);
        const before = from === 0 ? part.slice(0, index) : part.slice(part.indexOf(" ", from), index);
        items.push({before, word});
      }
      return [domain, items.slice(0, ITEMS)];
    })
  );
}

/** A passage in stretches of some 600 characters. */
function windows(passage: string): string[] {
  const count = Math.max(1, Math.round(passage.length / 600));
  const size = passage.length / count;
  return Array.from({length: count}, (_, i) => passage.slice(Math.floor(i * size), Math.floor((i + 1) * size)));
}

/** Batches of items, one a row, its word at the end; weights are 1 at the word's tokens. Every row has an item or none. */
export function* clozeBatches(
  items: readonly ClozeItem[],
  {encode, separator}: {encode: Encode; separator: number},
  {batch, length}: SequenceShape
): Generator<Batch & {readonly items: number}> {
  for (let first = 0; first < items.length; first += batch) {
    const x = new Int32Array(batch * length);
    const y = new Int32Array(batch * length);
    const w = new Float32Array(batch * length);
    const some = items.slice(first, first + batch);
    some.forEach(({before, word}, row) => {
      const answer = encode(word);
      const tokens = [separator, ...encode(before), ...answer].slice(-length - 1);
      const at = row * length;
      x.set(tokens.slice(0, -1), at);
      y.set(tokens.slice(1), at);
      const end = at + tokens.length - 1;
      w.fill(1, end - answer.length, end);
    });
    yield {x, y, w, items: some.length};
  }
}
