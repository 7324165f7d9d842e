// Element-wise arithmetic of two operands, broadcast as in NumPy.
import {broadcast, sameShape} from "../shape.js";
import {reduceSum} from "./reduction.js";
import {reshape} from "./layout.js";
import {neg} from "./unary.js";
import type {Derivative, Value} from "../graph.js";

/** Sum a gradient over the axes along which an operand of shape `like` was broadcast. */
export function unbroadcast(gradient: Value, like: Value): Value {
  if (sameShape(gradient.shape, like.shape)) return gradient;
  const lead = gradient.shape.length - like.shape.length;
  const axes = gradient.shape.flatMap((d, i) => (i < lead || (like.shape[i - lead] === 1 && d !== 1) ? [i] : []));
  const summed = axes.length ? reduceSum(gradient, axes, {keepDimensions: true}) : gradient;
  return sameShape(summed.shape, like.shape) ? summed : reshape(summed, like.shape);
}

function binary(op: string, a: Value, b: Value, derivative: Derivative): Value {
  if (a.dtype !== b.dtype) throw new Error(`${op.toLowerCase()}: ${a.dtype} and ${b.dtype} do not mix; cast one`);
  return a.graph.node(op, [a, b], {dtype: a.dtype, shape: broadcast(op.toLowerCase(), a.shape, b.shape), derivative});
}

/** a + b */
export const add = (a: Value, b: Value): Value => binary("Add", a, b, (d) => [unbroadcast(d, a), unbroadcast(d, b)]);

/** a − b */
export const sub = (a: Value, b: Value): Value =>
  binary("Sub", a, b, (d) => [unbroadcast(d, a), unbroadcast(neg(d), b)]);

/** a · b, element by element */
export const mul = (a: Value, b: Value): Value =>
  binary("Mul", a, b, (d) => [unbroadcast(mul(d, b), a), unbroadcast(mul(d, a), b)]);

/** a / b */
export function div(a: Value, b: Value): Value {
  const quotient: Value = binary("Div", a, b, (d) => {
    const overB = div(d, b);
    return [unbroadcast(overB, a), unbroadcast(neg(mul(overB, quotient)), b)];
  });
  return quotient;
}

/** x · factor, with a number */
export const scale = (x: Value, factor: number): Value => mul(x, x.graph.scalar(factor));

/** The smaller of a and b; no gradient flows. */
export const minimum = (a: Value, b: Value): Value =>
  a.graph.node("Min", [a, b], {dtype: a.dtype, shape: broadcast("minimum", a.shape, b.shape)});

/** The larger of a and b; no gradient flows. */
export const maximum = (a: Value, b: Value): Value =>
  a.graph.node("Max", [a, b], {dtype: a.dtype, shape: broadcast("maximum", a.shape, b.shape)});

/** a = b → bool */
export const equal = (a: Value, b: Value): Value =>
  a.graph.node("Equal", [a, b], {dtype: "bool", shape: broadcast("equal", a.shape, b.shape)});
