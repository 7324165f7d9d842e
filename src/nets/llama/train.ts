// The training step of a Llama-type network: next-token cross-entropy over B sequences of S tokens.
import {crossEntropy} from "../../onnx/index.js";
import {llamaParameters} from "./parameters.js";
import {sequenceLogits, type SequenceShape} from "./sequence.js";
import type {Graph, Value} from "../../onnx/index.js";
import type {Lookup} from "./block.js";
import type {LlamaConfig} from "./config.js";

/**
 * Weighted mean next-token loss in nats, with three data inputs added to the graph: `tokens` int32 [B·S], `targets`
 * int32 [B·S] and `weights` float32 [B·S] (0 for padding).
 */
export function nextTokenLoss(config: LlamaConfig, shape: SequenceShape) {
  const rows = shape.batch * shape.length;
  return (graph: Graph, lookup: Lookup): Value => {
    const tokens = graph.input("tokens", "int32", [rows]);
    const targets = graph.input("targets", "int32", [rows]);
    const weights = graph.input("weights", "float32", [rows]);
    return crossEntropy(sequenceLogits(config, lookup, tokens, shape), targets, weights);
  };
}

/**
 * Floating-point operations of one step, forward and backward: 6 per matrix weight and token, and full (not only
 * causal) attention; the optimiser is not counted.
 */
export function stepFlops(config: LlamaConfig, {batch, length}: SequenceShape): number {
  const matrices = llamaParameters(config).filter(({shape}) => shape.length > 1);
  const weights = matrices.reduce((n, {shape}) => n + shape[0] * shape[1], 0);
  const attention = 4 * batch * length * length * config.heads * config.headDim * config.layers;
  return 6 * weights * batch * length + 3 * attention;
}
