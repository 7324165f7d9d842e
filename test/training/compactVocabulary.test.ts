// @vitest-environment node
import {readFileSync} from "node:fs";
import {expect, test} from "vitest";
import {compactMerges, mergePairs, tokenizerOf} from "../../src/training/compactVocabulary.js";
import type {TokenizerJson} from "../../src/training/tokenizerFiles.js";
import {prefixTokenizer, prunedTokenizer} from "../../src/training/vocabularies.js";

const text = readFileSync(new URL("../../data/models/joey/tokenizer.json", import.meta.url), "utf8");
const joey = JSON.parse(text) as TokenizerJson;

test("joey's tokenizer comes back from its merges, byte for byte", () => {
  const compact = compactMerges(joey);
  expect(compact.length).toBeLessThan(text.length / 4);
  expect(JSON.stringify(tokenizerOf(compact)) + "\n").toBe(text);
});

test("bytes alone have no merges", () => {
  const bytes = prefixTokenizer(joey, 258);
  expect(compactMerges(bytes)).toBe("");
  expect(JSON.stringify(tokenizerOf(""))).toBe(JSON.stringify(bytes));
});

test("mergePairs gives ids", () => {
  const {vocab, merges} = joey.model;
  const expected = merges.map(([a, b]) => [vocab[a], vocab[b]]);
  expect(mergePairs(compactMerges(joey))).toEqual(expected);
});

test("merges of what doesn't exist yet, of special tokens and of anything else are refused", () => {
  expect(() => mergePairs("2 3,76 2")).not.toThrow();
  expect(() => mergePairs("2 3,77 2")).toThrow("invalid merge 1: 77 2");
  expect(() => mergePairs("1 3")).toThrow("invalid merge 0: 1 3");
  expect(() => mergePairs("2 3 4")).toThrow("invalid merge 0: 2 3 4");
  expect(() => mergePairs("2 3,")).toThrow("invalid merge 1: ");
});

test("a pruned tokenizer has no compact form", () => {
  const counts = new Float64Array(4096).map((_, id) => (id * 7919) % 4096);
  const {tokenizer} = prunedTokenizer(joey, counts, 1000);
  expect(() => compactMerges(tokenizer)).toThrow("tokenizer is not in the order of training");
});
