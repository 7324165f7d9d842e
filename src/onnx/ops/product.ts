// Matrix products.
import {ShapeError, broadcast, type Dimension} from "../shape.js";
import {unbroadcast} from "./arithmetic.js";
import {swapLast} from "./layout.js";
import type {Value} from "../graph.js";

export interface GemmOptions {
  /** use aᵀ; default false */
  readonly transA?: boolean;
  /** use bᵀ, as for weights stored [out, in]; default false */
  readonly transB?: boolean;
}

/** Product of two matrices: [M, K] · [K, N] → [M, N], either one read transposed. */
export function gemm(a: Value, b: Value, {transA = false, transB = false}: GemmOptions = {}): Value {
  if (a.shape.length !== 2 || b.shape.length !== 2) {
    throw new ShapeError(
      `gemm(transA: ${transA}, transB: ${transB})`,
      "both operands must be matrices",
      a.shape,
      b.shape
    );
  }
  const [m, k] = transA ? [a.shape[1], a.shape[0]] : a.shape;
  const [k2, n] = transB ? [b.shape[1], b.shape[0]] : b.shape;
  if (k !== k2) {
    throw new ShapeError(
      `gemm(transA: ${transA}, transB: ${transB})`,
      `inner dimensions ${k} and ${k2} differ`,
      a.shape,
      b.shape
    );
  }
  return a.graph.node(
    "Gemm",
    [a, b],
    {
      dtype: a.dtype,
      shape: [m, n],
      derivative: (d) => [
        transA ? gemm(b, d, {transA: transB, transB: true}) : gemm(d, b, {transB: !transB}),
        transB ? gemm(d, a, {transA: true, transB: transA}) : gemm(a, d, {transA: !transA})
      ]
    },
    {attributes: {transA: Number(transA), transB: Number(transB)}}
  );
}

/** Batched product over the last two axes, leading axes broadcast: [..., M, K] · [..., K, N] → [..., M, N]. */
export function matMul(a: Value, b: Value): Value {
  if (a.shape.length < 2 || b.shape.length < 2) {
    throw new ShapeError("matMul", "both operands need two axes or more", a.shape, b.shape);
  }
  const inner = [a.shape.at(-1), b.shape.at(-2)];
  if (inner[0] !== inner[1]) {
    throw new ShapeError("matMul", `inner dimensions ${inner[0]} and ${inner[1]} differ`, a.shape, b.shape);
  }
  const lead = broadcast("matMul", a.shape.slice(0, -2), b.shape.slice(0, -2));
  const shape = [...lead, a.shape.at(-2) as Dimension, b.shape.at(-1) as Dimension];
  return a.graph.node("MatMul", [a, b], {
    dtype: a.dtype,
    shape,
    derivative: (d) => [unbroadcast(matMul(d, swapLast(b)), a), unbroadcast(matMul(swapLast(a), d), b)]
  });
}
