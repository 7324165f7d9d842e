// Ops that only decode graphs need: regrouping heads while the batch and the number of rows stay open, cutting where the
// host says, and writing rows into a key-value cache.
import {normalizeAxis, ShapeError, type Dimension, type Shape} from "../shape.js";
import type {Value} from "../graph.js";

/**
 * Reshape that keeps open dimensions where they are: an entry that equals x's own symbol at the same axis is copied at
 * run time, and one further symbol is worked out. No gradient flows.
 */
export function regroup(x: Value, shape: Shape): Value {
  const target = shape.map((d, i) => (typeof d === "number" ? d : d === x.shape[i] ? 0 : -1));
  if (target.filter((d) => d === -1).length > 1) {
    throw new ShapeError("regroup", "more than one open dimension moves", x.shape, shape);
  }
  return x.graph.node("Reshape", [x, x.graph.int64(...target)], {dtype: x.dtype, shape});
}

/**
 * The cache with rows written at (sample, head, slot). No gradient flows. Of rows for one place one stays.
 * @param cache [B, KV, L, D]
 * @param places int64 [N, 3]
 * @param rows [N, D]
 */
export function writeSlots(cache: Value, places: Value, rows: Value): Value {
  if (cache.shape.length !== 4 || places.shape[1] !== 3 || rows.shape[1] !== cache.shape[3]) {
    const needed = "needs cache [B, KV, L, D], places [N, 3] and rows [N, D]";
    throw new ShapeError("writeSlots", needed, cache.shape, places.shape, rows.shape);
  }
  return cache.graph.node("ScatterND", [cache, places, rows], {dtype: cache.dtype, shape: cache.shape});
}

/**
 * Cut x along one axis into pieces whose lengths are known only when the graph runs. No gradient flows.
 * @param sizes int64 [N], one a piece
 * @param lengths their dimensions in the graph
 */
export function splitBy(x: Value, sizes: Value, lengths: readonly Dimension[], axis: number): Value[] {
  const a = normalizeAxis("splitBy", axis, x.shape);
  if (sizes.dtype !== "int64" || sizes.shape.length !== 1 || sizes.shape[0] !== lengths.length) {
    throw new ShapeError("splitBy", `needs int64 sizes [${lengths.length}]`, x.shape, sizes.shape);
  }
  const outputs = lengths.map((length) => ({dtype: x.dtype, shape: x.shape.map((d, i) => (i === a ? length : d))}));
  return x.graph.nodes("Split", [x, sizes], outputs, {attributes: {axis: a}});
}
