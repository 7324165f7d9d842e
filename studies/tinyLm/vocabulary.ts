// npx tsx studies/tinyLm/vocabulary.ts
//
// From the corpora (CONCORD_CORPORA) to data/models/vocabulary: the vocabulary that joey's training would have given had it
// gone on to 16384 entries (so joey's tokenizer is its first 4096, which is checked), and how well its first 512 to 16384
// entries fit text. What is trained with smaller vocabularies takes their tokenizers from here.

import {mkdirSync, readFileSync, writeFileSync} from "node:fs";
import {fileURLToPath} from "node:url";
import {countPretokens, trainBpe} from "../../src/training/bpe.js";
import {compactMerges, mergePairs} from "../../src/training/compactVocabulary.js";
import {countsText, prefixCounts} from "../../src/training/entryCounts.js";
import {SPECIAL_TOKENS, tokenizerJson} from "../../src/training/tokenizerFiles.js";
import {prefixTokenizer} from "../../src/training/vocabularies.js";
import {readManifest} from "../corpora/read.js";
import {readSplit} from "../corpora/splits.js";
import {sample, wordCounts} from "../corpora/wordCounts.js";
import {sha256} from "../digest.js";
import {commitOf} from "../record/provenance.js";
import recipe from "../corpora/recipe.json" with {type: "json"};
import {coverage, cutHeldOut, entryCounts} from "./coverage.js";
import {vocabularyCard} from "./vocabularyCard.js";
import type {VocabularyCoverage, VocabularyFile} from "./vocabularyFiles.js";

const SIZE = 16384;
const SIZES = [512, 1024, 2048, 4096, 8192, SIZE];
/** the last entries of a vocabulary whose rareness is told */
const LAST = 100;

const began = performance.now();
const say = (line: string) => console.log(`${((performance.now() - began) / 1000).toFixed(1).padStart(6)} s  ${line}`);
const root = fileURLToPath(new URL("../../", import.meta.url));
const round = (value: number) => Number(value.toFixed(6));

const train = readSplit("train", say);
const words = wordCounts(train);
say(`counted ${words.size} different pre-tokens`);
const tokenizer = tokenizerJson(trainBpe(words, SIZE - SPECIAL_TOKENS.length));
const text = JSON.stringify(tokenizer) + "\n";
say(`trained ${tokenizer.model.merges.length} merges`);

const joey = readFileSync(`${root}data/models/joey/tokenizer.json`, "utf8");
if (JSON.stringify(prefixTokenizer(tokenizer, recipe.vocabulary)) + "\n" !== joey) {
  throw new Error("the first entries are not joey's tokenizer: the corpora, their recipe or the training has changed");
}
say(`its first ${recipe.vocabulary} entries are joey's tokenizer`);

const merges = compactMerges(tokenizer);
const counts = entryCounts(tokenizer, words);
const occurred = new Map<string, number>();
for (const document of sample(train)) countPretokens(document.text, occurred);
const occurrences = entryCounts(tokenizer, occurred);
const heldOut = readSplit("validation", say);
const pairs = mergePairs(merges);
const total = (values: ArrayLike<number>) => Array.from(values).reduce((sum, value) => sum + value, 0);
const steps = Array.from({length: 41}, (_, i) => Math.round(16 * 2 ** (i / 4)));
const shares = coverage(counts, steps);

const about: VocabularyCoverage = {
  source: {
    tokenizer: sha256(text),
    corpora: sha256(JSON.stringify(readManifest())),
    recipe: sha256(JSON.stringify(recipe)),
    command: "npx tsx studies/tinyLm/vocabulary.ts",
    commit: commitOf(root),
    date: new Date().toISOString().slice(0, 10)
  },
  weights: recipe.tokenizer.weights,
  coverage: steps.map((entries, i) => ({entries, share: round(shares[i])})),
  sizes: SIZES.map((size) => {
    const weighed = prefixCounts(pairs, counts, size);
    const real = Array.from(prefixCounts(pairs, occurrences, size).slice(size - LAST)).sort((a, b) => a - b);
    const {domains, unused} = cutHeldOut(tokenizer, size, heldOut);
    say(`cut held-out text into ${total(Object.values(domains).map(({tokens}) => tokens))} tokens of ${size} entries`);
    return {
      size,
      tokens: Math.round(total(weighed)),
      heldOut: domains,
      unused,
      last: {
        entries: LAST,
        share: round(total(weighed.slice(size - LAST)) / total(weighed)),
        medianOccurrences: (real[LAST / 2 - 1] + real[LAST / 2]) / 2
      }
    };
  })
};

const file: VocabularyFile = {
  about: `Byte-level BPE, ${SIZE} entries: special tokens, the 256 bytes, then one a merge. merges: the two ids that each joins, base 36, in the order of training. counts: how often each entry occurs in 1e8 characters of the training mixture, one character an entry. src/training/compactVocabulary.ts and entryCounts.ts read them.`,
  size: SIZE,
  sha256: sha256(text),
  counts: countsText(counts),
  merges
};
const folder = `${root}data/models/vocabulary/`;
mkdirSync(folder, {recursive: true});
writeFileSync(`${folder}vocabulary.json`, JSON.stringify(file, null, 1) + "\n");
writeFileSync(`${folder}coverage.json`, JSON.stringify(about, null, 1) + "\n");
writeFileSync(`${folder}README.md`, vocabularyCard(about, tokenizer));
say("written to data/models/vocabulary");
