// Random adapters for the small random checkpoints, and what they compute, in float64.
import {adapterBlock, adapterNormName, adapterParameters, ownHeadName} from "../../src/nets/adapter/parameters.js";
import {embeddingName, finalNormName, headName, layerNames} from "../../src/nets/llama/parameters.js";
import {randomNumbers} from "./testCheckpoint.js";
import {reference} from "./reference.js";
import type {AdapterConfig} from "../../src/nets/adapter/config.js";
import type {LlamaConfig} from "../../src/nets/llama/config.js";

export type Numbers = (name: string) => Float32Array;

export function testAdapter(target: LlamaConfig, adapter: AdapterConfig, seed = 5): Map<string, Float32Array> {
  const random = randomNumbers(seed);
  return new Map(
    adapterParameters(target, adapter).map(({name, shape}) => {
      const spread = shape.length === 1 ? 0 : Math.sqrt(3 / shape[1]);
      const data = Float32Array.from({length: shape.reduce((n, d) => n * d, 1)}, random);
      return [name, data.map((value) => (spread === 0 ? 1 + 0.1 * value : spread * value))];
    })
  );
}

/**
 * Logits of an adapter with attention after each token [T][vocabSize]: those of a reference network of one layer, whose
 * embedding holds the target's hidden states, one a position, and whose feed-forward half is zero where there is none.
 */
export function referenceAdapter(
  target: LlamaConfig,
  {exitLayer}: AdapterConfig,
  weights: {readonly target: Numbers; readonly adapter: ReadonlyMap<string, Float32Array>},
  tokens: number[]
): Float64Array[] {
  const {hidden} = reference(target, weights.target, tokens);
  const states = Float32Array.from(hidden[exitLayer].flatMap((row) => Array.from(row)));
  const [own, inLayer] = [Object.values(adapterBlock), Object.values(layerNames(0))];
  const find = (name: string): Float32Array => {
    if (name === embeddingName) return states;
    if (name === ownHeadName) return weights.adapter.get(ownHeadName) ?? weights.target(headName(target));
    const found = weights.adapter.get(name === finalNormName ? adapterNormName : own[inLayer.indexOf(name)]);
    return found ?? new Float32Array(target.hiddenSize * target.intermediateSize);
  };
  const positions = Array.from(tokens, (_, position) => position);
  return reference({...target, layers: 1, tiedHead: false}, find, positions).logits;
}
