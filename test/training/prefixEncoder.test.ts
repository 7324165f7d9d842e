// @vitest-environment node
import {readFileSync} from "node:fs";
import {expect, test} from "vitest";
import {bpeEncoder} from "../../src/training/bpeEncoder.js";
import {compactMerges, mergePairs} from "../../src/training/compactVocabulary.js";
import {entryBytes, prefixEncoder} from "../../src/training/prefixEncoder.js";
import type {TokenizerJson} from "../../src/training/tokenizerFiles.js";
import {prefixTokenizer} from "../../src/training/vocabularies.js";

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const joey = JSON.parse(read("data/models/joey/tokenizer.json")) as TokenizerJson;
const pairs = mergePairs(compactMerges(joey));
const texts = [read("docs/figures.md"), "naïve café — 3,141 “times”\r\n\t", "你好 👩‍👩‍👧‍👦 नमस्ते", "<|endoftext|>", ""];

test("the first entries cut a text as the tokenizer of that size does", () => {
  const encode = prefixEncoder(pairs);
  for (const size of [258, 512, 1000, 4096]) {
    const expected = bpeEncoder(prefixTokenizer(joey, size));
    for (const text of texts) expect(encode(text, size)).toEqual(expected(text));
  }
});

test("the bytes of the entries joined are the text", () => {
  const bytes = entryBytes(pairs);
  expect(bytes).toHaveLength(4096);
  const utf8 = (text: string) => String.fromCharCode(...new TextEncoder().encode(text));
  for (const text of texts) {
    const ids = prefixEncoder(pairs)(text, 4096);
    expect(ids.map((id) => bytes[id]).join("")).toBe(utf8(text));
  }
});
