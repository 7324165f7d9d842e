// Ops that move elements without changing them: reshape, transpose, slice, split, concat, expand.
import {addDimensions, elements, normalizeAxis, ShapeError, sameShape, staticDimension, type Shape} from "../shape.js";
import {unbroadcast} from "./arithmetic.js";
import type {Value} from "../graph.js";

/**
 * The same elements under another shape. At most one entry may be a symbol or −1; it is worked out at run time.
 * A −1 whose length can be told when the graph is built becomes that number.
 */
export function reshape(x: Value, shape: Shape): Value {
  const unknown = shape.flatMap((d, i) => (typeof d === "string" || d === -1 ? [i] : []));
  if (unknown.length > 1) throw new ShapeError("reshape", "at most one dimension may be left open", x.shape, shape);
  const total = elements(x.shape);
  let result = shape;
  if (total !== undefined) {
    const rest = shape.reduce<number>((n, d) => (typeof d === "number" && d !== -1 ? n * d : n), 1);
    const open = total / rest;
    const fits = unknown.length
      ? Number.isInteger(open) && (shape[unknown[0]] === -1 || x.shape.includes(shape[unknown[0]]))
      : open === 1;
    if (!fits) throw new ShapeError("reshape", `${total} elements do not fill the new shape`, x.shape, shape);
    result = shape.map((d) => (d === -1 ? open : d));
  } else if (unknown.length && shape[unknown[0]] === -1) {
    result = shape.map((d) => (d === -1 ? symbolFor(x, shape) : d));
  }
  const target = shape.map((d) => (typeof d === "string" ? -1 : d));
  return x.graph.node("Reshape", [x, x.graph.int64(...target)], {
    dtype: x.dtype,
    shape: result,
    derivative: (d) => [reshape(d, x.shape)]
  });
}

/** The symbol that an open dimension stands for, where only one symbol of the source can fill it. */
function symbolFor(x: Value, shape: Shape): string {
  const symbols = x.shape.filter((d) => typeof d === "string" && !shape.includes(d));
  const fixed = (s: Shape): number => s.reduce<number>((n, d) => (typeof d === "number" && d !== -1 ? n * d : n), 1);
  const factor = fixed(x.shape) / fixed(shape);
  return factor === 1 ? symbols.join("*") : [...symbols, String(factor)].join("*");
}

/** Reorder axes: result axis i is axis permutation[i] of x. */
export function transpose(x: Value, permutation: readonly number[]): Value {
  if (permutation.length !== x.shape.length || new Set(permutation).size !== permutation.length) {
    throw new ShapeError("transpose", `[${permutation.join(", ")}] is no permutation of the axes`, x.shape);
  }
  const inverse = permutation.map((_, i) => permutation.indexOf(i));
  return x.graph.node(
    "Transpose",
    [x],
    {
      dtype: x.dtype,
      shape: permutation.map((axis) => x.shape[normalizeAxis("transpose", axis, x.shape)]),
      derivative: (d) => [transpose(d, inverse)]
    },
    {attributes: {perm: permutation}}
  );
}

/** Swap the last two axes. */
export function swapLast(x: Value): Value {
  const n = x.shape.length;
  return transpose(x, [...Array.from({length: n - 2}, (_, i) => i), n - 1, n - 2]);
}

/** Zeros around x: `before` and `after` elements along each axis. */
export function pad(x: Value, before: readonly number[], after: readonly number[]): Value {
  const shape = x.shape.map((d, i) => addDimensions(addDimensions(d, before[i]), after[i]));
  return x.graph.node("Pad", [x, x.graph.int64(...before, ...after)], {
    dtype: x.dtype,
    shape,
    derivative: (d) => [sliceEach(d, before, x.shape)]
  });
}

function sliceEach(d: Value, starts: readonly number[], lengths: Shape): Value {
  return starts.reduce(
    (v, start, axis) =>
      v.shape[axis] === lengths[axis] ? v : slice(v, axis, start, start + (lengths[axis] as number)),
    d
  );
}

/** Elements [start, end) along one axis, whose length must be known. */
export function slice(x: Value, axis: number, start: number, end: number): Value {
  const a = normalizeAxis("slice", axis, x.shape);
  const length = staticDimension("slice", x.shape, a);
  if (start < 0 || end > length || start >= end) {
    throw new ShapeError("slice", `[${start}, ${end}) is outside [0, ${length}) of axis ${a}`, x.shape);
  }
  const {graph} = x;
  const at = (n: number): number[] => x.shape.map((_, i) => (i === a ? n : 0));
  return graph.node("Slice", [x, graph.int64(start), graph.int64(end), graph.int64(a)], {
    dtype: x.dtype,
    shape: x.shape.map((d, i) => (i === a ? end - start : d)),
    derivative: (d) => [pad(d, at(start), at(length - end))]
  });
}

/** Cut x into pieces of the given sizes along one axis. */
export function split(x: Value, sizes: readonly number[], axis: number): Value[] {
  const a = normalizeAxis("split", axis, x.shape);
  const length = staticDimension("split", x.shape, a);
  if (sizes.reduce((n, s) => n + s, 0) !== length) {
    throw new ShapeError("split", `sizes ${sizes.join(" + ")} do not add up to ${length} along axis ${a}`, x.shape);
  }
  const at = (n: number): number[] => x.shape.map((_, i) => (i === a ? n : 0));
  let start = 0;
  const outputs = sizes.map((size) => {
    const from = start;
    start += size;
    return {
      dtype: x.dtype,
      shape: x.shape.map((d, i) => (i === a ? size : d)),
      derivative: (d: Value) => [pad(d, at(from), at(length - from - size))]
    };
  });
  return x.graph.nodes("Split", [x, x.graph.int64(...sizes)], outputs, {attributes: {axis: a}});
}

/** Join values along one axis; all other dimensions must be the same. */
export function concat(values: readonly Value[], axis: number): Value {
  const [first] = values;
  const a = normalizeAxis("concat", axis, first.shape);
  for (const v of values) {
    const others = (shape: Shape): Shape => shape.filter((_, i) => i !== a);
    if (v.shape.length !== first.shape.length || !sameShape(others(v.shape), others(first.shape))) {
      throw new ShapeError("concat", `all dimensions but axis ${a} must be equal`, ...values.map((w) => w.shape));
    }
  }
  const length = values.map((v) => v.shape[a]).reduce(addDimensions);
  return first.graph.node(
    "Concat",
    values,
    {
      dtype: first.dtype,
      shape: first.shape.map((d, i) => (i === a ? length : d)),
      derivative: (d) => {
        let start = 0;
        return values.map((v) => {
          const size = staticDimension("concat", v.shape, a);
          start += size;
          return slice(d, a, start - size, start);
        });
      }
    },
    {attributes: {axis: a}}
  );
}

/** Repeat along axes of length 1 up to `shape`, all of it known when the graph is built. */
export function expand(x: Value, shape: Shape): Value {
  if (sameShape(x.shape, shape)) return x;
  const known = shape.map((_, i) => staticDimension("expand", shape, i));
  return x.graph.node("Expand", [x, x.graph.int64(...known)], {
    dtype: x.dtype,
    shape,
    derivative: (d) => [unbroadcast(d, x)]
  });
}
