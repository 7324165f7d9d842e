// The text of the Tiny LM studies: passages of at most 4 KiB from the prepared corpora, in fixed shares of their bytes, so
// that every vocabulary is trained and scored on the very same bytes.
import {readFile} from "node:fs/promises";
import {join} from "node:path";
import {bpeEncoder, type Encode} from "../../src/training/bpeEncoder.js";
import {shuffled} from "../../src/training/epoch.js";
import {random} from "../../src/training/random.js";
import {tokenByteLengths, END_OF_TEXT, type TokenizerJson} from "../../src/training/tokenizerFiles.js";
import {cacheFolder} from "../cache.js";
import {encodeShard, readShards} from "../corpora/shards.js";
import {sha256} from "../digest.js";
import {modelFolder} from "../exportModel.js";
import {decoderOf} from "./decoder.js";
import type {Shard} from "../../src/training/sampling.js";

/** share of the training text's bytes by domain */
export const SHARES: Readonly<Record<string, number>> = {dialogue: 0.35, stories: 0.12, math: 0.2, books: 0.33};
/** bytes of all training text, three million tokens of joey's; three times as much for runs on a GPU */
export const TRAINING_BYTES = {small: 10_500_000, large: 31_500_000};
export type Scale = keyof typeof TRAINING_BYTES;
/** bytes of held-out text in each domain */
export const HELD_OUT_BYTES = 64_000;
const LONGEST = 4096;

export interface StudyText {
  /** passages for training, all domains together */
  readonly train: readonly string[];
  /** held-out passages by domain */
  readonly heldOut: Readonly<Record<string, readonly string[]>>;
}

/** @throws when the corpora were not prepared, naming the command that does it */
export async function readStudyText(scale: Scale = "small"): Promise<StudyText> {
  const folder = cacheFolder("text");
  const tokenizer = JSON.parse(await readFile(join(modelFolder("joey"), "tokenizer.json"), "utf8")) as TokenizerJson;
  const decode = decoderOf(tokenizer);
  const passagesOf = (shard: Shard, bytes: number, seed: number): string[] => passages(shard, {decode, bytes, seed}); // prettier-ignore
  const training = readShards(folder, "train");
  const validation = readShards(folder, "validation");
  const domains = Object.keys(SHARES);
  const bytes = TRAINING_BYTES[scale];
  const train = domains.flatMap((domain, i) => passagesOf(training[domain], bytes * SHARES[domain], i));
  const heldOut = Object.fromEntries(
    domains.map((domain, i) => [domain, passagesOf(validation[domain], HELD_OUT_BYTES, i)])
  );
  return {train, heldOut};
}

/** SHA-256 over all that the text depends on. @param inputs of the prepared corpora; undefined where there are none */
export function studyTextDigest(inputs: string | undefined, scale: Scale = "small"): string {
  if (inputs === undefined) throw new Error("study: the corpora are not prepared here; run npx tsx studies/prepare.ts");
  return sha256(JSON.stringify([inputs, SHARES, TRAINING_BYTES[scale], HELD_OUT_BYTES, LONGEST]));
}

/** Text of documents in a random order, cut where a line or a word ends, until there are `bytes` of it. */
function passages(
  {tokens, starts}: Shard,
  options: {decode: (tokens: Uint16Array) => string; bytes: number; seed: number}
): string[] {
  const found: string[] = [];
  let left = options.bytes;
  for (const document of shuffled(starts.length - 1, random(options.seed, 77))) {
    if (left <= 0) break;
    // books are long: a part of each, so that many are met
    const end = Math.min(starts[document + 1] - 1, starts[document] + 120_000);
    for (const passage of pieces(options.decode(tokens.subarray(starts[document], end)))) {
      if (left <= 0) break;
      found.push(passage);
      left -= Buffer.byteLength(passage);
    }
  }
  return found; // of the large text, all stories are a little less than their share
}

function* pieces(text: string): Generator<string> {
  let from = 0;
  while (text.length - from > LONGEST) {
    const window = text.slice(from, from + LONGEST);
    const cut = Math.max(window.lastIndexOf("\n") + 1, 0) || window.lastIndexOf(" ") || LONGEST;
    yield text.slice(from, from + cut);
    from += cut;
  }
  if (from < text.length) yield text.slice(from);
}

/** Passages as tokens of one vocabulary. */
export interface EncodedText {
  readonly train: Shard & {readonly bytes: number};
  readonly heldOut: Readonly<Record<string, Shard & {readonly bytes: number}>>;
  readonly encode: Encode;
  /** bytes of each token */
  readonly byteLengths: Uint8Array;
  readonly separator: number;
}

export function encodeText(text: StudyText, tokenizer: TokenizerJson): EncodedText {
  const encode = bpeEncoder(tokenizer);
  const separator = tokenizer.model.vocab[END_OF_TEXT];
  const shard = (documents: readonly string[]): Shard & {bytes: number} => encodeShard(documents, encode, separator);
  return {
    train: shard(text.train),
    heldOut: Object.fromEntries(Object.entries(text.heldOut).map(([domain, all]) => [domain, shard(all)])),
    encode,
    byteLengths: tokenByteLengths(tokenizer),
    separator
  };
}
