// npx tsx studies/prepare.ts [--retrain] [--again]
//
// From the corpora (CONCORD_CORPORA) to what training reads: the tokenizer in data/models/joey, kept when it is there
// (--retrain makes it anew, which orphans every model trained on it), and encoded text in the cache (CONCORD_CACHE), kept
// when nothing it depends on has changed (--again makes it anew).

import {existsSync, mkdirSync, readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import {trainBpe} from "../src/training/bpe.js";
import {bpeEncoder} from "../src/training/bpeEncoder.js";
import {END_OF_TEXT, SPECIAL_TOKENS, tokenizerConfigJson, tokenizerJson} from "../src/training/tokenizerFiles.js";
import type {TokenizerJson} from "../src/training/tokenizerFiles.js";
import {commandLine, flag} from "../tools/commandLine.js";
import {cacheFolder} from "./cache.js";
import {editDocuments} from "./corpora/edits.js";
import {readManifest, type Split} from "./corpora/read.js";
import {encodeShard, readMeta, writeMeta, writeShard, type ShardInfo} from "./corpora/shards.js";
import {readSplit} from "./corpora/splits.js";
import {wordCounts} from "./corpora/wordCounts.js";
import {sha256} from "./digest.js";
import recipe from "./corpora/recipe.json" with {type: "json"};

const {values: flags} = commandLine({
  usage: "npx tsx studies/prepare.ts",
  about: "Encodes the corpora (CONCORD_CORPORA) into the cache, with the tokenizer in data/models/joey.",
  options: {
    retrain: flag("make the tokenizer anew, which orphans every model trained on it"),
    again: flag("encode anew, also where nothing has changed")
  }
});
const began = performance.now();
const say = (line: string) => console.log(`${((performance.now() - began) / 1000).toFixed(1).padStart(6)} s  ${line}`);

const manifest = readManifest();
const model = fileURLToPath(new URL("../data/models/joey/", import.meta.url));
const tokenizerPath = join(model, "tokenizer.json");
const text = cacheFolder("text");

let train: Record<string, string[]> | undefined;
if (flags.retrain || !existsSync(tokenizerPath)) {
  train = readSplit("train", say);
  mkdirSync(model, {recursive: true});
  const counts = wordCounts(train);
  say(`counted ${counts.size} different pre-tokens`);
  const trained = tokenizerJson(trainBpe(counts, recipe.vocabulary - SPECIAL_TOKENS.length));
  writeFileSync(tokenizerPath, JSON.stringify(trained) + "\n");
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
    const documents = split === "train" ? (train ?? readSplit(split, say)) : readSplit(split, say);
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
