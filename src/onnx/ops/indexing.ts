// Looking rows up and writing rows into place.
import {normalizeAxis, ShapeError, sameShape, staticDimension, type Shape} from "../shape.js";
import {cast} from "./unary.js";
import {expand, reshape} from "./layout.js";
import type {Value} from "../graph.js";

const numbers = (op: string, shape: Shape): number[] => shape.map((_, i) => staticDimension(op, shape, i));

function requireIndices(op: string, indices: Value): void {
  if (indices.dtype !== "int32" && indices.dtype !== "int64") {
    throw new Error(`${op}: indices must be int32 or int64, not ${indices.dtype}`);
  }
}

/** Entries of x along an axis: x [A, ...], indices [I...] → [I..., ...] for axis 0. The gradient is known for axis 0. */
export function gather(x: Value, indices: Value, axis = 0): Value {
  requireIndices("gather", indices);
  const a = normalizeAxis("gather", axis, x.shape);
  const rest = x.shape.slice(a + 1);
  return x.graph.node(
    "Gather",
    [x, indices],
    {
      dtype: x.dtype,
      shape: [...x.shape.slice(0, a), ...indices.shape, ...rest],
      derivative: (d) => {
        if (a !== 0) throw new Error(`gather: the gradient along axis ${a} is not defined; transpose to axis 0`);
        const rows = numbers("gather", indices.shape).reduce((n, i) => n * i, 1);
        const zeros = expand(
          reshape(
            x.graph.scalar(0),
            x.shape.map(() => 1)
          ),
          x.shape
        );
        const at = cast(reshape(indices, [rows, 1]), "int64"); // WebGPU reshapes int32, not int64
        return [scatterND(zeros, at, reshape(d, [rows, ...rest]), {reduction: "add"}), null];
      }
    },
    {attributes: {axis: a}}
  );
}

/** One element per row: x [T, N], indices [T, 1] → [T, 1]; no gradient flows. */
export function gatherElements(x: Value, indices: Value): Value {
  requireIndices("gatherElements", indices);
  if (x.shape.length !== indices.shape.length) {
    throw new ShapeError("gatherElements", "operand and indices need the same number of axes", x.shape, indices.shape);
  }
  return x.graph.node(
    "GatherElements",
    [x, indices],
    {dtype: x.dtype, shape: indices.shape},
    {attributes: {axis: x.shape.length - 1}}
  );
}

export interface ScatterOptions {
  /** what happens where an entry is written twice: "none" (one of them stays) or "add"; default "none" */
  readonly reduction?: "none" | "add";
}

/**
 * A copy of x with rows written at given places; no gradient flows.
 * @param x [N, ...]
 * @param indices int64 [T, 1]
 * @param updates [T, ...]
 */
export function scatterND(x: Value, indices: Value, updates: Value, {reduction = "none"}: ScatterOptions = {}): Value {
  if (indices.dtype !== "int64") throw new Error(`scatterND: indices must be int64, not ${indices.dtype}`);
  if (indices.shape.length !== 2 || indices.shape[1] !== 1) {
    throw new ShapeError("scatterND", "indices must be [T, 1]", x.shape, indices.shape, updates.shape);
  }
  if (!sameShape(updates.shape, [indices.shape[0], ...x.shape.slice(1)])) {
    throw new ShapeError(
      "scatterND",
      "updates must be [T, ...] with the rows of x",
      x.shape,
      indices.shape,
      updates.shape
    );
  }
  return x.graph.node("ScatterND", [x, indices, updates], {dtype: x.dtype, shape: x.shape}, {attributes: {reduction}});
}

/** Elements of a where the condition holds, of b elsewhere; all of one shape. No gradient flows. */
export function where(condition: Value, a: Value, b: Value): Value {
  return a.graph.node("Where", [condition, a, b], {dtype: a.dtype, shape: a.shape});
}
