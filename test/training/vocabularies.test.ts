// @vitest-environment node
import {readFileSync} from "node:fs";
import {Tokenizer} from "@huggingface/tokenizers";
import {expect, test} from "vitest";
import {countPretokens, trainBpe} from "../../src/training/bpe.js";
import {bpeEncoder} from "../../src/training/bpeEncoder.js";
import {below, pick, random} from "../../src/training/random.js";
import {tokenizerConfigJson, tokenizerJson, type TokenizerJson} from "../../src/training/tokenizerFiles.js";
import {prefixTokenizer, prunedTokenizer, SMALLEST_VOCABULARY} from "../../src/training/vocabularies.js";

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const joey = JSON.parse(read("data/models/joey/tokenizer.json")) as TokenizerJson;
const prose = (JSON.parse(read("data/prompts/books.json")) as {prompts: {text: string}[]}).prompts
  .map(({text}) => text)
  .join("\n");

const words = new Map<string, number>();
countPretokens(prose, words);
const trained = (size: number) => tokenizerJson(trainBpe(words, size - 2));

/** How often each entry occurs in `text`. */
function occurrences(json: TokenizerJson, text: string): Float64Array {
  const counts = new Float64Array(Object.keys(json.model.vocab).length);
  for (const id of bpeEncoder(json)(text)) ++counts[id];
  return counts;
}

/** Random text, mostly from the low end of Unicode, without surrogates. */
function randomText(seed: number, length: number): string {
  const next = random(seed);
  return Array.from({length}, () => {
    const point = below(next, pick(next, [0x80, 0x80, 0x300, 0x3000, 0xd800, 0x110000]));
    return String.fromCodePoint(point >= 0xd800 && point < 0xe000 ? 0x20 : point);
  }).join("");
}

const texts = [prose.slice(0, 3000), "naïve café — 3,141 “times”\r\n\t", "你好 👩‍👩‍👧‍👦 नमस्ते", randomText(7, 600)];

/** It gives every text back, with the ids of the fast encoder and of @huggingface/tokenizers. */
function expectLossless(json: TokenizerJson): void {
  const tokenizer = new Tokenizer(json, tokenizerConfigJson(512));
  const encode = bpeEncoder(json);
  for (const text of texts) {
    const {ids} = tokenizer.encode(text);
    expect(encode(text)).toEqual(ids);
    expect(tokenizer.decode(ids)).toBe(text);
  }
}

test("a prefix is what training for fewer entries gives, byte for byte", () => {
  const large = trained(1200);
  expect(Object.keys(large.model.vocab)).toHaveLength(1200);
  for (const size of [258, 259, 300, 512, 777, 1199, 1200]) {
    expect(JSON.stringify(prefixTokenizer(large, size))).toBe(JSON.stringify(trained(size)));
  }
});

test("a prefix of joey's tokenizer cuts every text without loss", () => {
  for (const size of [258, 512, 2048]) expectLossless(prefixTokenizer(joey, size));
  expect(JSON.stringify(prefixTokenizer(joey, 4096))).toBe(JSON.stringify(joey));
});

test("a prefix of a pruned tokenizer is refused: its ids are not in the order of training", () => {
  const {tokenizer} = prunedTokenizer(joey, occurrences(joey, prose), 1000);
  expect(() => prefixTokenizer(tokenizer, 900)).toThrow("tokenizer is not in the order of training: ");
});

test("pruning keeps special tokens and bytes, then the most frequent entries with the tokens on their way", () => {
  const counts = occurrences(joey, prose);
  const {tokenizer, kept} = prunedTokenizer(joey, counts, 1500);
  expect(Array.from(kept.slice(0, 258))).toEqual(Array.from({length: 258}, (_, id) => id));
  expect(new Set(kept).size).toBe(1500);
  const names = Object.keys(joey.model.vocab).sort((a, b) => joey.model.vocab[a] - joey.model.vocab[b]);
  kept.forEach((old, id) => expect(tokenizer.model.vocab[names[old]]).toBe(id));
  const covered = (ids: ArrayLike<number>) => Array.from(ids).reduce((sum, id) => sum + counts[id], 0);
  const first = Array.from({length: 1500}, (_, id) => id);
  expect(covered(kept)).toBeGreaterThan(covered(first));
});

