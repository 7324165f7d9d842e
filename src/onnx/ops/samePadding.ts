// Convolutions and pooling over pictures [N, C, H, W] as TensorFlow pads them ("SAME"): what a stride needs beyond the edges
// is split between them, the odd pixel behind. With stride 1 and odd kernels that is `conv2d`; with stride 2 it lies half a
// pixel elsewhere, and weights that were trained with it need it. For networks that only run: no gradient flows.
import {ShapeError, staticDimension} from "../shape.js";
import type {Value} from "../graph.js";

export interface SameConvolutionOptions {
  /** pixels between outputs; default 1 */
  readonly stride?: number;
}

const sizes = (op: string, x: Value): [n: number, c: number, h: number, w: number] => {
  if (x.shape.length !== 4) throw new ShapeError(op, "a picture has four axes [N, C, H, W]", x.shape);
  return [0, 1, 2, 3].map((axis) => staticDimension(op, x.shape, axis)) as [number, number, number, number];
};

/** Zeros before and behind a line of `length` pixels, for windows of k pixels every `stride`. */
function padding(length: number, k: number, stride: number): [before: number, after: number] {
  const total = Math.max(0, (Math.ceil(length / stride) - 1) * stride + k - length);
  return [Math.floor(total / 2), Math.ceil(total / 2)];
}

/**
 * Convolution with a bias: x [N, C, H, W], kernel [O, C, k, k], or [C, 1, k, k] for one of its own for each channel, bias
 * [O] → [N, O, ⌈H / stride⌉, ⌈W / stride⌉]. No gradient flows.
 */
export function sameConv2d(x: Value, kernel: Value, bias: Value, {stride = 1}: SameConvolutionOptions = {}): Value {
  const [n, c, h, w] = sizes("sameConv2d", x);
  const [o, inner, k, kw] = sizes("sameConv2d", kernel);
  const depthwise = inner === 1 && o === c;
  if ((inner !== c && !depthwise) || k !== kw) {
    throw new ShapeError("sameConv2d", `expected a kernel [O, ${c}, k, k] or [${c}, 1, k, k]`, x.shape, kernel.shape);
  }
  if (bias.shape.length !== 1 || bias.shape[0] !== o) {
    throw new ShapeError("sameConv2d", `expected a bias [${o}]`, kernel.shape, bias.shape);
  }
  const [top, bottom] = padding(h, k, stride);
  const [left, right] = padding(w, k, stride);
  return x.graph.node(
    "Conv",
    [x, kernel, bias],
    {dtype: x.dtype, shape: [n, o, Math.ceil(h / stride), Math.ceil(w / stride)]},
    {
      attributes: {
        group: c / inner,
        kernel_shape: [k, k],
        pads: [top, left, bottom, right],
        strides: [stride, stride]
      }
    }
  );
}

/** Largest of 2 × 2 pixels: [N, C, H, W] with even H and W → [N, C, H / 2, W / 2]. No gradient flows. */
export function maxPool2d(x: Value): Value {
  const [n, c, h, w] = sizes("maxPool2d", x);
  if (h % 2 !== 0 || w % 2 !== 0) throw new ShapeError("maxPool2d", "height and width must be even", x.shape);
  return x.graph.node(
    "MaxPool",
    [x],
    {dtype: x.dtype, shape: [n, c, h / 2, w / 2]},
    {attributes: {kernel_shape: [2, 2], strides: [2, 2]}}
  );
}
