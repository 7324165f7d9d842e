// Shapes of symbolic tensors. A dimension is a number, or a symbol such as "T" whose value is known only when the graph
// runs. Two symbols are equal when they are the same string; nothing else is assumed of them.

export type Dimension = number | string;
export type Shape = readonly Dimension[];

/** An operation was asked for on shapes it cannot work on. The message names the op, the shapes and the call. */
export class ShapeError extends Error {
  constructor(op: string, reason: string, ...shapes: Shape[]) {
    super(`${op}: ${reason}; got ${shapes.map(formatShape).join(", ")}`);
    this.name = "ShapeError";
  }
}

export const formatShape = (shape: Shape): string => `[${shape.join(", ")}]`;

export const sameShape = (a: Shape, b: Shape): boolean => a.length === b.length && a.every((d, i) => d === b[i]);

/** Number of elements; undefined when a dimension is symbolic. */
export function elements(shape: Shape): number | undefined {
  let n = 1;
  for (const d of shape) {
    if (typeof d === "string") return undefined;
    n *= d;
  }
  return n;
}

/** Shape of an element-wise result, as NumPy broadcasts. */
export function broadcast(op: string, a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length);
  return Array.from({length: rank}, (_, i) => {
    const x = a[i - rank + a.length] ?? 1;
    const y = b[i - rank + b.length] ?? 1;
    if (x === y || y === 1) return x;
    if (x === 1) return y;
    throw new ShapeError(op, `dimension ${i} of the operands does not broadcast (${x} against ${y})`, a, b);
  });
}

/** A non-negative axis; negative ones count from the end. */
export function normalizeAxis(op: string, axis: number, shape: Shape): number {
  const normal = axis < 0 ? axis + shape.length : axis;
  if (!Number.isInteger(axis) || normal < 0 || normal >= shape.length) {
    throw new ShapeError(op, `axis ${axis} is outside [${-shape.length}, ${shape.length})`, shape);
  }
  return normal;
}

/** The dimension as a number; throws for a symbol. */
export function staticDimension(op: string, shape: Shape, axis: number): number {
  const d = shape[normalizeAxis(op, axis, shape)];
  if (typeof d === "string") throw new ShapeError(op, `dimension ${axis} must be known when the graph is built`, shape);
  return d;
}

/** Sum of two dimensions; a symbol and anything else give a new symbol "a+b". */
export const addDimensions = (a: Dimension, b: Dimension): Dimension =>
  typeof a === "number" && typeof b === "number" ? a + b : `${a}+${b}`;
