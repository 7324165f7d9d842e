// A vocabulary of characters: the distinct ones of a text, so that a network of a few thousand weights spends few of them
// on its embedding. What is rare beyond the limit is folded into one token.

export interface CharacterVocabulary {
  /** one character a token, in code point order; a folded vocabulary ends with `OTHER` */
  readonly characters: readonly string[];
  /** distinct characters that became `OTHER` */
  readonly folded: number;
  /** @returns token ids, one a character; characters that are not known become `OTHER`, or nothing where there is none */
  encode(text: string): Uint16Array;
  decode(tokens: ArrayLike<number>): string;
}

/** What stands for all characters that have no token of their own: U+FFFD. */
export const OTHER = "\ufffd";

/**
 * Characters are code points; line ends are one character, however the text writes them.
 * @param most tokens at most, `OTHER` included; default 96
 * @throws where the text is empty
 */
export function characterVocabulary(text: string, most = 96): CharacterVocabulary {
  if (!Number.isInteger(most) || most < 2) throw new Error(`characters: invalid limit: ${most}; at least 2`);
  const counts = new Map<string, number>();
  for (const character of withPlainLines(text)) counts.set(character, (counts.get(character) ?? 0) + 1);
  if (counts.size === 0) throw new Error("characters: the text is empty; write or paste some");
  counts.delete(OTHER);
  const byCount = [...counts].sort(([a, n], [b, m]) => m - n || codePoint(a) - codePoint(b)).map(([c]) => c);
  const folds = counts.size > most || text.includes(OTHER);
  const kept = folds ? byCount.slice(0, most - 1) : byCount;
  kept.sort((a, b) => codePoint(a) - codePoint(b));
  const characters = folds ? [...kept, OTHER] : kept;
  const ids = new Map(characters.map((character, id) => [character, id]));
  const other = ids.get(OTHER);
  return {
    characters,
    folded: byCount.length - kept.length,
    encode(written) {
      const tokens = Array.from(withPlainLines(written), (character) => ids.get(character) ?? other);
      return Uint16Array.from(tokens.filter((token) => token !== undefined));
    },
    decode: (tokens) => Array.from(tokens, (token) => characters[token] ?? OTHER).join("")
  };
}

const withPlainLines = (text: string): string => text.replace(/\r\n?/g, "\n");
const codePoint = (character: string): number => character.codePointAt(0) ?? 0;
