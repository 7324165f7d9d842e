// The tokenizer of a run: merges learned for its size, or what is most frequent of a larger one.
import {readFile} from "node:fs/promises";
import {join} from "node:path";
import {bpeEncoder} from "../../src/training/bpeEncoder.js";
import {tokenizerOf} from "../../src/training/compactVocabulary.js";
import {prefixTokenizer, prunedTokenizer} from "../../src/training/vocabularies.js";
import {modelFolder} from "../exportModel.js";
import type {TokenizerJson} from "../../src/training/tokenizerFiles.js";
import type {TinyRecipe} from "./recipe.js";
import type {VocabularyFile} from "./vocabularyFiles.js";

export interface Vocabulary {
  readonly tokenizer: TokenizerJson;
  /** id → id in the vocabulary it was taken from [size] */
  readonly kept: Int32Array;
}

export const JOEYS_SIZE = 4096;

/** @param passages training text, whose tokens are counted where a vocabulary is pruned */
export async function vocabularyOf(
  {from, size, of}: TinyRecipe["vocabulary"],
  passages: readonly string[]
): Promise<Vocabulary> {
  if (from === "bpe") {
    return {tokenizer: await learned(size), kept: Int32Array.from({length: size}, (_, i) => i)};
  }
  if (of === undefined) throw new Error("vocabulary: a pruned one has no size of what it was pruned from");
  const large = await learned(of);
  const encode = bpeEncoder(large);
  const counts = new Float64Array(of);
  for (const passage of passages) for (const token of encode(passage)) counts[token] += 1;
  return prunedTokenizer(large, counts, size);
}

/** The vocabulary of `size` entries that training on the corpora ends with: joey's is its first 4096. */
async function learned(size: number): Promise<TokenizerJson> {
  const path = join(modelFolder("vocabulary"), "vocabulary.json");
  const {merges} = JSON.parse(await readFile(path, "utf8")) as VocabularyFile;
  return prefixTokenizer(tokenizerOf(merges), size);
}
