// Starting weights: normal, of variance 1 / fan-in; matrices that write into the residual stream are scaled down by
// √(2 · layers), as in GPT-2 (Radford et al. 2019); norm weights are 1.
import {layerNames, llamaParameters, embeddingName} from "./parameters.js";
import type {LlamaConfig} from "./config.js";

/** Standard deviation of the embedding, which is also the head where it is tied. */
const EMBEDDING_DEVIATION = 0.02;

/**
 * @param random uniform numbers in [0, 1), drawn in the order of `llamaParameters`
 * @returns float32 weights by name
 */
export function initializeLlama(config: LlamaConfig, random: () => number): Map<string, Float32Array> {
  const residual = new Set(
    Array.from({length: config.layers}, (_, i) => layerNames(i)).flatMap(({output, down}) => [output, down])
  );
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return new Map(
    llamaParameters(config).map(({name, shape}) => {
      const data = new Float32Array(shape.reduce((n, d) => n * d, 1));
      if (shape.length === 1) return [name, data.fill(1)];
      const fanIn = 1 / Math.sqrt(shape[1]) / (residual.has(name) ? Math.sqrt(2 * config.layers) : 1);
      const deviation = name === embeddingName ? EMBEDDING_DEVIATION : fanIn;
      for (let i = 0; i < data.length; i++) data[i] = normal() * deviation;
      return [name, data];
    })
  );
}
