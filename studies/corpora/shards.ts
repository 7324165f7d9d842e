// Encoded corpora in the cache folder, `<cache>/text/`: per domain and split `<domain>.<split>.tokens.u16` (token ids,
// little-endian, each document followed by the separator) and `<domain>.<split>.starts.u32` (where documents begin, and
// the end of the last), described by `meta.json`.

import {existsSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {writeWhole} from "../../src/runtime/writeWhole.js";
import {sha256} from "../digest.js";
import type {Encode} from "../../src/training/bpeEncoder.js";
import type {Shard} from "../../src/training/sampling.js";
import type {Split} from "./read.js";

/** What a shard holds. */
export interface ShardInfo {
  /** separators included */
  readonly tokens: number;
  readonly documents: number;
  /** UTF-8 bytes of the documents, separators not included */
  readonly bytes: number;
  /** of the tokens file */
  readonly sha256: string;
}

/** meta.json */
export interface TextMeta {
  /** of tokenizer.json */
  readonly tokenizer: string;
  /** SHA-256 over everything the shards depend on; they are made again when it differs */
  readonly inputs: string;
  readonly separator: number;
  readonly vocabulary: number;
  readonly domains: Readonly<Record<string, Readonly<Record<Split, ShardInfo>>>>;
}

/** Documents as one shard. Throws when an id does not fit 16 bits. */
export function encodeShard(documents: readonly string[], encode: Encode, separator: number): Shard & {bytes: number} {
  const starts = new Uint32Array(documents.length + 1);
  let tokens = new Uint16Array(1 << 16);
  let filled = 0;
  let bytes = 0;
  documents.forEach((document, i) => {
    const ids = encode(document);
    bytes += Buffer.byteLength(document);
    while (filled + ids.length + 1 > tokens.length) {
      const larger = new Uint16Array(2 * tokens.length);
      larger.set(tokens);
      tokens = larger;
    }
    tokens.set(ids, filled);
    tokens[filled + ids.length] = separator;
    filled += ids.length + 1;
    starts[i + 1] = filled;
  });
  return {tokens: tokens.slice(0, filled), starts, bytes};
}

/** Writes a shard; each file appears whole or not at all. */
export function writeShard(folder: string, domain: string, split: Split, shard: Shard & {bytes: number}): ShardInfo {
  const tokens = bytesOf(shard.tokens);
  writeWhole(join(folder, `${domain}.${split}.tokens.u16`), tokens);
  writeWhole(join(folder, `${domain}.${split}.starts.u32`), bytesOf(shard.starts));
  return {
    tokens: shard.tokens.length,
    documents: shard.starts.length - 1,
    bytes: shard.bytes,
    sha256: sha256(tokens)
  };
}

export function writeMeta(folder: string, meta: TextMeta): void {
  writeWhole(join(folder, "meta.json"), JSON.stringify(meta, null, 2) + "\n");
}

/** meta.json of `folder`, if there is one. */
export function readMeta(folder: string): TextMeta | undefined {
  const path = join(folder, "meta.json");
  return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as TextMeta) : undefined;
}

/** All shards of a split by domain. Throws when text was not prepared, or a file does not match meta.json. */
export function readShards(folder: string, split: Split): Record<string, Shard> {
  const meta = readMeta(folder);
  if (!meta) throw new Error(`no encoded text in ${folder}: run npx tsx studies/prepare.ts`);
  const shards: Record<string, Shard> = {};
  for (const domain of Object.keys(meta.domains)) {
    const info = meta.domains[domain][split];
    const tokens = readWhole(join(folder, `${domain}.${split}.tokens.u16`));
    const starts = readWhole(join(folder, `${domain}.${split}.starts.u32`));
    if (sha256(tokens) !== info.sha256 || starts.length !== 4 * (info.documents + 1)) {
      throw new Error(`encoded text damaged: ${domain}.${split}: run npx tsx studies/prepare.ts --again`);
    }
    shards[domain] = {
      tokens: new Uint16Array(tokens.buffer, tokens.byteOffset, tokens.length / 2),
      starts: new Uint32Array(starts.buffer, starts.byteOffset, starts.length / 4)
    };
  }
  return shards;
}

function bytesOf(array: Uint16Array | Uint32Array): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}

/** The file in a buffer of its own, so that any typed array can lie over it. */
function readWhole(path: string): Uint8Array {
  return Uint8Array.from(readFileSync(path));
}
