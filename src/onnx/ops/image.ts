// Convolutions and pooling over pictures [N, C, H, W]. A gradient is again a convolution: of the output's gradient with the
// flipped kernel for the picture, of the picture with the output's gradient for the kernel.
import {staticDimension, ShapeError, type Dimension, type Shape} from "../shape.js";
import {mul, scale} from "./arithmetic.js";
import {concat, pad, reshape, transpose} from "./layout.js";
import {matMul} from "./product.js";
import {reduceMean, reduceSum} from "./reduction.js";
import type {Value} from "../graph.js";

/** Sizes of pictures, of which only their number may be left open. */
const sizes = (op: string, x: Value): [n: Dimension, c: number, h: number, w: number] => {
  if (x.shape.length !== 4) throw new ShapeError(op, "a picture has four axes [N, C, H, W]", x.shape);
  const [c, h, w] = [1, 2, 3].map((axis) => staticDimension(op, x.shape, axis));
  return [x.shape[0], c, h, w];
};

const conv = (x: Value, kernel: Value, shape: Shape, attributes: Record<string, number | number[]>): Value =>
  x.graph.node("Conv", [x, kernel], {dtype: x.dtype, shape}, {attributes});

/** Every `step`-th element of two axes from `start` on, `count` of them; no gradient flows. A negative step goes back. */
function strided(x: Value, starts: readonly [number, number], counts: readonly [number, number], step: number): Value {
  const {graph} = x;
  const ends = starts.map((start, i) => (step < 0 ? -1e6 : start + (counts[i] - 1) * step + 1));
  return graph.node(
    "Slice",
    [x, graph.int64(...starts), graph.int64(...ends), graph.int64(2, 3), graph.int64(step, step)],
    {dtype: x.dtype, shape: [...x.shape.slice(0, 2), ...counts]}
  );
}

/** The kernel turned by half a circle. */
function flipped(kernel: Value): Value {
  const [, , h, w] = sizes("flipped", kernel);
  return strided(kernel, [h - 1, w - 1], [h, w], -1);
}

/** What the k × k taps of a kernel saw: k² pictures of the output's size [N, C, H', W']; no gradient flows. */
function taps(x: Value, k: number, out: readonly [number, number], stride: number): Value[] {
  const edge = (k - 1) / 2;
  const padded = pad(x, [0, 0, edge, edge], [0, 0, edge, edge]);
  return Array.from({length: k * k}, (_, i) => strided(padded, [Math.floor(i / k), i % k], out, stride));
}

export interface ConvolutionOptions {
  /** pixels between outputs; default 1 */
  readonly stride?: number;
}

/**
 * Convolution with zeros around: x [N, C, H, W], kernel [O, C, k, k] with odd k → [N, O, ⌈H / stride⌉, ⌈W / stride⌉].
 */
export function conv2d(x: Value, kernel: Value, {stride = 1}: ConvolutionOptions = {}): Value {
  const [n, c, h, w] = sizes("conv2d", x);
  const [o, inner, k, kw] = sizes("conv2d", kernel);
  if (inner !== c || k !== kw || k % 2 === 0) {
    throw new ShapeError("conv2d", `expected a kernel [O, ${c}, k, k] with odd k`, x.shape, kernel.shape);
  }
  if (h % stride !== 0 || w % stride !== 0)
    throw new ShapeError("conv2d", `stride ${stride} does not divide it`, x.shape);
  const edge = (k - 1) / 2;
  const [oh, ow] = [h / stride, w / stride];
  const pads = [edge, edge, edge, edge];
  return x.graph.node(
    "Conv",
    [x, kernel],
    {
      dtype: x.dtype,
      shape: [n, o, oh, ow],
      derivative: (d) => {
        const columns = reshape(concat(taps(x, k, [oh, ow], stride), 1), [n, k * k * c, oh * ow]);
        const products = matMul(reshape(d, [n, o, oh * ow]), transpose(columns, [0, 2, 1]));
        const forKernel = transpose(reshape(reduceSum(products, [0]), [o, k * k, c]), [0, 2, 1]);
        return [conv2dInput(d, kernel, {stride, height: h, width: w}), reshape(forKernel, [o, c, k, k])];
      }
    },
    {attributes: {kernel_shape: [k, k], pads, strides: [stride, stride]}}
  );
}

