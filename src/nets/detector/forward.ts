// The detector over a batch of faces: a feature and two logits for each, and where in the face the evidence lies.
import {
  add,
  averagePool2d,
  batchNorm,
  conv2d,
  depthwiseConv2d,
  gemm,
  globalAveragePool,
  mul,
  pointwiseConv2d,
  reduceSum,
  relu,
  reshape,
  slice,
  sub,
  type Value
} from "../../onnx/index.js";
import {checkDetector, type DetectorConfig} from "./config.js";
import {norms} from "./parameters.js";

/** Finds a parameter by its name. */
export type Lookup = (name: string) => Value;

/** A normalisation of the channels of x [N, C, H, W] by its name: of the batch in training, of the training set later. */
export type Normalize = (x: Value, name: string) => Value;

export interface Detected {
  /** pooled feature f [N, F] */
  readonly features: Value;
  /** real and manipulated [N, 2] */
  readonly logits: Value;
  /** the last feature maps, before pooling [N, F, h, w] */
  readonly maps: Value;
}

/**
 * @param faces [N, 3, size, size] with values around 0, as (x − 0.5) / 0.5 of brightness in [0, 1]
 */
export function detect(config: DetectorConfig, weight: Lookup, normalize: Normalize, faces: Value): Detected {
  checkDetector(config);
  const separable = (x: Value, prefix: string): Value =>
    normalize(pointwiseConv2d(depthwiseConv2d(x, weight(`${prefix}.depthwise`)), weight(`${prefix}.pointwise`)), `${prefix}.norm`); // prettier-ignore
  // as one convolution of six channels, which ONNX Runtime 1.30 gets wrong on WebGPU
  const stem = [[faces, "stem.kernel"] as const, [residual(faces), "stem.residual"] as const].map(([seen, name]) =>
    conv2d(seen, weight(name), {stride: 2})
  );
  let x = relu(normalize(add(stem[0], stem[1]), "stem.norm"));
  for (let i = 0; i + 1 < config.channels.length; i++) {
    const first = relu(separable(x, `blocks.${i}.first`));
    const main = averagePool2d(separable(first, `blocks.${i}.second`));
    x = relu(add(main, pointwiseConv2d(averagePool2d(x), weight(`blocks.${i}.skip`))));
  }
  const features = globalAveragePool(x);
  const logits = add(gemm(features, weight("linear.weight"), {transB: true}), weight("linear.bias"));
  return {features, logits, maps: x};
}

/** how much stronger than the picture itself its residual is fed in: it is of a few grey levels */
const RESIDUAL_GAIN = 8;

/**
 * What a binomial blur of three pixels takes away from a picture, [N, 3, H, W] → the same, as detectors of manipulations have
 * long been given (Fridrich and Kodovský 2012): edges, noise and what resampling leaves of them.
 */
function residual(faces: Value): Value {
  const blur = [1, 2, 1, 2, 4, 2, 1, 2, 1].map((value) => value / 16);
  const kernel = blur.map((value, i) => RESIDUAL_GAIN * (Number(i === 4) - value));
  const kernels = faces.graph.constant("float32", [3, 1, 3, 3], Float32Array.from([...kernel, ...kernel, ...kernel]));
  return depthwiseConv2d(faces, kernels);
}

/** Statistics of a batch: mean and variance of each normalisation's channels. */
export interface BatchStatistics {
  readonly name: string;
  readonly mean: Value;
  readonly variance: Value;
}

/** Normalises by the batch; what it was normalised by is added to `statistics`. */
export function byBatch(weight: Lookup, statistics: BatchStatistics[] = []): Normalize {
  return (x, name) => {
    const {normal, mean, variance} = batchNorm(x, weight(`${name}.weight`), weight(`${name}.bias`));
    statistics.push({name, mean, variance});
    return normal;
  };
}

/** Normalises by fixed statistics, folded with weight and bias into `<name>.scale` and `<name>.shift` [C]. */
export function byScale(config: DetectorConfig, weight: Lookup): Normalize {
  const channels = new Map(norms(config).map(({name, channels: count}) => [name, count]));
  return (x, name) => {
    const column = (v: Value): Value => reshape(v, [1, channels.get(name) as number, 1, 1]);
    return add(mul(x, column(weight(`${name}.scale`))), column(weight(`${name}.shift`)));
  };
}

/**
 * Class activation map (Zhou et al. 2016): how much each place of the last maps speaks for "manipulated" rather than
 * "real": Σ_c (w₁c − w₀c) · map_c [N, h, w]. Its mean, with the biases, is the difference of the logits.
 */
export function activationMap({maps}: Pick<Detected, "maps">, linear: Value): Value {
  const [, feature] = linear.shape as number[];
  const difference = sub(slice(linear, 0, 1, 2), slice(linear, 0, 0, 1));
  return reduceSum(mul(maps, reshape(difference, [1, feature, 1, 1])), [1]);
}
