import {expect, test} from "vitest";
import {characterVocabulary, OTHER} from "../../src/training/characters.js";

test("a text comes back from its tokens", () => {
  const text = "naïve 🐦\nbirds";
  const vocabulary = characterVocabulary(text);
  expect(vocabulary.decode(vocabulary.encode(text))).toBe(text);
  expect(vocabulary.encode(text)).toHaveLength([...text].length);
  expect(vocabulary.folded).toBe(0);
  expect(vocabulary.characters).toEqual(
    [...vocabulary.characters].sort((a, b) => a.codePointAt(0)! - b.codePointAt(0)!)
  );
});

test("beyond the limit the rarest characters are one token", () => {
  const vocabulary = characterVocabulary("aaabbbccd", 3);
  expect(vocabulary.characters).toEqual(["a", "b", OTHER]);
  expect(vocabulary.folded).toBe(2);
  expect(vocabulary.decode(vocabulary.encode("abcd"))).toBe(`ab${OTHER}${OTHER}`);
});

test("as many characters as the limit are not folded", () => {
  expect(characterVocabulary("abc", 3)).toMatchObject({characters: ["a", "b", "c"], folded: 0});
});

test("equally rare characters are folded in one order", () => {
  expect(characterVocabulary("dcba", 3).characters).toEqual(characterVocabulary("abcd", 3).characters);
});

test("a character that no token stands for is passed over where nothing was folded", () => {
  const vocabulary = characterVocabulary("ab");
  expect(vocabulary.decode(vocabulary.encode("a?b"))).toBe("ab");
});

test("line ends are one character, however they are written", () => {
  const vocabulary = characterVocabulary("a\r\nb\rc\nd");
  expect(vocabulary.characters).toEqual(["\n", "a", "b", "c", "d"]);
  expect(vocabulary.decode(vocabulary.encode("a\r\nb"))).toBe("a\nb");
});

test("an empty text and a limit below 2 are refused", () => {
  expect(() => characterVocabulary("")).toThrow("characters: the text is empty");
  expect(() => characterVocabulary("a", 1)).toThrow("characters: invalid limit: 1");
});
