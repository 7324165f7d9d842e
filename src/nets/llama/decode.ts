// One step of batched decoding as a graph: T packed token rows ("unpad input tokens" of EMS-SD, section 3) through layers
// [from, to), against a key-value cache. Linear layers see only the T rows. Attention is rectangular: rows are unpacked
// to [B, S] (S: most rows of one sample), and what each may see is an additive mask that the host makes, so padded,
// unpadded and tree layouts are one graph. Grouped queries share their keys and values without repeating them.
//
// The cache comes in two designs, otherwise identical. "rows": a read-only input over the L slots in use; the new rows
// are attended to beside it and are an output, and the host stores those that are accepted. "scatter": the graph writes
// the new rows into the cache, in place where one tensor is both fed and fetched.
import {
  add,
  concat,
  gather,
  gemm,
  Graph,
  logSumExp,
  matMul,
  mul,
  regroup,
  reshape,
  rmsNorm,
  rotaryEmbedding,
  scale,
  silu,
  softmax,
  split,
  splitBy,
  swapLast,
  topK,
  transpose,
  type Value,
  writeSlots
} from "../../onnx/index.js";
import {embeddingName, finalNormName, headName, layerNames} from "./parameters.js";
import {rotaryTables} from "./rotary.js";
import type {LlamaConfig} from "./config.js";

export type CacheDesign = "rows" | "scatter";

/** Finds a parameter by its Hugging Face name and puts it into the graph as float32. */
export type Weights = (graph: Graph, name: string) => Value;

export interface DecodeOptions {
  /** first layer; above 0 the rows come in as hidden states */
  readonly from: number;
  /** layers [from, to) are run */
  readonly to: number;
  readonly cache: CacheDesign;
  /** a batch of one, whose packed rows are already rectangular */
  readonly single: boolean;
}

export const keysName = (layer: number): string => `keys.${layer}`;
export const valuesName = (layer: number): string => `values.${layer}`;
/** Output name of a cache that the graph writes. */
export const writtenName = (name: string): string => `${name}.written`;

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
  const d = config.hiddenSize;
  const rows = single ? "S" : "T";
  const attend = attention(graph, config, weights, cache, single);
  const tokens = (): Value => gather(weights(graph, embeddingName), graph.input("tokens", "int32", [rows]));
  let hidden = from > 0 ? graph.input("hidden.in", "float32", [rows, d]) : tokens();
  const newRows: Value[] = [];
  for (let layer = from; layer < to; layer++) {
    const names = layerNames(layer);
    const linear = (x: Value, name: string): Value => gemm(x, weights(graph, name), {transB: true});
    const norm = (x: Value, name: string): Value => rmsNorm(x, weights(graph, name), config.rmsNormEps);
    const attended = attend(norm(hidden, names.inputNorm), layer);
    newRows.push(...attended.rows);
    hidden = add(hidden, linear(attended.mixed, names.output));
    const normal = norm(hidden, names.postNorm);
    hidden = add(hidden, linear(mul(silu(linear(normal, names.gate)), linear(normal, names.up)), names.down));
  }
  if (cache === "rows") graph.output("rows", concat(newRows, 2));
  if (to < config.layers) {
    graph.output("hidden", hidden);
    return graph;
  }
  const last = gather(hidden, graph.input("scored", "int32", ["R"]));
  graph.output("hidden", last);
  const logits = head(config, weights, last);
  const [best, bestTokens] = topK(logits, 2);
  graph.output("best", best);
  graph.output("bestTokens", bestTokens);
  graph.output("logSum", logSumExp(logits));
  return graph;
}

/** Final norm and head alone: `hidden` float32 [R, d] → `logits` float32 [R, vocabSize]. */
export function headGraph(config: LlamaConfig, weights: Weights): Graph {
  const graph = new Graph("head");
  graph.output("logits", head(config, weights, graph.input("hidden", "float32", ["R", config.hiddenSize])));
  return graph;
}

