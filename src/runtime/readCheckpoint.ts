// Checkpoints, adapters and the face detector from files, in Node.
import {existsSync} from "node:fs";
import {readFile} from "node:fs/promises";
import {basename, join} from "node:path";
import {openAdapter, type AdapterCheckpoint, type Target} from "./adapter.js";
import {openBlazeFace, type FaceNetwork} from "./blazeface.js";
import {openCheckpoint, shardNames, type Checkpoint} from "./checkpoint.js";
import type {Runtime} from "./runtime.js";

const WEIGHTS = "model.safetensors";
const INDEX = "model.safetensors.index.json";

/**
 * Read `config.json`, the weights (one file or shards) and, where present, the tokenizer of a Hugging Face checkpoint.
 * @throws where a file is missing, damaged or truncated
 */
export async function readCheckpoint(folder: string): Promise<Checkpoint> {
  const json = async (name: string): Promise<Record<string, unknown>> => {
    try {
      return JSON.parse(await readFile(join(folder, name), "utf8")) as Record<string, unknown>;
    } catch (error) {
      throw new Error(`${join(folder, name)}: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  const optional = async (name: string): Promise<Record<string, unknown> | undefined> =>
    existsSync(join(folder, name)) ? json(name) : undefined;
  const index = existsSync(join(folder, WEIGHTS)) ? undefined : await optional(INDEX);
  const names = index ? shardNames(index) : [WEIGHTS];
  const files = await Promise.all(names.map(async (name) => ({name, bytes: await readFile(join(folder, name))})));
  const tokenizer = await optional("tokenizer.json");
  const tokenizerConfig = await optional("tokenizer_config.json");
  return openCheckpoint({
    config: await json("config.json"),
    files,
    ...(tokenizer ? {tokenizer: {tokenizer, ...(tokenizerConfig ? {config: tokenizerConfig} : {})}} : {})
  });
}

/**
 * Read an adapter's safetensors file.
 * @throws where it is missing or damaged, and where it was trained for other weights than the target's
 */
export async function readAdapter(target: Target, path: string): Promise<AdapterCheckpoint> {
  return openAdapter(target, {name: basename(path), bytes: await readFile(path)});
}

/**
 * Open the face detector of a folder, data/models/blazeface.
 * @throws where its weights are missing or damaged
 */
export async function readBlazeFace(runtime: Runtime, folder: string): Promise<FaceNetwork> {
  return openBlazeFace(runtime, {name: WEIGHTS, bytes: await readFile(join(folder, WEIGHTS))});
}
