// The weights of a child network taken out of its parent's (Tang et al. 2024, section 3.3): which layers, then which parts
// of them. A child computes what its parent would with all other parts gated off, but for the norms' ε, which it adds to a
// mean square over fewer channels.
import {embeddingName, finalNormName, headName, layerNames, llamaParameters} from "../../nets/llama/parameters.js";
import type {LlamaConfig} from "../../nets/llama/config.js";

export type Weights = ReadonlyMap<string, Float32Array>;

/** The parts of a parent that its child keeps, as indices in rising order. */
export interface Kept {
  /** layers of the parent; the other lists have one entry for each of them */
  readonly layers: readonly number[];
  /** tokens of the vocabulary, child's id → parent's */
  readonly tokens: ArrayLike<number>;
  /** channels of the residual stream */
  readonly channels: readonly number[];
  /** key-value heads, each with the query heads that share it */
  readonly heads: readonly (readonly number[])[];
  /** neurons of the MLP */
  readonly neurons: readonly (readonly number[])[];
}

/** Everything but layers and tokens is kept: what remains of a parent after the first stage. */
export function allParts(
  {hiddenSize, kvHeads, intermediateSize}: LlamaConfig,
  layers: readonly number[],
  tokens: ArrayLike<number>
): Kept {
  // prettier-ignore
  const all = (count: number): number[] => Array.from({length: count}, (_, i) => i);
  return {
    layers,
    tokens,
    channels: all(hiddenSize),
    heads: layers.map(() => all(kvHeads)),
    neurons: layers.map(() => all(intermediateSize))
  };
}

/** The child's shape. @throws where layers keep different numbers of heads or neurons, or an index is out of range */
export function childConfig(parent: LlamaConfig, kept: Kept): LlamaConfig {
  const one = (lists: readonly (readonly number[])[], what: string): number => {
    const counts = [...new Set(lists.map(({length}) => length))];
    if (lists.length !== kept.layers.length || counts.length !== 1) {
      throw new Error(`child: ${what} by layer: ${lists.map(({length}) => length).join(", ")}; expected one number`);
    }
    return counts[0];
  };
  const inside = (what: string, indices: ArrayLike<number>, count: number): void => {
    const beyond = Array.from(indices).find((index) => !(index >= 0 && index < count));
    if (beyond !== undefined) throw new Error(`child: ${what} ${beyond} is outside [0, ${count})`);
  };
  inside("layer", kept.layers, parent.layers);
  inside("token", kept.tokens, parent.vocabSize);
  inside("channel", kept.channels, parent.hiddenSize);
  for (const heads of kept.heads) inside("group of heads", heads, parent.kvHeads);
  for (const neurons of kept.neurons) inside("neuron", neurons, parent.intermediateSize);
  const kvHeads = one(kept.heads, "heads");
  return {
    ...parent,
    layers: kept.layers.length,
    hiddenSize: kept.channels.length,
    kvHeads,
    heads: (parent.heads / parent.kvHeads) * kvHeads,
    intermediateSize: one(kept.neurons, "neurons"),
    vocabSize: kept.tokens.length
  };
}

/**
 * The child's weights, by the names of `llamaParameters(childConfig(parent, kept))`. Norm weights are scaled by
 * √(d parent / d child): the mean square that a norm divides by is taken over fewer channels.
 */
export function childWeights(weights: Weights, parent: LlamaConfig, kept: Kept): Map<string, Float32Array> {
  const {headDim} = parent;
  const group = parent.heads / parent.kvHeads;
  const rows = (heads: readonly number[], size: number): number[] =>
    heads.flatMap((head) => Array.from({length: size}, (_, i) => head * size + i));
  const normScale = Math.sqrt(parent.hiddenSize / kept.channels.length);
  const {channels} = kept;
  const found = new Map<string, Float32Array>();
  const from = (name: string): Float32Array => {
    const data = weights.get(name);
    if (!data) throw new Error(`child: the parent lacks ${name}`);
    return data;
  };
  const norm = (target: string, source: string): void => {
    const data = from(source);
    found.set(
      target,
      Float32Array.from(channels, (channel) => data[channel] * normScale)
    );
  };
  const matrix = (
    target: string,
    source: string,
    out: ArrayLike<number>,
    input: readonly number[],
    width: number
  ): void => {
    // prettier-ignore
    const data = from(source);
    const picked = new Float32Array(out.length * input.length);
    for (let i = 0; i < out.length; i++) {
      for (let j = 0; j < input.length; j++) picked[i * input.length + j] = data[out[i] * width + input[j]];
    }
    found.set(target, picked);
  };
  const d = parent.hiddenSize;
  for (const name of new Set([embeddingName, headName(parent)])) matrix(name, name, kept.tokens, channels, d);
  kept.layers.forEach((layer, i) => {
    const [source, target] = [layerNames(layer), layerNames(i)];
    const queries = rows(kept.heads[i], group * headDim);
    const keys = rows(kept.heads[i], headDim);
    norm(target.inputNorm, source.inputNorm);
    norm(target.postNorm, source.postNorm);
    matrix(target.query, source.query, queries, channels, d);
    matrix(target.key, source.key, keys, channels, d);
    matrix(target.value, source.value, keys, channels, d);
    matrix(target.output, source.output, channels, queries, parent.heads * headDim);
    matrix(target.gate, source.gate, kept.neurons[i], channels, d);
    matrix(target.up, source.up, kept.neurons[i], channels, d);
    matrix(target.down, source.down, channels, kept.neurons[i], parent.intermediateSize);
  });
  norm(finalNormName, finalNormName);
  const names = llamaParameters(childConfig(parent, kept)).map(({name}) => name);
  return new Map(names.map((name) => [name, found.get(name) as Float32Array]));
}
