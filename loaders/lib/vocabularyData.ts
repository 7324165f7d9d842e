// The vocabulary of 16,384 entries with what was counted of it, data/models/vocabulary, as its workbench needs it.
import {readFileSync} from "node:fs";
import type {VocabularyData} from "../../src/figures/vocabularyData.js";
import type {VocabularyCoverage, VocabularyFile} from "../../studies/tinyLm/vocabularyFiles.js";

const read = (name: string): unknown => JSON.parse(readFileSync(`data/models/vocabulary/${name}`, "utf8"));
export function vocabularyData(): VocabularyData {
  const {size, merges, counts} = read("vocabulary.json") as VocabularyFile;
  const {weights, coverage, sizes, source} = read("coverage.json") as VocabularyCoverage;
  const {tokenizer, command, commit, date} = source;
  return {
    size,
    merges,
    counts,
    weights,
    coverage,
    sizes: sizes.map(({size: entries, heldOut, unused}) => ({size: entries, heldOut, unused})),
    source: {tokenizer, command, commit, date}
  };
}
