// An adapter as a function over the target's hidden states. Whether these come as whole sequences (training) or as packed
// rows beside a cache (decoding) is the business of `attend` alone.
import {add, rmsNorm, silu, type Value} from "../../onnx/index.js";
import {attentionBlock, feedForward, linear, type Attend, type Lookup} from "../llama/block.js";
import {finalNormName, headName} from "../llama/parameters.js";
import {adapterBlock, adapterNormName, medusaNames, mlpNames, ownHeadName} from "./parameters.js";
import {MEDUSA_BLOCKS, MEDUSA_HEADS, type AdapterConfig} from "./config.js";
import type {LlamaConfig} from "../llama/config.js";

/** Where the parameters of a graph come from: the target's, which stay as they are, and the adapter's own. */
export interface Sources<Find = Lookup> {
  readonly target: Find;
  readonly adapter: Find;
}

/**
 * An adapter up to its last norm: hidden states of the exit layer [T, d] → [T, d].
 * @param attend makes attention where the architecture has it
 */
export function adapterBody(
  target: LlamaConfig,
  {architecture}: AdapterConfig,
  {adapter: weight}: Sources,
  hidden: Value,
  attend: () => Attend
): Value {
  switch (architecture) {
    case "medusa":
      return hidden;
    case "mlp": {
      const normal = rmsNorm(hidden, weight(adapterBlock.inputNorm), target.rmsNormEps);
      return add(hidden, linear(silu(linear(normal, weight(mlpNames.first))), weight(mlpNames.second)));
    }
    case "layer": {
      const attended = attentionBlock(target, weight, hidden, adapterBlock, attend());
      return feedForward(target, weight, attended, adapterBlock);
    }
    default:
      return attentionBlock(target, weight, hidden, adapterBlock, attend());
  }
}

/**
 * The last norm and the head: what `adapterBody` gave [R, d] → logits [R, vocabSize] of what is drafted; for `medusa` one
 * for each head, else one.
 */
export function adapterLogits(target: LlamaConfig, adapter: AdapterConfig, sources: Sources, body: Value): Value[] {
  const {architecture} = adapter;
  if (architecture === "medusa") return medusaLogits(target, sources, body);
  const own = architecture === "own-head" || architecture === "mlp";
  const head = own ? sources.adapter(ownHeadName) : sources.target(headName(target));
  return [linear(rmsNorm(body, sources.adapter(adapterNormName), target.rmsNormEps), head)];
}

function medusaLogits(target: LlamaConfig, {target: frozen, adapter}: Sources, hidden: Value): Value[] {
  const normal = rmsNorm(hidden, frozen(finalNormName), target.rmsNormEps);
  const head = frozen(headName(target));
  return Array.from({length: MEDUSA_HEADS}, (_, k) => {
    let x = normal;
    for (let block = 0; block < MEDUSA_BLOCKS; block++) {
      const {weight, bias} = medusaNames(k, block);
      x = add(x, silu(add(linear(x, adapter(weight)), adapter(bias))));
    }
    return linear(x, head);
  });
}
