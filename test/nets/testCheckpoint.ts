// Small random checkpoints, the same for the same seed.
import {openCheckpoint, type Checkpoint} from "../../src/runtime/checkpoint.js";
import {llamaParameters} from "../../src/nets/llama/parameters.js";
import {readTensor, writeSafetensors, type TensorData, type WeightDtype} from "../../src/runtime/safetensors.js";
import {writeLlamaConfig, type LlamaConfig} from "../../src/nets/llama/config.js";

/** Three layers, width 64, grouped queries, 97 tokens. */
export const testConfig: LlamaConfig = {
  hiddenSize: 64,
  layers: 3,
  heads: 4,
  kvHeads: 2,
  headDim: 16,
  intermediateSize: 96,
  vocabSize: 97,
  rmsNormEps: 1e-5,
  ropeTheta: 10000,
  tiedHead: true,
  maxPositions: 256,
  eosTokens: []
};

export interface TestCheckpointOptions {
  readonly dtype?: WeightDtype;
  /** number of weight files; default 1 */
  readonly shards?: number;
  readonly seed?: number;
}

/** Uniform numbers in [−1, 1). */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2147483648 - 1;
  };
}

export async function testCheckpoint(
  config: LlamaConfig,
  {dtype = "F32", shards = 1, seed = 3}: TestCheckpointOptions = {}
): Promise<Checkpoint> {
  const random = randomNumbers(seed);
  const tensors = llamaParameters(config).map(({name, shape}): TensorData => {
    const data = new Float32Array(shape.reduce((n, d) => n * d, 1));
    const spread = shape.length === 1 ? 0 : Math.sqrt(3 / shape[1]);
    for (let i = 0; i < data.length; i++) data[i] = spread === 0 ? 1 + 0.1 * random() : spread * random();
    return {name, shape, data};
  });
  const perFile = Math.ceil(tensors.length / shards);
  const files = Array.from({length: shards}, (_, i) => ({
    name: shards === 1 ? "model.safetensors" : `model-${i + 1}-of-${shards}.safetensors`,
    bytes: writeSafetensors(tensors.slice(i * perFile, (i + 1) * perFile), dtype)
  }));
  return openCheckpoint({config: writeLlamaConfig(config, "float32"), files});
}

/** A checkpoint's parameters by name, as float32. */
export function parametersOf({files, weights}: Checkpoint): (name: string) => Float32Array {
  const known = new Map<string, Float32Array>();
  return (name) => {
    const found = weights.get(name);
    const file = files.find((candidate) => candidate.name === found?.file);
    if (!found || !file) throw new Error(`${name}: no such parameter`);
    const numbers = known.get(name) ?? readTensor(file.bytes, found);
    known.set(name, numbers);
    return numbers;
  };
}
