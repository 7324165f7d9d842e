// A checkpoint in Hugging Face layout: the network's shape, its weight files and its tokenizer. Its identity is the
// SHA-256 of its weights, by which traces and studies name the model they come from.
import {parseLlamaConfig, type LlamaConfig} from "../nets/llama/config.js";
import {llamaParameters} from "../nets/llama/parameters.js";
import {readSafetensors, type TensorLocation} from "./safetensors.js";
import {sha256} from "./sha256.js";

export interface WeightFile {
  /** such as "model.safetensors" or "model-00001-of-00002.safetensors" */
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface TokenizerFiles {
  /** parsed `tokenizer.json` */
  readonly tokenizer: Readonly<Record<string, unknown>>;
  /** parsed `tokenizer_config.json`, where there is one */
  readonly config?: Readonly<Record<string, unknown>>;
}

export interface WeightLocation extends TensorLocation {
  /** name of the file it lies in */
  readonly file: string;
}

export interface Checkpoint {
  readonly config: LlamaConfig;
  readonly files: readonly WeightFile[];
  /** parameter name → where it lies */
  readonly weights: ReadonlyMap<string, WeightLocation>;
  /** SHA-256 of the weights, as hex; of several files: of their digests, one a line, in order of file name */
  readonly sha256: string;
  readonly tokenizer?: TokenizerFiles;
}

export interface CheckpointFiles {
  /** parsed `config.json` */
  readonly config: unknown;
  readonly files: readonly WeightFile[];
  readonly tokenizer?: TokenizerFiles;
}

/**
 * Check a checkpoint's files against each other and name it.
 * @throws where a file is damaged, and where a parameter is missing or has another shape or an unsupported dtype
 */
export async function openCheckpoint({config: file, files, tokenizer}: CheckpointFiles): Promise<Checkpoint> {
  const config = parseLlamaConfig(file);
  const weights = new Map<string, WeightLocation>();
  for (const {name, bytes} of files) {
    for (const tensor of readSafetensors(bytes, name)) weights.set(tensor.name, {...tensor, file: name});
  }
  for (const {name, shape} of llamaParameters(config)) {
    const found = weights.get(name);
    if (!found) throw new Error(`checkpoint: ${name} is in none of ${files.map((f) => f.name).join(", ")}`);
    if (found.shape.join() !== shape.join()) {
      throw new Error(`${found.file}: ${name} is [${found.shape.join(", ")}], config.json says [${shape.join(", ")}]`);
    }
    if (!["F32", "F16", "BF16"].includes(found.dtype)) {
      throw new Error(`${found.file}: ${name}: unsupported dtype ${found.dtype}; supported: F32, F16, BF16`);
    }
  }
  return {config, files, weights, sha256: await identity(files), ...(tokenizer ? {tokenizer} : {})};
}

async function identity(files: readonly WeightFile[]): Promise<string> {
  if (files.length === 1) return sha256(files[0].bytes);
  const sorted = files.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const digests = await Promise.all(sorted.map(({bytes}) => sha256(bytes)));
  return sha256(new TextEncoder().encode(digests.join("\n")));
}

/** File names of a sharded checkpoint, from its parsed `model.safetensors.index.json`. */
export function shardNames(index: unknown): string[] {
  const map = (index as {weight_map?: unknown} | null)?.weight_map;
  if (typeof map !== "object" || map === null) throw new Error("model.safetensors.index.json: weight_map is missing");
  return [...new Set(Object.values(map as Record<string, string>))].sort();
}
