// One step of batched decoding as a graph: T packed token rows ("unpad input tokens" of EMS-SD, section 3) through layers
// [from, to), against a key-value cache. Linear layers see only the T rows; packed.ts says how these attend.
import {gather, Graph, logSumExp, topK, type Value} from "../../onnx/index.js";
import {attentionBlock, feedForward, logitsOf, type Lookup, type Weights} from "./block.js";
import {packedAttention, type CacheDesign} from "./packed.js";
import {embeddingName, layerNames} from "./parameters.js";
import type {LlamaConfig} from "./config.js";

export interface DecodeOptions {
  /** first layer; above 0 the rows come in as hidden states */
  readonly from: number;
  /** layers [from, to) are run */
  readonly to: number;
  readonly cache: CacheDesign;
  /** a batch of one, whose packed rows are already rectangular */
  readonly single: boolean;
}

/**
 * Inputs:
 * - `tokens` int32 [T], or for from > 0 `hidden.in` float32 [T, d]
 * - `positions` int64 [B, S], of pads any
 * - `unpack` int32 [B, S], `pack` int32 [T]: row of each place and place of each row; none for `single`
 * - `mask` float32 [B, 1, G·S, L+S] ("rows") or [B, 1, G·S, L] ("scatter"), G = heads / kvHeads, added to the scores;
 *   the last S columns of "rows" are the new rows
 * - `columns` int64 [2], "rows" only: L and S
 * - `keys.i`, `values.i` float32 [B, KV, L, D] for each layer i
 * - `places` int64 [B·S·KV, 3], "scatter" only: (sample, head, slot) of each new row
 * - `scored` int32 [R], when the last layer is run: rows that go through the head
 *
 * Outputs:
 * - `rows` float32 [B, S, 2·layers·KV·D], "rows" only: keys, then values, of each layer in turn
 * - `keys.i.written`, `values.i.written`, "scatter" only
 * - `hidden` float32 [T, d], or [R, d] of the scored rows when the last layer is run
 * - then also `best` float32 [R, 2] and `bestTokens` int64 [R, 2], the two largest logits, and `logSum` float32 [R]
 */
export function decodeGraph(config: LlamaConfig, weights: Weights, options: DecodeOptions): Graph {
  const {from, to, cache, single} = options;
  if (from < 0 || from >= to || to > config.layers) {
    throw new Error(`decodeGraph: invalid layers [${from}, ${to}); the network has ${config.layers}`);
  }
  const graph = new Graph(`layers [${from}, ${to})`);
  const weight: Lookup = (name) => weights(graph, name);
  const rows = single ? "S" : "T";
  const attend = packedAttention(graph, config, {cache, single});
  const tokens = (): Value => gather(weight(embeddingName), graph.input("tokens", "int32", [rows]));
  let hidden = from > 0 ? graph.input("hidden.in", "float32", [rows, config.hiddenSize]) : tokens();
  for (let layer = from; layer < to; layer++) {
    const names = layerNames(layer);
    const attended = attentionBlock(config, weight, hidden, names, attend.layer(layer));
    hidden = feedForward(config, weight, attended, names);
  }
  attend.outputRows();
  if (to < config.layers) {
    graph.output("hidden", hidden);
    return graph;
  }
  const last = gather(hidden, graph.input("scored", "int32", ["R"]));
  graph.output("hidden", last);
  outputBest(graph, logitsOf(config, weight, last));
  return graph;
}

/** Outputs `best`, `bestTokens` and `logSum` of logits [R, vocabSize], with `suffix` behind these names. */
export function outputBest(graph: Graph, logits: Value, suffix = ""): void {
  const [best, bestTokens] = topK(logits, 2);
  graph.output(`best${suffix}`, best);
  graph.output(`bestTokens${suffix}`, bestTokens);
  graph.output(`logSum${suffix}`, logSumExp(logits));
}

/** Final norm and head alone: `hidden` float32 [R, d] → `logits` float32 [R, vocabSize]. */
export function headGraph(config: LlamaConfig, weights: Weights): Graph {
  const graph = new Graph("head");
  const hidden = graph.input("hidden", "float32", ["R", config.hiddenSize]);
  graph.output(
    "logits",
    logitsOf(config, (name) => weights(graph, name), hidden)
  );
  return graph;
}
