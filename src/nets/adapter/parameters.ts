// The parameters of an adapter in one fixed order, under the names a layer's have in Hugging Face checkpoints.
import {attentionParameters, blockNames, blockParameters, type Parameter} from "../llama/parameters.js";
import {MEDUSA_BLOCKS, MEDUSA_HEADS, type AdapterConfig} from "./config.js";
import type {LlamaConfig} from "../llama/config.js";

export const adapterBlock = blockNames("");
export const adapterNormName = "norm.weight";
export const ownHeadName = "lm_head.weight";
export const mlpNames = {first: "mlp.0.weight", second: "mlp.1.weight"} as const;
/** Names of a residual block of Medusa's head k, both counted from 0. */
export const medusaNames = (k: number, block: number) => ({
  weight: `medusa.${k}.${block}.linear.weight`,
  bias: `medusa.${k}.${block}.linear.bias`
});

/** @throws for an exit layer that the target does not have */
export function adapterParameters(target: LlamaConfig, {architecture, exitLayer}: AdapterConfig): Parameter[] {
  if (!Number.isInteger(exitLayer) || exitLayer < 1 || exitLayer > target.layers) {
    throw new Error(`invalid exit layer: ${exitLayer}; the target has ${target.layers} layers`);
  }
  const d = target.hiddenSize;
  const norm = {name: adapterNormName, shape: [d]};
  const head = [target.vocabSize, d];
  switch (architecture) {
    case "attention":
      return [...attentionParameters(target, adapterBlock), norm];
    case "own-head":
      return [...attentionParameters(target, adapterBlock), norm, {name: ownHeadName, shape: head}];
    case "layer":
      return [...blockParameters(target, adapterBlock), norm];
    case "mlp":
      return [
        {name: adapterBlock.inputNorm, shape: [d]},
        {name: mlpNames.first, shape: [d, d]},
        {name: mlpNames.second, shape: [d, d]},
        norm,
        {name: ownHeadName, shape: head}
      ];
    case "medusa":
      return Array.from({length: MEDUSA_HEADS * MEDUSA_BLOCKS}, (_, i) => {
        const {weight, bias} = medusaNames(Math.floor(i / MEDUSA_BLOCKS), i % MEDUSA_BLOCKS);
        return [
          {name: weight, shape: [d, d]},
          {name: bias, shape: [d]}
        ];
      }).flat();
  }
}

/** Number of weights that are the adapter's own. */
export function adapterParameterCount(target: LlamaConfig, adapter: AdapterConfig): number {
  return adapterParameters(target, adapter).reduce((total, {shape}) => total + shape.reduce((n, d) => n * d, 1), 0);
}
