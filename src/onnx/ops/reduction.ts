// Sums, means and maxima over axes; arg-max and top k.
import {normalizeAxis, staticDimension, ShapeError, type Shape} from "../shape.js";
import {expand, reshape} from "./layout.js";
import {scale} from "./arithmetic.js";
import type {Derivative, Value} from "../graph.js";

export interface ReduceOptions {
  /** keep the reduced axes, with length 1; default false */
  readonly keepDimensions?: boolean;
}

const kept = (x: Value, axes: readonly number[]): Shape => x.shape.map((d, i) => (axes.includes(i) ? 1 : d));

function reduce(
  op: string,
  x: Value,
  axes: readonly number[],
  {keepDimensions = false}: ReduceOptions,
  derivative?: (axes: readonly number[]) => Derivative
): Value {
  const normal = axes.map((a) => normalizeAxis(op, a, x.shape));
  const shape = keepDimensions ? kept(x, normal) : x.shape.filter((_, i) => !normal.includes(i));
  return x.graph.node(
    op,
    [x, x.graph.int64(...normal)],
    {dtype: x.dtype, shape, derivative: derivative?.(normal)},
    {attributes: {keepdims: keepDimensions ? 1 : 0}}
  );
}

const spread = (x: Value, axes: readonly number[], d: Value): Value => expand(reshape(d, kept(x, axes)), x.shape);

/** Sum over `axes`. */
export const reduceSum = (x: Value, axes: readonly number[], options: ReduceOptions = {}): Value =>
  reduce("ReduceSum", x, axes, options, (normal) => (d) => [spread(x, normal, d)]);

/** Mean over `axes`, whose lengths must be known. */
export function reduceMean(x: Value, axes: readonly number[], options: ReduceOptions = {}): Value {
  return reduce("ReduceMean", x, axes, options, (normal) => (d) => {
    const count = normal.reduce((n, a) => n * staticDimension("reduceMean", x.shape, a), 1);
    return [scale(spread(x, normal, d), 1 / count)];
  });
}

/** Largest element over `axes`; no gradient flows. */
export const reduceMax = (x: Value, axes: readonly number[], options: ReduceOptions = {}): Value =>
  reduce("ReduceMax", x, axes, options);

/** Index of the largest element along the last axis (the first of equals): [..., N] → int64 [...]. */
export const argMax = (x: Value): Value =>
  x.graph.node(
    "ArgMax",
    [x],
    {dtype: "int64", shape: x.shape.slice(0, -1)},
    {attributes: {axis: x.shape.length - 1, keepdims: 0}}
  );

/** The k largest elements along the last axis, best first: [..., N] → values [..., k] and int64 indices [..., k]. */
export function topK(x: Value, k: number): [Value, Value] {
  const n = staticDimension("topK", x.shape, -1);
  if (!Number.isInteger(k) || k < 1 || k > n) throw new ShapeError("topK", `k = ${k} is outside [1, ${n}]`, x.shape);
  const shape = [...x.shape.slice(0, -1), k];
  const [values, indices] = x.graph.nodes(
    "TopK",
    [x, x.graph.int64(k)],
    [
      {dtype: x.dtype, shape},
      {dtype: "int64", shape}
    ]
  );
  return [values, indices];
}
