// What `studies/prepare.ts` left for training: encoded text by split, and the bytes of each token.
import {readFile} from "node:fs/promises";
import {join} from "node:path";
import {tokenByteLengths, type TokenizerJson} from "../src/training/tokenizerFiles.js";
import {cacheFolder} from "./cache.js";
import {readMeta, readShards} from "./corpora/shards.js";
import {modelFolder} from "./exportModel.js";
import type {Shard} from "../src/training/sampling.js";

export interface Prepared {
  readonly train: Record<string, Shard>;
  readonly validation: Record<string, Shard>;
  /** UTF-8 bytes per token [vocabSize] */
  readonly byteLengths: Uint8Array;
  /** SHA-256 over the tokenizer, the corpora and how they were encoded */
  readonly inputs: string;
}

/** @throws when the text was not prepared, naming the command that does it */
export async function readPrepared(): Promise<Prepared> {
  const folder = cacheFolder("text");
  const train = readShards(folder, "train");
  const validation = readShards(folder, "validation");
  const tokenizer = JSON.parse(await readFile(join(modelFolder("joey"), "tokenizer.json"), "utf8")) as TokenizerJson;
  return {train, validation, byteLengths: tokenByteLengths(tokenizer), inputs: readMeta(folder)?.inputs ?? ""};
}