test("every kept token that could be reached still is, and no merge needs a dropped one", () => {
  const counts = occurrences(joey, prose);
  for (const size of [259, 400, 1500, 4095]) {
    const {tokenizer, kept} = prunedTokenizer(joey, counts, size);
    const {vocab, merges} = tokenizer.model;
    for (const [a, b] of merges) expect([vocab[a], vocab[b], vocab[a + b]]).not.toContain(undefined);
    const made = new Set(merges.map(([a, b]) => vocab[a + b]));
    for (let id = SMALLEST_VOCABULARY; id < size; ++id) expect(made).toContain(id);
    const before = bpeEncoder(joey);
    const after = bpeEncoder(tokenizer);
    for (const name of Object.keys(vocab).filter((entry) => /^[a-zA-Z]+$/.test(entry))) {
      if (before(name).length === 1) expect(after(name).map((id) => kept[id])).toEqual(before(name));
    }
  }
});

test("text whose tokens are all kept is cut as it was; without one of them it is cut into more", () => {
  const full = trained(1200);
  const verse = prose.slice(0, 500);
  const before = bpeEncoder(full)(verse);
  const counts = occurrences(full, verse);
  const enough = Array.from({length: 900}, (_, i) => i + 259).find((size) => {
    const kept = new Set(prunedTokenizer(full, counts, size).kept);
    return before.every((id) => kept.has(id));
  }) as number;
  const cut = (size: number) => {
    const {tokenizer, kept} = prunedTokenizer(full, counts, size);
    return bpeEncoder(tokenizer)(verse).map((id) => kept[id]);
  };
  expect(enough).toBeLessThan(700);
  expect(cut(enough)).toEqual(before);
  expect(cut(enough - 1).length).toBeGreaterThan(before.length);
});

test("a pruned tokenizer cuts every text without loss", () => {
  const counts = occurrences(joey, prose);
  for (const size of [258, 300, 1000, 4096]) expectLossless(prunedTokenizer(joey, counts, size).tokenizer);
});

test("a token doesn't enter where its parts don't fit", () => {
  const json = tokenizerJson(trainBpe(new Map([["abcd", 9], ["xy", 4]]), 300)); // prettier-ignore
  const named = (counts: Record<string, number>, size: number) => {
    const all = Array.from({length: Object.keys(json.model.vocab).length}, () => 0);
    for (const [name, count] of Object.entries(counts)) all[json.model.vocab[name]] = count;
    return Object.keys(prunedTokenizer(json, all, size).tokenizer.model.vocab)
      .filter((name) => name.length > 1)
      .slice(2);
  };
  expect(Object.keys(json.model.vocab).slice(-4)).toEqual(["ab", "cd", "abcd", "xy"]);
  expect(named({abcd: 5, xy: 1}, 260)).toEqual(["xy", "ab"]);
  expect(named({abcd: 5, xy: 1}, 261)).toEqual(["ab", "cd", "abcd"]);
});

test("sizes and counts out of range are refused", () => {
  expect(() => prefixTokenizer(joey, 257)).toThrow("invalid vocabulary size: 257; give 258 to 4096");
  expect(() => prefixTokenizer(joey, 4097)).toThrow("invalid vocabulary size: 4097; give 258 to 4096");
  expect(() => prunedTokenizer(joey, occurrences(joey, ""), 300.5)).toThrow("invalid vocabulary size: 300.5");
  expect(() => prunedTokenizer(joey, [1, 2], 300)).toThrow("invalid counts: 2 of them for 4096 entries");
  const swapped = {...joey, model: {...joey.model, vocab: {...joey.model.vocab, "!": 3, '"': 2}}};
  expect(() => prefixTokenizer(swapped, 300)).toThrow('tokenizer has " as entry 2: expected');
});
