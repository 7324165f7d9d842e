// Starting weights: normal, norm weights 1. Schemes differ in the deviations of linear layers alone and draw the same
// normal numbers, so that networks of one seed differ in nothing else. All but the default are those that PanGu-π Pro
// compares (section 3.4, tables 4 and 11); how its last one goes from one end to the other is not said there, here it is
// linear in the layer.
import {embeddingName, headName, layerNames, llamaParameters} from "./parameters.js";
import type {LlamaConfig} from "./config.js";

/**
 * - `fan-in`: variance 1 / fan-in; matrices that write into the residual stream are scaled down by √(2 · layers), as in
 *   GPT-2's code (Radford et al. 2019)
 * - `constant`: σ for all linear layers
 * - `gpt2`: σ / √N for all linear layers, N the number of layers, as PanGu-π Pro calls GPT-2's
 * - `internlm`: σ, and σ / √N for the output matrices of attention and MLP
 * - `depth`: queries and keys from √2 σ in the first layer to σ in the last, values and outputs from σ / √2 to σ, MLP σ
 */
export type InitializationScheme = (typeof initializationSchemes)[number];

export const initializationSchemes = ["fan-in", "constant", "gpt2", "internlm", "depth"] as const;

export interface InitializationOptions {
  /** default `fan-in` */
  readonly scheme?: InitializationScheme;
  /**
   * σ of the schemes that have one; default 1 / √d, with which a product with d normal inputs keeps their variance at any
   * width: 0.024 at the 1792 of PanGu-π Pro, but 0.14 at 48, where 0.02 would leave each layer next to no say at first
   */
  readonly deviation?: number;
}

/** Standard deviation of the embedding, which is also the head where it is tied. */
const EMBEDDING_DEVIATION = 0.02;

/**
 * @param random uniform numbers in [0, 1), drawn in the order of `llamaParameters`
 * @returns float32 weights by name. The embedding has deviation 0.02 under every scheme, a head of its own that of the
 * scheme without what depth does.
 * @throws on a deviation that is not positive, or that the scheme has no use for
 */
export function initializeLlama(
  config: LlamaConfig,
  random: () => number,
  options: InitializationOptions = {}
): Map<string, Float32Array> {
  const deviations = linearDeviations(config, options);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return new Map(
    llamaParameters(config).map(({name, shape}) => {
      const data = new Float32Array(shape.reduce((n, d) => n * d, 1));
      if (shape.length === 1) return [name, data.fill(1)];
      const deviation = name === embeddingName ? EMBEDDING_DEVIATION : deviations(name, shape[1]);
      for (let i = 0; i < data.length; i++) data[i] = normal() * deviation;
      return [name, data];
    })
  );
}

/** Deviation of a linear layer's weight, by its name and fan-in. */
function linearDeviations(
  config: LlamaConfig,
  {scheme = "fan-in", deviation}: InitializationOptions
): (name: string, fanIn: number) => number {
  const {layers} = config;
  if (!initializationSchemes.includes(scheme)) {
    throw new Error(
      `initializeLlama: unknown scheme: ${String(scheme)}; there are ${initializationSchemes.join(", ")}`
    );
  }
  const blocks = Array.from({length: layers}, (_, i) => layerNames(i));
  const outputs = new Set(blocks.flatMap(({output, down}) => [output, down]));
  if (scheme === "fan-in") {
    if (deviation !== undefined) {
      throw new Error(`initializeLlama: deviation: ${deviation}; fan-in has none, leave it out or take another scheme`);
    }
    return (name, fanIn) => 1 / Math.sqrt(fanIn) / (outputs.has(name) ? Math.sqrt(2 * layers) : 1);
  }
  const sigma = deviation ?? 1 / Math.sqrt(config.hiddenSize);
  if (!(sigma > 0 && Number.isFinite(sigma))) {
    throw new Error(`initializeLlama: invalid deviation: ${deviation}; it is a positive number`);
  }
  const head = headName(config);
  if (scheme === "constant") return () => sigma;
  if (scheme === "gpt2") return (name) => (name === head ? sigma : sigma / Math.sqrt(layers));
  if (scheme === "internlm") return (name) => (outputs.has(name) ? sigma / Math.sqrt(layers) : sigma);
  const varied = new Map(
    blocks.flatMap(({query, key, value, output}, i) => {
      const depth = layers > 1 ? i / (layers - 1) : 0;
      const between = (first: number): number => sigma * (first + (1 - first) * depth);
      const [wide, narrow] = [between(Math.SQRT2), between(Math.SQRT1_2)];
      return [
        [query, wide],
        [key, wide],
        [value, narrow],
        [output, narrow]
      ] as const;
    })
  );
  return (name) => varied.get(name) ?? sigma;
}
