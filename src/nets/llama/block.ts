// The parts of a network that are the same whether its rows come as sequences (sequence.ts) or packed (packed.ts): a
// layer's two halves, and the final norm and head.
import {add, gemm, mul, rmsNorm, silu, type Graph, type Value} from "../../onnx/index.js";
import {finalNormName, headName, type BlockNames} from "./parameters.js";
import type {LlamaConfig} from "./config.js";

/** Finds a parameter by its name. */
export type Lookup = (name: string) => Value;

/** Finds a parameter by its name and puts it into the graph as float32. */
export type Weights = (graph: Graph, name: string) => Value;

/** x · wᵀ for a weight [out, in]. */
export const linear = (x: Value, weight: Value): Value => gemm(x, weight, {transB: true});

/** Self-attention with one layer's parameters: x [T, d] → [T, d]. */
export type Attend = (x: Value, weight: Lookup, names: BlockNames) => Value;

/** The residual stream after norm and attention: hidden [T, d] → [T, d]. */
export function attentionBlock(
  config: LlamaConfig,
  weight: Lookup,
  hidden: Value,
  names: BlockNames,
  attend: Attend
): Value {
  return add(hidden, attend(rmsNorm(hidden, weight(names.inputNorm), config.rmsNormEps), weight, names));
}

/** The residual stream after norm and SwiGLU: hidden [T, d] → [T, d]. */
export function feedForward(config: LlamaConfig, weight: Lookup, hidden: Value, names: BlockNames): Value {
  const normal = rmsNorm(hidden, weight(names.postNorm), config.rmsNormEps);
  const inner = mul(silu(linear(normal, weight(names.gate))), linear(normal, weight(names.up)));
  return add(hidden, linear(inner, weight(names.down)));
}

/** Final norm and head: hidden [T, d] → logits [T, vocabSize]. */
export function logitsOf(config: LlamaConfig, weight: Lookup, hidden: Value): Value {
  return linear(rmsNorm(hidden, weight(finalNormName), config.rmsNormEps), weight(headName(config)));
}
