// Element-wise functions of one operand.
import {dtypeCodes, type Dtype} from "../dtype.js";
import {add, div, mul, scale, sub} from "./arithmetic.js";
import type {Derivative, Value} from "../graph.js";

const unary = (op: string, x: Value, derivative?: Derivative): Value =>
  x.graph.node(op, [x], {dtype: x.dtype, shape: x.shape, derivative});

/** −x */
export const neg = (x: Value): Value => unary("Neg", x, (d) => [neg(d)]);

/** √x */
export function sqrt(x: Value): Value {
  const root: Value = unary("Sqrt", x, (d) => [div(scale(d, 0.5), root)]);
  return root;
}

/** eˣ */
export function exp(x: Value): Value {
  const y: Value = unary("Exp", x, (d) => [mul(d, y)]);
  return y;
}

/** natural logarithm */
export const log = (x: Value): Value => unary("Log", x, (d) => [div(d, x)]);

/** |x|; at 0 no gradient flows */
export function abs(x: Value): Value {
  return unary("Abs", x, (d) => [mul(d, unary("Sign", x))]);
}

/** max(x, 0) */
export function relu(x: Value): Value {
  const y: Value = unary("Relu", x, (d) => [mul(d, unary("Sign", y))]);
  return y;
}

/** 1 / (1 + e⁻ˣ) */
export function sigmoid(x: Value): Value {
  const y: Value = unary("Sigmoid", x, (d) => [mul(d, mul(y, sub(x.graph.scalar(1), y)))]);
  return y;
}

/** x · sigmoid(x), "swish" (Elfwing et al. 2018); ONNX Runtime fuses the two nodes where it can. */
export function silu(x: Value): Value {
  const gate = sigmoid(x);
  const y = mul(x, gate);
  // d(x·s)/dx = s + y·(1 − s): two nodes fewer than the product rule over `sigmoid`
  return x.graph.custom(y, [x], (d) => [mul(d, add(gate, mul(y, sub(x.graph.scalar(1), gate))))]);
}

/** The same numbers in another element type. A gradient is cast back. */
export const cast = (x: Value, dtype: Dtype): Value =>
  x.dtype === dtype
    ? x
    : x.graph.node(
        "Cast",
        [x],
        {dtype, shape: x.shape, derivative: (d) => [cast(d, x.dtype)]},
        {attributes: {to: dtypeCodes[dtype]}}
      );
