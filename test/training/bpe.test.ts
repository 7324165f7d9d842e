// @vitest-environment node
import {Tokenizer} from "@huggingface/tokenizers";
import {expect, test} from "vitest";
import {countPretokens, trainBpe} from "../../src/training/bpe.js";
import {bpeEncoder} from "../../src/training/bpeEncoder.js";
import {pretokens} from "../../src/training/pretokens.js";
import {below, pick, random} from "../../src/training/random.js";
import {tokenByteLengths, tokenizerConfigJson, tokenizerJson} from "../../src/training/tokenizerFiles.js";

const verse = `The wind wound round the window and the winding stair.
"Where does the wind wind?" she'd ask; we’ll never know: 3,141 times in 1999 it went "round and round".\r\n
\tUser: I'd like a table for 2 at 7:30 pm on the 14th, please.
Assistant: A table for 2 at 7:30 pm on the 14th is booked. Is there anything else? — Ça va, naïve café?`;

function train(size: number) {
  const counts = new Map<string, number>();
  countPretokens(verse, counts, 3);
  return tokenizerJson(trainBpe(counts, size));
}

const json = train(380);
const encode = bpeEncoder(json);
const tokenizer = new Tokenizer(json, tokenizerConfigJson(512));

const odd = [
  "",
  " ",
  "   ",
  "\n",
  "\r\n\r\n",
  " \n \n",
  "a  b   c",
  "\u0000\u0001\u001f\u007f\u0085\u00a0\u00ad\u2028\ufeff",
  "e\u0301 o\u0302\u0323 \u0301 lone mark",
  "👩‍👩‍👧‍👦 🏳️‍🌈 🇩🇪👍🏽",
  "नमस्ते दुनिया مرحبا 你好，世界 สวัสดี",
  "it's IT'S we’ll 'tis 'style",
  "x² ½ ٣ Ⅷ 12,345.678",
  "<|pad| >",
  " n't , . ' s"
];

/** A string of `length` characters from all of Unicode but the surrogates, mostly from the low end. */
function randomText(seed: number, length: number): string {
  const next = random(seed);
  return Array.from({length}, () => {
    const point = below(next, pick(next, [0x80, 0x80, 0x300, 0x3000, 0xd800, 0x110000]));
    return String.fromCodePoint(point >= 0xd800 && point < 0xe000 ? 0x20 : point);
  }).join("");
}

test("pre-tokens joined are the text", () => {
  for (const text of [...odd, verse, randomText(1, 5000)]) expect(pretokens(text).join("")).toBe(text);
});

test("pre-tokens keep digits apart and line breaks together", () => {
  expect(pretokens("at 12:30\n\nGo  on")).toEqual(["at", " 1", "2", ":", "3", "0", "\n\n", "Go", " ", " on"]);
});

test("trainBpe merges the most frequent pair first and older symbols on a tie", () => {
  const {symbols, merges} = trainBpe(new Map([["abab", 2], ["cd", 3]]), 300); // prettier-ignore
  expect(symbols.slice(256)).toEqual(["ab", "cd", "abab"]);
  expect(merges).toEqual([[97, 98, 256], [99, 100, 257], [256, 256, 258]]); // prettier-ignore
});

test("trainBpe finds the merges that recounting everything after each merge finds", () => {
  const counts = new Map<string, number>();
  countPretokens(verse, counts);
  const {symbols, merges} = trainBpe(counts, 380);
  const words = [...counts].map(([word, count]) => ({parts: [...new TextEncoder().encode(word)], count}));
  for (const [a, b, symbol] of merges) {
    const pairs = new Map<number, number>();
    for (const {parts, count} of words) {
      for (let i = 1; i < parts.length; ++i) {
        const pair = parts[i - 1] * 65536 + parts[i];
        pairs.set(pair, (pairs.get(pair) ?? 0) + count);
      }
    }
    const [best] = [...pairs].sort(([p, m], [q, n]) => n - m || p - q);
    expect([a, b]).toEqual([Math.floor(best[0] / 65536), best[0] % 65536]);
    expect(symbols[symbol]).toBe(symbols[a] + symbols[b]);
    for (const {parts} of words) {
      for (let i = 1; i < parts.length; ++i) {
        if (parts[i - 1] === a && parts[i] === b) parts.splice(i - 1, 2, symbol);
      }
    }
  }
});

test("trainBpe stops when no pair occurs twice", () => {
  expect(trainBpe(new Map([["abc", 1]]), 300).symbols).toHaveLength(256);
  expect(trainBpe(new Map(), 300).merges).toEqual([]);
});

test("trainBpe refuses fewer symbols than bytes", () => {
  expect(() => trainBpe(new Map(), 255)).toThrow("invalid number of symbols: 255");
});

test("tokenizer.json gives every text back, byte for byte", () => {
  for (let seed = 0; seed < 40; ++seed) odd.push(randomText(seed, 1 + seed * 5));
  for (const text of [...odd, verse]) {
    if (text === "") continue; // decode refuses an empty list
    expect(tokenizer.decode(tokenizer.encode(text).ids)).toBe(text);
  }
});

test("the fast encoder gives the ids of @huggingface/tokenizers", () => {
  for (const text of [...odd, verse, verse.slice(7), randomText(99, 2000)]) {
    expect(encode(text)).toEqual(tokenizer.encode(text).ids);
  }
});

test("special tokens have the first ids, and a corpus cannot smuggle one in", () => {
  expect(tokenizer.encode("<|endoftext|>a<|pad|>").ids).toEqual([0, json.model.vocab.a, 1]);
  expect(encode("<|endoftext|>")).not.toContain(0);
});

test("the lengths of tokens in bytes add up to the text", () => {
  const lengths = tokenByteLengths(json);
  expect(lengths).toHaveLength(382);
  expect([lengths[0], lengths[1]]).toEqual([0, 0]);
  const bytes = encode(verse).reduce((sum, id) => sum + lengths[id], 0);
  expect(bytes).toBe(new TextEncoder().encode(verse).length);
});

test("an encoder refuses a tokenizer with another pattern", () => {
  expect(() => bpeEncoder({...json, pre_tokenizer: null})).toThrow("splits text by another pattern");
});
