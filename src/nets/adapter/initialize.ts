// Starting weights of an adapter: matrices normal, of variance 1 / fan-in, those that write into the residual stream a
// tenth of that deviation, so that training begins close to the target's own early exit. The last norm and heads of its
// own start as the target's; Medusa's residual blocks start at zero, as there.
import {finalNormName, headName} from "../llama/parameters.js";
import {adapterBlock, adapterNormName, adapterParameters, mlpNames} from "./parameters.js";
import type {LlamaConfig} from "../llama/config.js";
import type {AdapterConfig} from "./config.js";

/** Deviation of what writes into the residual stream, as a share of the others'. */
const RESIDUAL = 0.1;
const residual: readonly string[] = [adapterBlock.output, adapterBlock.down, mlpNames.second];

/**
 * @param weights the target's, by Hugging Face name
 * @param random uniform numbers in [0, 1), drawn in the order of `adapterParameters`
 * @returns float32 weights by name
 */
export function initializeAdapter(
  target: LlamaConfig,
  adapter: AdapterConfig,
  weights: (name: string) => Float32Array,
  random: () => number
): Map<string, Float32Array> {
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return new Map(
    adapterParameters(target, adapter).map(({name, shape}) => {
      if (name === adapterNormName) return [name, weights(finalNormName).slice()];
      if (name.endsWith("lm_head.weight")) return [name, weights(headName(target)).slice()];
      const data = new Float32Array(shape.reduce((n, d) => n * d, 1));
      if (adapter.architecture === "medusa") return [name, data];
      if (shape.length === 1) return [name, data.fill(1)];
      const deviation = (residual.includes(name) ? RESIDUAL : 1) / Math.sqrt(shape[1]);
      for (let i = 0; i < data.length; i++) data[i] = normal() * deviation;
      return [name, data];
    })
  );
}
