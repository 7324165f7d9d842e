// Graphs that stand beside the step graph and read its parameters under the same names.
import {gather, Graph, scale} from "../onnx/index.js";
import {logitsOf} from "../nets/llama/block.js";
import {llamaParameters} from "../nets/llama/parameters.js";
import {sequenceAttention, sequenceStates, type SequenceShape} from "../nets/llama/sequence.js";
import {nextTokenLoss} from "../nets/llama/train.js";
import {NEXT, parameterInputs} from "./step.js";
import type {LlamaConfig} from "../nets/llama/config.js";

/** `loss` of a batch, without a step; data inputs as of the step graph. */
export function lossGraph(config: LlamaConfig, shape: SequenceShape): Uint8Array {
  const graph = new Graph("loss");
  const lookup = parameterInputs(graph, llamaParameters(config));
  graph.output("loss", nextTokenLoss(config, shape)(graph, lookup));
  return graph.build();
}

/**
 * The token after a window: `tokens` int32 [length] and `last` int32 [1], the place of the last one that counts, →
 * `logits` float32 [1, vocabSize].
 */
export function nextTokenGraph(config: LlamaConfig, length: number): Uint8Array {
  const graph = new Graph("next token");
  const lookup = parameterInputs(graph, llamaParameters(config));
  const tokens = graph.input("tokens", "int32", [length]);
  const attend = sequenceAttention(config, graph, {batch: 1, length});
  const states = sequenceStates(config, lookup, tokens, attend);
  const last = gather(states[config.layers], graph.input("last", "int32", [1]));
  graph.output("logits", logitsOf(config, lookup, last));
  return graph.build();
}

/** Gives back, under `NEXT` + its name, what it is fed: what lies on a GPU comes to the host that way. */
export function copyGraph(shapes: ReadonlyMap<string, readonly number[]>): Uint8Array {
  const graph = new Graph("copy");
  for (const [name, dims] of shapes) graph.output(NEXT + name, scale(graph.input(name, "float32", dims), 1));
  return graph.build();
}
