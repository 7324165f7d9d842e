// @vitest-environment node
import {readFileSync} from "node:fs";
import {expect, test} from "vitest";
import {bpeEncoder} from "../../src/training/bpeEncoder.js";
import {compactMerges, mergePairs} from "../../src/training/compactVocabulary.js";
import {countsOf, countsText, prefixCounts} from "../../src/training/entryCounts.js";
import type {TokenizerJson} from "../../src/training/tokenizerFiles.js";
import {prefixTokenizer} from "../../src/training/vocabularies.js";

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const joey = JSON.parse(read("data/models/joey/tokenizer.json")) as TokenizerJson;
const pairs = mergePairs(compactMerges(joey));
const text = read("data/prompts/books.json") + read("docs/figures.md") + "naïve 你好 👩‍👩‍👧‍👦";

function count(size: number): Float64Array {
  const counts = new Float64Array(size);
  for (const id of bpeEncoder(prefixTokenizer(joey, size))(text)) ++counts[id];
  return counts;
}

test("the counts of a smaller vocabulary follow from those of the larger, exactly", () => {
  const counts = count(4096);
  for (const size of [258, 259, 512, 1000, 4095, 4096]) expect(prefixCounts(pairs, counts, size)).toEqual(count(size));
});

test("prefixCounts leaves what it is given as it was, and refuses sizes out of range", () => {
  const counts = count(4096);
  prefixCounts(pairs, counts, 300);
  expect(counts).toEqual(count(4096));
  expect(() => prefixCounts(pairs, counts, 257)).toThrow("invalid vocabulary size: 257; give 258 to 4096");
  expect(() => prefixCounts(pairs, counts, 4097)).toThrow("invalid vocabulary size: 4097");
});

test("counts come back from text to 9 %, and never stays never", () => {
  const counts = [0, 1, 2, 3, 10, 333, 12345, 4000000];
  const back = countsOf(countsText(counts));
  counts.forEach((value, i) => {
    if (value === 0) expect(back[i]).toBe(0);
    else expect(Math.abs(Math.log2(back[i] / value))).toBeLessThanOrEqual(1 / 8);
  });
  expect(countsOf("")).toHaveLength(0);
});

test("what occurs less than once on average still occurs", () => {
  expect(countsOf(countsText([0.3]))[0]).toBe(1);
});

test("the characters for counts stand in JSON as they are", () => {
  const text = countsText([0, ...Array.from({length: 90}, (_, i) => 2 ** (i / 4))]);
  expect(new Set(text).size).toBe(91);
  expect(JSON.stringify(text)).toBe(`"${text}"`);
});

test("counts and characters out of range are refused", () => {
  expect(() => countsText([1e9])).toThrow("invalid count: 1000000000");
  expect(() => countsText([NaN])).toThrow("invalid count: NaN");
  expect(() => countsText([-1])).toThrow("invalid count: -1");
  expect(() => countsOf("#\\")).toThrow("invalid character for a count: \\");
});
