// An adapter's part of a decode step as a graph: packed rows that have run the target's shallow layers go through the
// adapter, against a key-value cache of its own, and get a draft token and the confidence in it. Packing, mask and cache
// are those of packed.ts with one layer, so what feeds the target feeds the adapter.
import {gather, Graph} from "../../onnx/index.js";
import {outputBest} from "../llama/decode.js";
import {packedAttention, type PackedOptions} from "../llama/packed.js";
import {adapterBody, adapterLogits, type Sources} from "./adapter.js";
import {attends, type AdapterConfig} from "./config.js";
import type {Weights} from "../llama/block.js";
import type {LlamaConfig} from "../llama/config.js";

/**
 * Inputs:
 * - `hidden.in` float32 [T, d]: hidden states of the exit layer
 * - `scored` int32 [R]: rows that go through the head
 * - where the architecture attends: `positions`, `unpack`, `pack`, `mask`, `columns` or `places`, `keys.0` and
 *   `values.0`, as in `decodeGraph`
 *
 * Outputs:
 * - where it attends: `rows` float32 [B, S, 2·KV·D], or `keys.0.written` and `values.0.written`
 * - `hidden` float32 [R, d]: the scored rows before the last norm
 * - `best` float32 [R, 2], `bestTokens` int64 [R, 2] and `logSum` float32 [R], as in `decodeGraph`; of Medusa's head k
 *   `best.k`, `bestTokens.k`, `logSum.k`
 */
export function adapterGraph(
  target: LlamaConfig,
  adapter: AdapterConfig,
  weights: Sources<Weights>,
  options: PackedOptions
): Graph {
  const graph = new Graph("adapter");
  const sources = lookups(graph, weights);
  const attention = attends(adapter) ? packedAttention(graph, target, options) : undefined;
  const hidden = graph.input("hidden.in", "float32", [options.single ? "S" : "T", target.hiddenSize]);
  const attend = () => {
    if (!attention) throw new Error(`${adapter.architecture}: has no attention`);
    return attention.layer(0);
  };
  const body = adapterBody(target, adapter, sources, hidden, attend);
  attention?.outputRows();
  const scored = gather(body, graph.input("scored", "int32", ["R"]));
  graph.output("hidden", scored);
  adapterLogits(target, adapter, sources, scored).forEach((logits, k) => {
    outputBest(graph, logits, adapter.architecture === "medusa" ? `.${k}` : "");
  });
  return graph;
}

/** Last norm and head alone: `hidden` float32 [R, d] → `logits` float32 [R, vocabSize], of Medusa's head k `logits.k`. */
export function adapterHeadGraph(target: LlamaConfig, adapter: AdapterConfig, weights: Sources<Weights>): Graph {
  const graph = new Graph("adapter's head");
  const hidden = graph.input("hidden", "float32", ["R", target.hiddenSize]);
  adapterLogits(target, adapter, lookups(graph, weights), hidden).forEach((logits, k) => {
    graph.output(adapter.architecture === "medusa" ? `logits.${k}` : "logits", logits);
  });
  return graph;
}

const lookups = (graph: Graph, {target, adapter}: Sources<Weights>): Sources => ({
  target: (name) => target(graph, name),
  adapter: (name) => adapter(graph, name)
});
