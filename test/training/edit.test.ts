// @vitest-environment node
import {expect, test} from "vitest";
import {editDocument, editPrompt, withMistakes, type EditWeights} from "../../src/training/edit.js";
import {passage, sentences} from "../../src/training/passages.js";
import {random} from "../../src/training/random.js";

const kind = "The ferry to the island leaves at half past nine, and it comes back before the evening bells ring twice.";
const none: EditWeights = {
  swapLetters: 0,
  dropLetter: 0,
  doubleLetter: 0,
  wrongLetter: 0,
  doubleWord: 0,
  swapWords: 0,
  dropWord: 0
};

test("an edit document is the spoilt passage and then the passage", () => {
  const document = editDocument(kind, random(1));
  const [text, corrected] = document.split("\n");
  expect(corrected).toBe(`Corrected: ${kind}`);
  expect(text.startsWith("Text: ")).toBe(true);
  expect(text).not.toBe(`Text: ${kind}`);
  expect(editPrompt(kind, random(1))).toBe(document.slice(0, -kind.length - 1));
});

test("mistakes depend on the seed alone and never leave a passage as it was", () => {
  const spoilt = Array.from({length: 200}, (_, seed) => withMistakes(kind, random(seed)));
  expect(spoilt).not.toContain(kind);
  expect(new Set(spoilt).size).toBeGreaterThan(150);
  expect(withMistakes(kind, random(7))).toBe(spoilt[7]);
});

test("most words of a passage survive, so that there is much to copy", () => {
  const words = kind.split(" ");
  let kept = 0;
  for (let seed = 0; seed < 100; ++seed) {
    const spoilt = new Set(withMistakes(kind, random(seed)).split(" "));
    kept += words.filter((word) => spoilt.has(word)).length;
  }
  expect(kept / (100 * words.length)).toBeGreaterThan(0.85);
  expect(kept / (100 * words.length)).toBeLessThan(0.99);
});

test("each kind of mistake changes what its name says", () => {
  const one = (weights: Partial<EditWeights>, seed: number) =>
    withMistakes(kind, random(seed), {weights: {...none, ...weights}, wordsPerMistake: 1000});
  const count = kind.split(" ").length;
  const sorted = (text: string) => Array.from(text).sort().join("");
  for (let seed = 0; seed < 20; ++seed) {
    expect(sorted(one({swapLetters: 1}, seed))).toBe(sorted(kind));
    expect(one({dropLetter: 1}, seed)).toHaveLength(kind.length - 1);
    expect(one({doubleLetter: 1}, seed)).toMatch(/(\p{L})\1/u);
    expect(one({wrongLetter: 1}, seed)).toHaveLength(kind.length);
    expect(one({doubleWord: 1}, seed)).toMatch(/\b(\p{L}+) \1\b/u);
    expect(one({swapWords: 1}, seed).split(" ").sort()).toEqual(kind.split(" ").sort());
    expect(one({dropWord: 1}, seed).split(" ")).toHaveLength(count - 1);
  }
});

test("a passage needs letters to spoil and stays on one line", () => {
  expect(() => withMistakes("a b c", random(1))).toThrow('edit: passage too short: "a b c"');
  expect(() => withMistakes("", random(1))).toThrow("passage too short");
  expect(() => withMistakes("first line\nsecond line", random(1))).toThrow("edit: a passage is one line");
});

test("sentences drop speaker labels and do not end at abbreviations before small letters", () => {
  expect(sentences("User: Hello there. How are you?\nAssistant: Fine, at 5 p.m. sharp.")).toEqual([
    "Hello there.",
    "How are you?",
    "Fine, at 5 p.m. sharp."
  ]);
  expect(sentences("")).toEqual([]);
});

test("a passage is a run of whole sentences within the bounds", () => {
  const document = Array.from({length: 30}, (_, i) => `Sentence number ${i} says a little.`).join("\n");
  for (let seed = 0; seed < 50; ++seed) {
    const text = passage(document, random(seed));
    if (text === undefined) continue; // it began too near the end
    expect(text.length).toBeGreaterThanOrEqual(120);
    expect(text.length).toBeLessThanOrEqual(400);
    expect(document.replaceAll("\n", " ")).toContain(text);
    expect(text).toMatch(/^Sentence .*\.$/);
  }
  expect(passage(document, random(3))).toBeDefined();
});

test("a document that is too short has no passage", () => {
  expect(passage("Too short.", random(1))).toBeUndefined();
  expect(passage("", random(1))).toBeUndefined();
});
