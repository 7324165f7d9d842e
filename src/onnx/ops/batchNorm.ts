// Batch normalisation of pictures, with a derivative of its own.
import {ShapeError, staticDimension} from "../shape.js";
import {add, div, mul, scale, sub} from "./arithmetic.js";
import {reshape} from "./layout.js";
import {reduceMean, reduceSum} from "./reduction.js";
import {sqrt} from "./unary.js";
import type {Value} from "../graph.js";

/** What batch normalisation computes besides its result. */
export interface BatchNormed {
  /** [N, C, H, W] */
  readonly normal: Value;
  /** of the batch, by channel [C] */
  readonly mean: Value;
  readonly variance: Value;
}

/**
 * Batch normalisation as in training (Ioffe & Szegedy 2015): each channel to mean 0 and variance 1 over the batch's
 * pixels, then · weight + bias.
 * @param x [N, C, H, W]
 * @param weight [C]
 * @param bias [C]
 */
export function batchNorm(x: Value, weight: Value, bias: Value, epsilon = 1e-5): BatchNormed {
  const channels = staticDimension("batchNorm", x.shape, 1);
  if (weight.shape.join() !== String(channels) || bias.shape.join() !== String(channels)) {
    throw new ShapeError("batchNorm", "weight and bias must be as long as there are channels", x.shape, weight.shape);
  }
  const column = (v: Value): Value => reshape(v, [1, channels, 1, 1]);
  const axes = [0, 2, 3];
  const count = axes.reduce((n, axis) => n * staticDimension("batchNorm", x.shape, axis), 1);
  const mean = reduceMean(x, axes, {keepDimensions: true});
  const centred = sub(x, mean);
  const variance = reduceMean(mul(centred, centred), axes, {keepDimensions: true});
  const inverse = div(x.graph.scalar(1), sqrt(add(variance, x.graph.scalar(epsilon))));
  const factor = mul(inverse, column(weight));
  const normal = add(mul(centred, factor), column(bias));
  // written out: the product rule over all of it would pass over the picture three times as often
  const derived = x.graph.custom(normal, [x, weight, bias], (d) => {
    const forBias = reduceSum(d, axes);
    const forWeight = mul(reduceSum(mul(d, centred), axes), reshape(inverse, [channels]));
    const along = mul(mul(scale(column(forWeight), 1 / count), inverse), factor);
    const pulled = add(mul(centred, along), mul(scale(column(forBias), 1 / count), factor));
    return [sub(mul(d, factor), pulled), forWeight, forBias];
  });
  return {normal: derived, mean: reshape(mean, [channels]), variance: reshape(variance, [channels])};
}
