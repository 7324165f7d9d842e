// @vitest-environment node
import {createHash} from "node:crypto";
import {readFileSync} from "node:fs";
import {expect, test} from "vitest";
import {mergePairs, tokenizerOf} from "../../src/training/compactVocabulary.js";
import {countsOf, prefixCounts} from "../../src/training/entryCounts.js";
import {prefixTokenizer} from "../../src/training/vocabularies.js";
import {coverage} from "../../studies/tinyLm/coverage.js";
import type {VocabularyCoverage, VocabularyFile} from "../../studies/tinyLm/vocabularyFiles.js";

const read = (path: string) => readFileSync(new URL(`../../data/models/${path}`, import.meta.url), "utf8");
const file = JSON.parse(read("vocabulary/vocabulary.json")) as VocabularyFile;
const about = JSON.parse(read("vocabulary/coverage.json")) as VocabularyCoverage;
const tokenizer = tokenizerOf(file.merges);
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

test("the vocabulary is the one that its files name", () => {
  expect(Object.keys(tokenizer.model.vocab)).toHaveLength(file.size);
  expect(file.size).toBe(16384);
  expect(sha256(JSON.stringify(tokenizer) + "\n")).toBe(file.sha256);
  expect(about.source.tokenizer).toBe(file.sha256);
  expect(read("vocabulary/README.md")).toContain(file.sha256);
});

test("its first 4096 entries are joey's tokenizer, byte for byte", () => {
  expect(JSON.stringify(prefixTokenizer(tokenizer, 4096)) + "\n").toBe(read("joey/tokenizer.json"));
});

test("coverage was counted on the corpora and the recipe of this commit", () => {
  const manifest = readFileSync(new URL("../../studies/corpora/manifest.json", import.meta.url), "utf8");
  const recipe = readFileSync(new URL("../../studies/corpora/recipe.json", import.meta.url), "utf8");
  expect(about.source.corpora).toBe(sha256(JSON.stringify(JSON.parse(manifest))));
  expect(about.source.recipe).toBe(sha256(JSON.stringify(JSON.parse(recipe))));
});

test("the counts give the coverage and the tokens of every size again, as well as a character can", () => {
  const counts = countsOf(file.counts);
  expect(counts).toHaveLength(file.size);
  const entries = about.coverage.map(({entries: n}) => n);
  coverage(counts, entries).forEach((share, i) => {
    expect(Math.abs(share - about.coverage[i].share)).toBeLessThan(0.01);
  });
  const pairs = mergePairs(file.merges);
  for (const {size, tokens} of about.sizes) {
    const sum = prefixCounts(pairs, counts, size).reduce((total, count) => total + count, 0);
    expect(Math.abs(sum / tokens - 1)).toBeLessThan(0.01);
  }
});

test("more entries cover more and cut into less, and their last ones are rarer and oftener unused", () => {
  const {coverage: curve, sizes} = about;
  expect(curve).toHaveLength(41);
  expect(curve[curve.length - 1]).toEqual({entries: 16384, share: 1});
  for (let i = 1; i < curve.length; ++i) expect(curve[i].share).toBeGreaterThan(curve[i - 1].share);
  for (let i = 1; i < sizes.length; ++i) {
    for (const [domain, {tokens, bytes}] of Object.entries(sizes[i].heldOut)) {
      expect(bytes).toBe(sizes[i - 1].heldOut[domain].bytes);
      expect(tokens).toBeLessThan(sizes[i - 1].heldOut[domain].tokens);
    }
    expect(sizes[i].last.share).toBeLessThan(sizes[i - 1].last.share);
    expect(sizes[i].unused).toBeGreaterThanOrEqual(sizes[i - 1].unused);
  }
});

test("all of it stays small", () => {
  expect(read("vocabulary/vocabulary.json").length).toBeLessThan(130_000);
  const all = ["vocabulary.json", "coverage.json", "README.md"].map((name) => read(`vocabulary/${name}`).length);
  expect(all.reduce((sum, length) => sum + length)).toBeLessThan(200_000);
});
