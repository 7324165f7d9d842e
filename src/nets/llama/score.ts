// What a Llama-type network makes of given text: the loss of every token, and whether it was the likeliest.
import {gatherElements, logSumExp, reshape, sub, topK, type Graph} from "../../onnx/index.js";
import {sequenceLogits, type SequenceShape} from "./sequence.js";
import type {Lookup} from "./block.js";
import type {LlamaConfig} from "./config.js";

/**
 * Adds to `graph`, beside inputs `tokens` and `targets` int32 [B·S], the outputs `losses` float32 [B·S] (nats) and
 * `choices` int64 [B·S], the likeliest token.
 */
export function scoreTokens(config: LlamaConfig, shape: SequenceShape, graph: Graph, lookup: Lookup): void {
  const rows = shape.batch * shape.length;
  const tokens = graph.input("tokens", "int32", [rows]);
  const targets = graph.input("targets", "int32", [rows]);
  const logits = sequenceLogits(config, lookup, tokens, shape);
  const target = reshape(gatherElements(logits, reshape(targets, [rows, 1])), [rows]);
  graph.output("losses", sub(logSumExp(logits), target));
  graph.output("choices", reshape(topK(logits, 1)[1], [rows]));
}