/** The gradient of a convolution's picture, from that of its output. */
function conv2dInput(
  d: Value,
  kernel: Value,
  {stride, height, width}: {stride: number; height: number; width: number}
): Value {
  // prettier-ignore
  const [n, , oh, ow] = sizes("conv2d", d);
  const [o, c, k] = sizes("conv2d", kernel);
  const edge = (k - 1) / 2;
  // between the output's pixels lie stride − 1 zeros
  const spread =
    stride === 1
      ? d
      : reshape(pad(reshape(d, [n, o, oh, 1, ow, 1]), [0, 0, 0, 0, 0, 0], [0, 0, 0, stride - 1, 0, stride - 1]), [
          n,
          o,
          height,
          width
        ]);
  const turned = transpose(flipped(kernel), [1, 0, 2, 3]);
  return conv(spread, turned, [n, c, height, width], {kernel_shape: [k, k], pads: [edge, edge, edge, edge]});
}

/** Each channel with a kernel of its own and zeros around: x [N, C, H, W], kernel [C, 1, k, k] with odd k → [N, C, H, W]. */
export function depthwiseConv2d(x: Value, kernel: Value): Value {
  const [, c, h, w] = sizes("depthwiseConv2d", x);
  const [channels, one, k, kw] = sizes("depthwiseConv2d", kernel);
  if (channels !== c || one !== 1 || k !== kw || k % 2 === 0) {
    throw new ShapeError("depthwiseConv2d", `expected a kernel [${c}, 1, k, k] with odd k`, x.shape, kernel.shape);
  }
  const edge = (k - 1) / 2;
  const attributes = {group: c, kernel_shape: [k, k], pads: [edge, edge, edge, edge]};
  return x.graph.node(
    "Conv",
    [x, kernel],
    {
      dtype: x.dtype,
      shape: x.shape,
      derivative: (d) => {
        const sums = taps(x, k, [h, w], 1).map((tap) => reduceSum(mul(tap, d), [0, 2, 3]));
        const forKernel = transpose(reshape(concat(sums, 0), [k * k, c]), [1, 0]);
        return [conv(d, flipped(kernel), x.shape, attributes), reshape(forKernel, [c, 1, k, k])];
      }
    },
    {attributes}
  );
}

/** A linear layer over the channels of each pixel: x [N, C, H, W], kernel [O, C, 1, 1] → [N, O, H, W]. */
export function pointwiseConv2d(x: Value, kernel: Value): Value {
  const [n, c, h, w] = sizes("pointwiseConv2d", x);
  const [o, inner, k, kw] = sizes("pointwiseConv2d", kernel);
  if (inner !== c || k !== 1 || kw !== 1) {
    throw new ShapeError("pointwiseConv2d", `expected a kernel [O, ${c}, 1, 1]`, x.shape, kernel.shape);
  }
  return x.graph.node(
    "Conv",
    [x, kernel],
    {
      dtype: x.dtype,
      shape: [n, o, h, w],
      derivative: (d) => {
        const products = matMul(reshape(d, [n, o, h * w]), transpose(reshape(x, [n, c, h * w]), [0, 2, 1]));
        const back = conv(d, transpose(kernel, [1, 0, 2, 3]), x.shape, {kernel_shape: [1, 1]});
        return [back, reshape(reduceSum(products, [0]), [o, c, 1, 1])];
      }
    },
    {attributes: {kernel_shape: [1, 1]}}
  );
}

/** Each pixel four times, [N, C, H, W] → [N, C, 2H, 2W]; no gradient flows. */
function doubled(x: Value): Value {
  const [n, c, h, w] = sizes("doubled", x);
  const scales = x.graph.constant("float32", [4], Float32Array.of(1, 1, 2, 2));
  const attributes = {mode: "nearest", coordinate_transformation_mode: "asymmetric", nearest_mode: "floor"};
  return x.graph.node("Resize", [x, null, scales], {dtype: x.dtype, shape: [n, c, 2 * h, 2 * w]}, {attributes});
}

/** Means of 2 × 2 pixels: [N, C, H, W] → [N, C, H / 2, W / 2]. */
export function averagePool2d(x: Value): Value {
  const [n, c, h, w] = sizes("averagePool2d", x);
  if (h % 2 !== 0 || w % 2 !== 0) throw new ShapeError("averagePool2d", "height and width must be even", x.shape);
  return x.graph.node(
    "AveragePool",
    [x],
    {
      dtype: x.dtype,
      shape: [n, c, h / 2, w / 2],
      derivative: (d) => [doubled(scale(d, 0.25))]
    },
    {attributes: {kernel_shape: [2, 2], strides: [2, 2]}}
  );
}

/** Mean over all pixels: [N, C, H, W] → [N, C]. */
export const globalAveragePool = (x: Value): Value => reduceMean(x, [2, 3]);
