// The detector's parameters under PyTorch-like names, in one fixed order.
import type {DetectorConfig} from "./config.js";

export interface Parameter {
  readonly name: string;
  readonly shape: readonly number[];
}

/** A convolution's kernel and the batch normalisation behind it. */
export const normNames = (prefix: string) => ({weight: `${prefix}.weight`, bias: `${prefix}.bias`});

/** The batch normalisations in the order in which pictures meet them: prefix and channels. */
export function norms({channels}: DetectorConfig): {readonly name: string; readonly channels: number}[] {
  const [stem, ...blocks] = channels;
  return [
    {name: "stem.norm", channels: stem},
    ...blocks.flatMap((count, i) => [
      {name: `blocks.${i}.first.norm`, channels: count},
      {name: `blocks.${i}.second.norm`, channels: count}
    ])
  ];
}

/** All parameters: kernels [out, in, k, k], norms [C], the linear layer's weight [2, F] and bias [2]. */
export function detectorParameters({channels}: DetectorConfig): Parameter[] {
  const [stem, ...blocks] = channels;
  const norm = (prefix: string, count: number): Parameter[] => [
    {name: `${prefix}.weight`, shape: [count]},
    {name: `${prefix}.bias`, shape: [count]}
  ];
  const separable = (prefix: string, from: number, to: number): Parameter[] => [
    {name: `${prefix}.depthwise`, shape: [from, 1, 3, 3]},
    {name: `${prefix}.pointwise`, shape: [to, from, 1, 1]},
    ...norm(`${prefix}.norm`, to)
  ];
  const feature = channels[channels.length - 1];
  return [
    {name: "stem.kernel", shape: [stem, 3, 3, 3]},
    {name: "stem.residual", shape: [stem, 3, 3, 3]},
    ...norm("stem.norm", stem),
    ...blocks.flatMap((to, i) => [
      ...separable(`blocks.${i}.first`, channels[i], to),
      ...separable(`blocks.${i}.second`, to, to),
      {name: `blocks.${i}.skip`, shape: [to, channels[i], 1, 1]}
    ]),
    {name: "linear.weight", shape: [2, feature]},
    {name: "linear.bias", shape: [2]}
  ];
}

/** Number of weights. */
export function detectorSize(config: DetectorConfig): number {
  return detectorParameters(config).reduce((total, {shape}) => total + shape.reduce((n, d) => n * d, 1), 0);
}
