// Ops that only decode graphs need: regrouping heads while the batch and the number of rows stay open, and writing rows
// into a key-value cache.
import {ShapeError, type Shape} from "../shape.js";
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

/** log Σ eˣ over the last axis: [R, N] → [R]. No gradient flows. */
export const logSumExp = (x: Value): Value =>
  x.graph.node(
    "ReduceLogSumExp",
    [x, x.graph.int64(x.shape.length - 1)],
    {dtype: x.dtype, shape: x.shape.slice(0, -1)},
    {attributes: {keepdims: 0}}
  );