function head(config: LlamaConfig, weights: Weights, hidden: Value): Value {
  const {graph} = hidden;
  const normal = rmsNorm(hidden, weights(graph, finalNormName), config.rmsNormEps);
  return gemm(normal, weights(graph, headName(config)), {transB: true});
}

type Attend = (x: Value, layer: number) => {mixed: Value; rows: Value[]};

/** Self-attention of one layer, up to its output projection: x [T, d] → mixed [T, H·D], and the new K and V rows. */
function attention(graph: Graph, config: LlamaConfig, weights: Weights, design: CacheDesign, single: boolean): Attend {
  const {heads, kvHeads, headDim} = config;
  const groups = heads / kvHeads;
  const widths = [heads * headDim, kvHeads * headDim, kvHeads * headDim];
  const batch = single ? 1 : "B";
  const {cos, sin} = rotaryTables(graph, config, config.maxPositions);
  const positions = graph.input("positions", "int64", [batch, "S"]);
  const mask = graph.input("mask", "float32", [batch, 1, "G*S", design === "rows" ? "L+S" : "L"]);
  const places = design === "scatter" ? graph.input("places", "int64", ["B*S*KV", 3]) : undefined;
  const columns = design === "rows" ? graph.input("columns", "int64", [2]) : undefined;
  const unpack = single ? undefined : graph.input("unpack", "int32", ["B", "S"]);
  const pack = single ? undefined : graph.input("pack", "int32", ["T"]);

  /** The blocks of keys, or of values, that are attended to, in the order of the mask's columns: [B, KV, …, D] each. */
  const blocks = (name: string, rows: Value): Value[] => {
    const stored = graph.input(name, "float32", [batch, kvHeads, "L", headDim]);
    if (!places) return [stored, transpose(regroup(rows, [batch, "S", kvHeads, headDim]), [0, 2, 1, 3])];
    return [graph.outputDirectly(writtenName(name), writeSlots(stored, places, regroup(rows, ["B*S*KV", headDim])))];
  };
  // the cache is most of what a long context reads: joining it with the new rows would copy it, joining scores does not
  const join = (scores: Value[]): Value => (scores.length > 1 ? concat(scores, 3) : scores[0]);
  const cut = (shares: Value): Value[] => (columns ? splitBy(shares, columns, ["L", "S"], 3) : [shares]);

  return (x, layer) => {
    const names = layerNames(layer);
    // one product for all three: the runtime joins the weights once, when the session is opened
    const parts = [names.query, names.key, names.value].map((name) => weights(graph, name));
    const projected = gemm(x, concat(parts, 0), {transB: true});
    const rectangle = unpack ? gather(projected, unpack) : reshape(projected, [1, "S", projected.shape[1]]);
    const [q, k, value] = split(rectangle, widths, 2);
    const query = scale(rotaryEmbedding(q, positions, cos, sin, heads), headDim ** -0.5);
    const key = rotaryEmbedding(k, positions, cos, sin, kvHeads);
    const grouped = transpose(regroup(query, [batch, "S", kvHeads, groups, headDim]), [0, 2, 3, 1, 4]);
    const queries = regroup(grouped, [batch, kvHeads, "G*S", headDim]);
    const scores = join(blocks(keysName(layer), key).map((keys) => matMul(queries, swapLast(keys))));
    const shares = cut(softmax(add(scores, mask)));
    const seen = blocks(valuesName(layer), value).map((values, i) => matMul(shares[i], values)).reduce(add); // prettier-ignore
    const bySample = transpose(regroup(seen, [batch, kvHeads, groups, "S", headDim]), [0, 3, 1, 2, 4]);
    const flat = reshape(bySample, [single ? "S" : "B*S", heads * headDim]);
    return {mixed: pack ? gather(flat, pack) : flat, rows: [key, value]};
  };
}
