// @vitest-environment node
import {expect, test} from "vitest";
import {countPretokens, trainBpe} from "../../src/training/bpe.js";
import {bpeEncoder} from "../../src/training/bpeEncoder.js";
import {tokenizerJson} from "../../src/training/tokenizerFiles.js";
import {sample, wordCounts} from "../../studies/corpora/wordCounts.js";
import {coverage, cutHeldOut, entryCounts} from "../../studies/tinyLm/coverage.js";
import recipe from "../../studies/corpora/recipe.json" with {type: "json"};

const verse = "the wind wound round the window and the winding stair, round and round the winding stair";
const words = new Map<string, number>();
countPretokens(verse, words);
const tokenizer = tokenizerJson(trainBpe(words, 290));
const size = Object.keys(tokenizer.model.vocab).length;

test("entryCounts counts what encoding the whole text gives", () => {
  const counts = entryCounts(tokenizer, words);
  const ids = bpeEncoder(tokenizer)(verse);
  expect(Array.from(counts)).toEqual(Array.from({length: size}, (_, id) => ids.filter((other) => other === id).length));
});

test("coverage adds up the most frequent entries, whatever their order", () => {
  expect(coverage([1, 0, 5, 2], [0, 1, 2, 3, 4, 9])).toEqual([0, 5 / 8, 7 / 8, 1, 1, 1]);
});

test("held-out text is cut by the first entries, and those that occur nowhere are counted", () => {
  const {domains, unused} = cutHeldOut(tokenizer, 258, {a: ["abba", "ä"], b: []});
  expect(domains).toEqual({a: {tokens: 6, bytes: 6}, b: {tokens: 0, bytes: 0}});
  expect(unused).toBe(258 - 4); // a, b and the two bytes of ä
  expect(cutHeldOut(tokenizer, size, {a: [verse]}).domains.a.tokens).toBe(bpeEncoder(tokenizer)(verse).length);
});

test("a domain counts as the recipe weighs it, however long it is", () => {
  const {weights} = recipe.tokenizer;
  const documents = Object.fromEntries(Object.keys(weights).map((domain, i) => [domain, Array.from({length: i + 1}, () => `${domain} `)])); // prettier-ignore
  const characters = (domain: string) => [...sample(documents)].filter((one) => one.domain === domain).reduce((sum, {text, factor}) => sum + text.length * factor, 0); // prettier-ignore
  for (const [domain, weight] of Object.entries(weights)) expect(characters(domain)).toBeCloseTo(weight * 1e8, -1);
  const counts = wordCounts(documents);
  expect(counts.get("books")! / counts.get("math")!).toBeCloseTo((weights.books / 6) / (weights.math / 5)); // prettier-ignore
});
