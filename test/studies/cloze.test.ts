// @vitest-environment node
import {expect, test} from "vitest";
import {clozeBatches, clozeItems, ITEMS, type ClozeItem} from "../../studies/tinyLm/cloze.js";

const names = ["river", "garden", "window", "letter", "captain", "evening", "stone"];
const sentence = (i: number): string =>
  `Then somebody said that number ${i} was the one who had gone down to the old ${names[i % names.length]}.`;
/** Passages of one to six such sentences, which are about 90 characters long. */
const passages = Array.from({length: 300}, (_, i) => Array.from({length: 1 + (i % 6)}, (_, k) => sentence(7 * i + k)).join(" ")); // prettier-ignore
const heldOut = {stories: passages, math: ["3 + 4 = 7. 3 + 5 = 8."], books: [passages.join(" ")]};

test("items end in a word behind which a sentence ends, and stand in the text as they are", () => {
  const {stories} = clozeItems(heldOut);
  expect(stories).toHaveLength(ITEMS);
  for (const {before, word} of stories) {
    expect(word).toMatch(/^ \p{L}{3,}$/u);
    expect(before.length).toBeGreaterThanOrEqual(60);
    expect(before.length).toBeLessThanOrEqual(200);
    expect(before).not.toMatch(/\s$/);
    expect(passages.some((passage) => passage.includes(`${before}${word}.`))).toBe(true);
    // what is shown begins where the passage or a word begins
    expect(passages.some((passage) => passage.startsWith(before)) || before.startsWith(" ")).toBe(true);
  }
});

test("text without such a word gives no items, a long passage several", () => {
  const {math, books} = clozeItems(heldOut);
  expect(math).toEqual([]);
  expect(books.length).toBeGreaterThan(50);
});

test("items depend on the seed alone", () => {
  expect(clozeItems(heldOut)).toEqual(clozeItems(heldOut));
  expect(clozeItems(heldOut, 6)).not.toEqual(clozeItems(heldOut));
});

/** A token for each character; 1 separates. */
const encode = (text: string): number[] => Array.from(text, (character) => character.codePointAt(0) ?? 0);
const decode = (tokens: Iterable<number>): string => String.fromCodePoint(...tokens);
const shape = {batch: 2, length: 12};
const items: ClozeItem[] = [
  {before: "a b", word: " cat"},
  {before: "one two three four", word: " five"},
  {before: "x", word: " yes"}
];
const batches = [...clozeBatches(items, {encode, separator: 1}, shape)];

test("batches mark exactly the word's tokens, each predicted from what stands before it", () => {
  expect(batches.map((batch) => batch.items)).toEqual([2, 1]);
  items.forEach(({word}, i) => {
    const {x, y, w} = batches[i >> 1];
    const row = (i % 2) * shape.length;
    const marked = Array.from({length: shape.length}, (_, k) => row + k).filter((at) => w[at] === 1);
    expect(decode(marked.map((at) => y[at]))).toBe(word);
    for (const at of marked.slice(1)) expect(x[at]).toBe(y[at - 1]);
  });
  for (const {w} of batches) expect([...w].every((weight) => weight === 0 || weight === 1)).toBe(true);
});

test("a row begins with the separator; of a text that is too long the end stays", () => {
  const [{x, y}] = batches;
  expect([...x.subarray(0, 7)]).toEqual([1, ...encode("a b ca")]);
  expect(decode(x.subarray(12, 24))).toBe(" three four five".slice(-13, -1));
  expect(decode(y.subarray(12, 24))).toBe(" three four five".slice(-12));
});

test("rows without an item are empty", () => {
  const {x, w} = batches[1];
  expect(x.subarray(12).every((token) => token === 0)).toBe(true);
  expect(w.subarray(12).every((weight) => weight === 0)).toBe(true);
});
