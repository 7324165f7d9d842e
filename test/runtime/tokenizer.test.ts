import {readFileSync} from "node:fs";
import {expect, it} from "vitest";
import {openTokenizer} from "../../src/runtime/tokenizer.js";

const read = (name: string): Record<string, unknown> =>
  JSON.parse(readFileSync(new URL(`../../data/models/joey/${name}`, import.meta.url), "utf8")) as Record<
    string,
    unknown
  >;

const files = {tokenizer: read("tokenizer.json"), config: read("tokenizer_config.json")};
const tokenizer = openTokenizer(files);
const texts = [
  "",
  " ",
  "A table for two, at 7pm?",
  "naïve — 東京 👩‍👩‍👧 Ω\u0000\ufeff\r\n\t",
  "a<|endoftext|>b",
  "\u{1f600}".repeat(9)
];

it("text survives encoding and decoding", () => {
  for (const text of texts) expect(tokenizer.decode(tokenizer.encode(text))).toBe(text);
});

it("spans join to the text, and their bytes are the text's bytes", () => {
  for (const text of texts) {
    const spans = tokenizer.spans(tokenizer.encode(text));
    expect(spans.map((span) => span.text).join("")).toBe(text);
    expect(spans.flatMap(({bytes}) => Array.from(bytes))).toEqual(Array.from(new TextEncoder().encode(text)));
  }
});

it("a character belongs to the token that completes it", () => {
  const spans = tokenizer.spans(tokenizer.encode("\u{1f980}"));
  expect(spans.length).toBeGreaterThan(1);
  expect(spans.map(({text}) => text)).toEqual([...new Array<string>(spans.length - 1).fill(""), "\u{1f980}"]);
});

it("a text that ends within a character ends with a replacement character", () => {
  const tokens = tokenizer.encode("\u{1f980}").slice(0, -1);
  expect(tokenizer.decode(tokens)).toBe("\ufffd");
});

it("special tokens are found by their spelling", () => {
  const end = tokenizer.id("<|endoftext|>");
  expect(end).toBeDefined();
  expect(Array.from(tokenizer.encode("<|endoftext|>"))).toEqual([end]);
  expect(tokenizer.id("no such token")).toBeUndefined();
});

it("refuses unknown tokens and other kinds of tokenizer", () => {
  expect(() => tokenizer.decode([999999])).toThrow("999999 is no token of the vocabulary");
  const metaspace = {...files, tokenizer: {...files.tokenizer, decoder: {type: "Metaspace"}}};
  expect(() => openTokenizer(metaspace)).toThrow('unsupported decoder: {"type":"Metaspace"}');
});
