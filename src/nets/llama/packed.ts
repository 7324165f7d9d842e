// Attention of T packed rows against a key-value cache. It is rectangular: rows are unpacked to [B, S] (S: most rows of
// one sample), and what each may see is an additive mask that the host makes, so padded, unpadded and tree layouts are
// one graph. Grouped queries share their keys and values without repeating them.
//
// The cache comes in two designs, otherwise identical. "rows": a read-only input over the L slots in use; the new rows
// are attended to beside it and are an output, and the host stores those that are accepted. "scatter": the graph writes
// the new rows into the cache, in place where one tensor is both fed and fetched.
import {
  add,
  concat,
  gather,
  gemm,
  matMul,
  regroup,
  reshape,
  rotaryEmbedding,
  scale,
  softmax,
  split,
  splitBy,
  swapLast,
  transpose,
  writeSlots,
  type Graph,
  type Value
} from "../../onnx/index.js";
import {linear, type Attend} from "./block.js";
import {rotaryTables} from "./rotary.js";
import type {LlamaConfig} from "./config.js";

export type CacheDesign = "rows" | "scatter";

export const keysName = (layer: number): string => `keys.${layer}`;
export const valuesName = (layer: number): string => `values.${layer}`;
/** Output name of a cache that the graph writes. */
export const writtenName = (name: string): string => `${name}.written`;

export interface PackedOptions {
  readonly cache: CacheDesign;
  /** a batch of one, whose packed rows are already rectangular */
  readonly single: boolean;
}

export interface PackedAttention {
  /** Attention against the cache of layer `layer`: x [T, d] → [T, d]. */
  layer(layer: number): Attend;
  /** Outputs what `layer` left to be stored: `rows` of the design "rows". Call it once, after all layers. */
  outputRows(): void;
}

/** Puts the inputs and outputs into the graph that `decodeGraph` lists, but for `tokens`, `hidden.in` and `scored`. */
export function packedAttention(
  graph: Graph,
  config: LlamaConfig,
  {cache: design, single}: PackedOptions
): PackedAttention {
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

  const newRows: Value[] = [];
  const attend =
    (layer: number): Attend =>
    (x, weight, names) => {
      // one product for all three: the runtime joins the weights once, when the session is opened
      const parts = [names.query, names.key, names.value].map(weight);
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
      newRows.push(key, value);
      return linear(pack ? gather(flat, pack) : flat, weight(names.output));
    };
  return {
    layer: attend,
    outputRows: () => {
      if (design === "rows") graph.output("rows", concat(newRows, 2));
    }
  };
}
