// The vocabulary of 16,384 entries with what was counted of it (data/models/vocabulary), for the workbench of vocabularies.
import {readFileSync} from "node:fs";
import type {VocabularyData} from "../src/figures/vocabularyData.js";
import type {VocabularyCoverage, VocabularyFile} from "../studies/tinyLm/vocabularyFiles.js";

const read = (name: string): unknown => JSON.parse(readFileSync(`data/models/vocabulary/${name}`, "utf8"));
const {size, merges, counts} = read("vocabulary.json") as VocabularyFile;
const {weights, coverage, sizes, source} = read("coverage.json") as VocabularyCoverage;
const {tokenizer, command, commit, date} = source;

const data: VocabularyData = {
  size,
  merges,
  counts,
  weights,
  coverage,
  sizes: sizes.map(({size: entries, heldOut, unused}) => ({size: entries, heldOut, unused})),
  source: {tokenizer, command, commit, date}
};
process.stdout.write(JSON.stringify(data));
