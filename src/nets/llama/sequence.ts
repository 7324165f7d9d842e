// A Llama-type network over whole sequences, without a cache: what training and scoring need. All B · S tokens go
// through the linear layers as one matrix [B·S, d]; grouped queries share their keys without repeating them.
import {
  add,
  causalMask,
  gather,
  gemm,
  matMul,
  mul,
  reshape,
  rmsNorm,
  rotaryEmbedding,
  scale,
  silu,
  softmax,
  transpose,
  type Value
} from "../../onnx/index.js";
import {embeddingName, finalNormName, headName, layerNames} from "./parameters.js";
import {rotaryTables} from "./rotary.js";
import type {LlamaConfig} from "./config.js";

export interface SequenceShape {
  /** sequences B */
  readonly batch: number;
  /** tokens of each S */
  readonly length: number;
}

/** Finds a parameter by its Hugging Face name. */
export type Lookup = (name: string) => Value;

/**
 * Logits of every token.
 * @param tokens int32 [B·S]
 * @returns float32 [B·S, vocabSize]
 */
export function sequenceLogits(config: LlamaConfig, weight: Lookup, tokens: Value, shape: SequenceShape): Value {
  const hidden = sequenceHidden(config, weight, tokens, shape);
  const normal = rmsNorm(hidden, weight(finalNormName), config.rmsNormEps);
  return gemm(normal, weight(headName(config)), {transB: true});
}

/** Hidden states after the last layer, before the final norm: float32 [B·S, d]. */
export function sequenceHidden(config: LlamaConfig, weight: Lookup, tokens: Value, shape: SequenceShape): Value {
  const attend = attention(config, weight, tokens, shape);
  let hidden = gather(weight(embeddingName), tokens);
  for (let layer = 0; layer < config.layers; layer++) {
    const names = layerNames(layer);
    const linear = (x: Value, name: string): Value => gemm(x, weight(name), {transB: true});
    hidden = add(hidden, attend(rmsNorm(hidden, weight(names.inputNorm), config.rmsNormEps), layer));
    const normal = rmsNorm(hidden, weight(names.postNorm), config.rmsNormEps);
    hidden = add(hidden, linear(mul(silu(linear(normal, names.gate)), linear(normal, names.up)), names.down));
  }
  return hidden;
}

function attention(
  {heads, kvHeads, headDim, ...config}: LlamaConfig,
  weight: Lookup,
  {graph}: Value,
  {batch, length}: SequenceShape
): (x: Value, layer: number) => Value {
  const groups = heads / kvHeads;
  const rows = batch * length;
  const {cos, sin} = rotaryTables(graph, {headDim, ropeTheta: config.ropeTheta}, length);
  const positions = graph.constant(
    "int64",
    [batch, length],
    BigInt64Array.from({length: rows}, (_, i) => BigInt(i % length))
  );
  const mask = causalMask(graph, length);
  return (x, layer) => {
    const names = layerNames(layer);
    const project = (name: string): Value => gemm(x, weight(name), {transB: true});
    const rotate = (v: Value, count: number): Value =>
      rotaryEmbedding(reshape(v, [batch, length, count * headDim]), positions, cos, sin, count);
    const query = transpose(
      reshape(scale(rotate(project(names.query), heads), headDim ** -0.5), [batch, length, kvHeads, groups, headDim]),
      [0, 2, 3, 1, 4]
    );
    const key = transpose(
      reshape(rotate(project(names.key), kvHeads), [batch, length, kvHeads, headDim]),
      [0, 2, 3, 1]
    );
    const value = transpose(reshape(project(names.value), [batch, length, kvHeads, headDim]), [0, 2, 1, 3]);
    const packed = [batch, kvHeads, groups * length];
    const scores = matMul(reshape(query, [...packed, headDim]), key);
    const weights = softmax(add(reshape(scores, [batch, heads, length, length]), mask));
    const mixed = reshape(matMul(reshape(weights, [...packed, length]), value), [
      batch,
      kvHeads,
      groups,
      length,
      headDim
    ]);
    const joined = reshape(transpose(mixed, [0, 3, 1, 2, 4]), [rows, heads * headDim]);
    return gemm(joined, weight(names.output), {transB: true});
  };
}
