// npx tsx studies/prepare.ts [--retrain] [--again]
//
// From the corpora (CONCORD_CORPORA) to what training reads: the tokenizer in data/models/joey, kept when it is there
// (--retrain makes it anew, which orphans every model trained on it), and encoded text in the cache (CONCORD_CACHE), kept
// when nothing it depends on has changed (--again makes it anew).

import {existsSync, mkdirSync, readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import {parseArgs} from "node:util";
import {countPretokens, trainBpe} from "../src/training/bpe.js";
import {bpeEncoder} from "../src/training/bpeEncoder.js";
import {END_OF_TEXT, SPECIAL_TOKENS, tokenizerConfigJson, tokenizerJson} from "../src/training/tokenizerFiles.js";
import type {TokenizerJson} from "../src/training/tokenizerFiles.js";
import {cacheFolder} from "./cache.js";
import {editDocuments} from "./corpora/edits.js";
import {corporaFolder, readDocuments, readManifest, type Split} from "./corpora/read.js";
import {encodeShard, readMeta, writeMeta, writeShard, type ShardInfo} from "./corpora/shards.js";
import {sha256} from "./digest.js";
import recipe from "./corpora/recipe.json" with {type: "json"};

const {values: flags} = parseArgs({options: {retrain: {type: "boolean"}, again: {type: "boolean"}}});
const began = performance.now();
const say = (line: string) => console.log(`${((performance.now() - began) / 1000).toFixed(1).padStart(6)} s  ${line}`);

/** The documents of a split by domain; of domains with a limit (in bytes) each document's beginning, in proportion. */
function readSplit(split: Split): Record<string, string[]> {
  const {files, separator} = manifest;
  const documents: Record<string, string[]> = {};
  for (const file of files.filter((candidate) => candidate.split === split)) {
    const all = readDocuments(folder, file, separator);
    const limit: number = split === "train" ? (limits[file.domain] ?? Infinity) : Infinity;
    const share = Math.min(1, limit / all.reduce((sum, document) => sum + document.length, 0));
    documents[file.domain] = share === 1 ? all : all.map((text) => wholeLines(text, Math.ceil(text.length * share)));
    say(`read ${file.name}: ${all.length} documents${share < 1 ? `, ${(100 * share).toFixed(0)} % of each` : ""}`);
  }
  return documents;
}

function wholeLines(text: string, length: number): string {
  const end = text.indexOf("\n", length);
  return end < 0 ? text : text.slice(0, end);
}

/** Learns the vocabulary from a sample of every domain, counted so that domains weigh as the recipe says. */
function trainTokenizer(documents: Record<string, string[]>): TokenizerJson {
  const counts = new Map<string, number>();
  for (const [domain, weight] of Object.entries(recipe.tokenizer.weights)) {
    const all = documents[domain];
    const length = all.reduce((sum, document) => sum + document.length, 0);
    const share = Math.min(1, recipe.tokenizer.sampleCharacters / length);
    const factor = (weight * 1e8) / (length * share); // counts as in a hundred million characters of the mix
    for (const text of all) countPretokens(text.slice(0, Math.ceil(text.length * share)), counts, factor);
  }
  say(`counted ${counts.size} different pre-tokens`);
  return tokenizerJson(trainBpe(counts, recipe.vocabulary - SPECIAL_TOKENS.length));
}

const manifest = readManifest();
const folder = corporaFolder();
const limits: Readonly<Record<string, number>> = recipe.limits;
const model = fileURLToPath(new URL("../data/models/joey/", import.meta.url));
const tokenizerPath = join(model, "tokenizer.json");
const text = cacheFolder("text");

let train: Record<string, string[]> | undefined;
if (flags.retrain || !existsSync(tokenizerPath)) {
  train = readSplit("train");
  mkdirSync(model, {recursive: true});
  writeFileSync(tokenizerPath, JSON.stringify(trainTokenizer(train)) + "\n");
  const config = tokenizerConfigJson(recipe.context);
  writeFileSync(join(model, "tokenizer_config.json"), JSON.stringify(config, null, 2) + "\n");
  say("trained the tokenizer");
}

const json = readFileSync(tokenizerPath, "utf8");
const tokenizer = JSON.parse(json) as TokenizerJson;
const inputs = sha256(JSON.stringify([sha256(json), manifest, recipe.limits, recipe.edit]));
if (readMeta(text)?.inputs === inputs && !flags.again) {
  say("text is prepared and up to date");
} else {
  const encode = bpeEncoder(tokenizer);
  const separator = tokenizer.model.vocab[END_OF_TEXT];
  const domains: Record<string, Record<Split, ShardInfo>> = {};
  for (const split of ["train", "validation"] as const) {
    const documents = split === "train" ? (train ?? readSplit(split)) : readSplit(split);
    const {from, tokens, ...edit} = recipe.edit;
    documents.edit = editDocuments(documents, {
      seed: split === "train" ? edit.seed : edit.validationSeed,
      count: split === "train" ? edit.trainDocuments : edit.validationDocuments,
      from,
      tokens: [tokens[0], tokens[1]],
      encode
    });
    say(`made ${documents.edit.length} edit documents`);
    for (const [domain, all] of Object.entries(documents)) {
      const info = writeShard(text, domain, split, encodeShard(all, encode, separator));
      domains[domain] = {...domains[domain], [split]: info};
      const perByte = (info.tokens / info.bytes).toFixed(3);
      say(
        `${domain} ${split}: ${info.documents} documents, ${info.bytes} bytes, ${info.tokens} tokens, ${perByte} a byte`
      );
    }
    train = undefined;
  }
  writeMeta(text, {tokenizer: sha256(json), inputs, separator, vocabulary: recipe.vocabulary, domains});
  say("done");
}
