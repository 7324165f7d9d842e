// A Llama-type network over whole sequences, without a cache: what training and scoring need. All B · S tokens go
// through the linear layers as one matrix [B·S, d]; grouped queries share their keys without repeating them.
import {
  add,
  causalMask,
  gather,
  matMul,
  reshape,
  rotaryEmbedding,
  scale,
  softmax,
  transpose,
  type Graph,
  type Value
} from "../../onnx/index.js";
import {attentionBlock, feedForward, linear, logitsOf, type Attend, type Lookup} from "./block.js";
import {embeddingName, layerNames} from "./parameters.js";
import {rotaryTables} from "./rotary.js";
import type {LlamaConfig} from "./config.js";

export interface SequenceShape {
  /** sequences B */
  readonly batch: number;
  /** tokens of each S */
  readonly length: number;
}

/**
 * Logits of every token.
 * @param tokens int32 [B·S]
 * @returns float32 [B·S, vocabSize]
 */
export function sequenceLogits(config: LlamaConfig, weight: Lookup, tokens: Value, shape: SequenceShape): Value {
  const attend = sequenceAttention(config, tokens.graph, shape);
  return logitsOf(config, weight, sequenceStates(config, weight, tokens, attend)[config.layers]);
}

/** Hidden states before each layer, and after the last before the final norm: [layers + 1], each float32 [B·S, d]. */
export function sequenceStates(config: LlamaConfig, weight: Lookup, tokens: Value, attend: Attend): Value[] {
  const states = [gather(weight(embeddingName), tokens)];
  for (let layer = 0; layer < config.layers; layer++) {
    const names = layerNames(layer);
    const attended = attentionBlock(config, weight, states[layer], names, attend);
    states.push(feedForward(config, weight, attended, names));
  }
  return states;
}

/** Causal attention over sequences of one shape; what all layers share (angles, positions, mask) is put into the graph once. */
export function sequenceAttention(
  {heads, kvHeads, headDim, ropeTheta}: LlamaConfig,
  graph: Graph,
  {batch, length}: SequenceShape
): Attend {
  const groups = heads / kvHeads;
  const rows = batch * length;
  const {cos, sin} = rotaryTables(graph, {headDim, ropeTheta}, length);
  const positions = graph.constant(
    "int64",
    [batch, length],
    BigInt64Array.from({length: rows}, (_, i) => BigInt(i % length))
  );
  const mask = causalMask(graph, length);
  return (x, weight, names) => {
    const project = (name: string): Value => linear(x, weight(name));
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
    return linear(joined, weight(names.output));
  };
}
