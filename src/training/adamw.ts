// AdamW (Loshchilov & Hutter 2019): Adam with bias correction and decoupled weight decay, as nodes of a graph.
import {add, div, mul, scale, sqrt, sub, type Value} from "../onnx/index.js";

export interface AdamWOptions {
  /** decay of the first moment; default 0.9 */
  readonly beta1?: number;
  /** decay of the second moment; default 0.95 */
  readonly beta2?: number;
  /** added to the root of the second moment; default 1e-8 */
  readonly epsilon?: number;
  /** decoupled decay, times the learning rate; default 0.1 */
  readonly weightDecay?: number;
}

export const adamWDefaults = {beta1: 0.9, beta2: 0.95, epsilon: 1e-8, weightDecay: 0.1} as const;

export interface AdamWInputs {
  readonly parameter: Value;
  readonly gradient: Value;
  /** running means of the gradient and of its square, of the parameter's shape */
  readonly moment1: Value;
  readonly moment2: Value;
  /** scalar [] */
  readonly learningRate: Value;
  /** 1 − β₁ᵗ and 1 − β₂ᵗ at step t = 1, 2, …: scalars [] */
  readonly correction1: Value;
  readonly correction2: Value;
}

/** One update of one parameter. */
export function adamW(
  {parameter, gradient, moment1, moment2, learningRate, correction1, correction2}: AdamWInputs,
  {beta1, beta2, epsilon, weightDecay}: Required<AdamWOptions>
): {parameter: Value; moment1: Value; moment2: Value} {
  const m = add(scale(moment1, beta1), scale(gradient, 1 - beta1));
  const v = add(scale(moment2, beta2), scale(mul(gradient, gradient), 1 - beta2));
  const direction = div(div(m, correction1), add(sqrt(div(v, correction2)), parameter.graph.scalar(epsilon)));
  const step = weightDecay ? add(direction, scale(parameter, weightDecay)) : direction;
  return {parameter: sub(parameter, mul(learningRate, step)), moment1: m, moment2: v};
}
