// An adapter over whole sequences, without a cache: what training and scoring need.
import {add, rmsNorm, silu, type Value} from "../../onnx/index.js";
import {attentionBlock, feedForward, linear, type Attend, type Lookup} from "../llama/block.js";
import {finalNormName, headName} from "../llama/parameters.js";
import {adapterBlock, adapterNormName, medusaNames, mlpNames, ownHeadName} from "./parameters.js";
import {MEDUSA_HEADS, type AdapterConfig} from "./config.js";
import type {LlamaConfig} from "../llama/config.js";

/** Where the parameters of a graph come from: the target's, which stay as they are, and the adapter's own. */
export interface Sources {
  readonly target: Lookup;
  readonly adapter: Lookup;
}

/**
 * Logits of what the adapter drafts after every token.
 * @param hidden hidden states of the target's exit layer [B·S, d]
 * @returns [B·S, vocabSize]; for `medusa` one for each head, else one
 */
export function adapterLogits(
  target: LlamaConfig,
  adapter: AdapterConfig,
  sources: Sources,
  hidden: Value,
  attend: Attend
): Value[] {
  const {architecture} = adapter;
  if (architecture === "medusa") return medusaLogits(target, sources, hidden);
  const weight = sources.adapter;
  let x = hidden;
  if (architecture === "mlp") x = mlp(target, weight, x);
  else x = attentionBlock(target, weight, x, adapterBlock, attend);
  if (architecture === "layer") x = feedForward(target, weight, x, adapterBlock);
  return [linear(rmsNorm(x, weight(adapterNormName), target.rmsNormEps), headOf(target, adapter, sources))];
}

/** The matrix [vocabSize, d] that turns an adapter's output into logits. */
export function headOf(target: LlamaConfig, {architecture}: AdapterConfig, sources: Sources): Value {
  const own = architecture === "own-head" || architecture === "mlp";
  return own ? sources.adapter(ownHeadName) : sources.target(headName(target));
}

function mlp(target: LlamaConfig, weight: Lookup, hidden: Value): Value {
  const normal = rmsNorm(hidden, weight(adapterBlock.inputNorm), target.rmsNormEps);
  return add(hidden, linear(silu(linear(normal, weight(mlpNames.first))), weight(mlpNames.second)));
}

function medusaLogits(target: LlamaConfig, {target: frozen, adapter}: Sources, hidden: Value): Value[] {
  const normal = rmsNorm(hidden, frozen(finalNormName), target.rmsNormEps);
  return Array.from({length: MEDUSA_HEADS}, (_, k) => {
    const names = medusaNames(k);
    return linear(add(normal, silu(linear(normal, adapter(names.linear)))), adapter(names.head));
  });
}
