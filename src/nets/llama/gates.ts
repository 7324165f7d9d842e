// Gates on the parts of a network that a smaller one may do without: channels of the residual stream, groups of heads that
// share keys and values, neurons of the MLPs. A gate multiplies what its part writes, by way of the weights that write it:
// at 0 the part is gone, at 1 all is as it was, and the derivative of the loss by a gate at 1 is Σ g · w of its weights,
// the first-order Taylor importance (Molchanov et al. 2019).
import {expand, mul, reshape, type Value} from "../../onnx/index.js";
import {embeddingName, headName, layerNames, type Parameter} from "./parameters.js";
import type {Lookup} from "./block.js";
import type {LlamaConfig} from "./config.js";

/** Names of the gate vectors of a network: channels once, heads and neurons by layer. */
export const gateNames = {
  channels: "gates.channels",
  heads: (layer: number): string => `gates.layers.${layer}.heads`,
  neurons: (layer: number): string => `gates.layers.${layer}.neurons`
};

/** The gate vectors and their lengths: d channels, key-value heads and MLP neurons of each layer. */
export function gateParameters(config: LlamaConfig): Parameter[] {
  const layers = Array.from({length: config.layers}, (_, layer) => [
    {name: gateNames.heads(layer), shape: [config.kvHeads]},
    {name: gateNames.neurons(layer), shape: [config.intermediateSize]}
  ]);
  return [{name: gateNames.channels, shape: [config.hiddenSize]}, ...layers.flat()];
}

/** Weights behind gates: `gate` gives the vectors of `gateParameters` by name. */
export function gatedLookup(config: LlamaConfig, weight: Lookup, gate: Lookup): Lookup {
  const {hiddenSize, heads, kvHeads, headDim, intermediateSize, layers} = config;
  const channels = gate(gateNames.channels);
  const rows = reshape(channels, [hiddenSize, 1]);
  const gated = new Map<string, () => Value>();
  for (const name of new Set([embeddingName, headName(config)])) gated.set(name, () => mul(weight(name), channels));
  for (let layer = 0; layer < layers; layer++) {
    const {output, down} = layerNames(layer);
    const columns = (): Value =>
      reshape(expand(reshape(gate(gateNames.heads(layer)), [kvHeads, 1]), [kvHeads, (heads / kvHeads) * headDim]), [
        heads * headDim
      ]);
    gated.set(output, () => mul(mul(weight(output), rows), columns()));
    gated.set(down, () => mul(mul(weight(down), rows), reshape(gate(gateNames.neurons(layer)), [intermediateSize])));
  }
  const made = new Map<string, Value>();
  return (name) => {
    const make = gated.get(name);
    if (!make) return weight(name);
    const value = made.get(name) ?? make();
    made.set(name, value);
    return value;
  };
}
