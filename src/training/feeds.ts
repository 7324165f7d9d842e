// What a step graph is fed besides parameters and moments.
import {adamWDefaults} from "./adamw.js";
import {learningRate, type Schedule} from "./schedule.js";
import {stepNames, type TrainedParameter} from "./step.js";
import type {HostTensor} from "../onnx/index.js";
import type {Batch} from "./sampling.js";

export type Feeds = Record<string, HostTensor>;

/** The data inputs of a step or loss graph. */
export function batchFeeds({x, y, w}: Batch): Feeds {
  const dims = [x.length];
  return {
    tokens: {dtype: "int32", dims, data: x},
    targets: {dtype: "int32", dims, data: y},
    weights: {dtype: "float32", dims, data: w}
  };
}

/**
 * A network's weights as feeds, under the names of the step graph.
 * @param weights by the parameters' own names
 * @throws where one is missing, naming it
 */
export function weightFeeds(
  parameters: readonly TrainedParameter[],
  weights: ReadonlyMap<string, Float32Array>
): Feeds {
  return Object.fromEntries(
    parameters.map(({name, shape: dims}) => {
      const data = weights.get(name);
      if (!data) throw new Error(`weights: ${name} is missing; they belong to another network`);
      return [stepNames(name).parameter, {dtype: "float32", dims, data}];
    })
  );
}

export interface ScheduleFeedsOptions {
  /** the step at which moments were last zero; default 0 */
  readonly momentsFrom?: number;
  readonly beta1?: number;
  readonly beta2?: number;
}

/** Learning rate and bias corrections of step `step`, and the rate as a number. */
export function scheduleFeeds(
  schedule: Schedule,
  step: number,
  {momentsFrom = 0, beta1 = adamWDefaults.beta1, beta2 = adamWDefaults.beta2}: ScheduleFeedsOptions = {}
): {readonly rate: number; readonly feeds: Feeds} {
  const rate = learningRate(schedule, step, momentsFrom);
  const t = step - momentsFrom + 1;
  const feeds = {
    learningRate: scalar(rate),
    correction1: scalar(1 - beta1 ** t),
    correction2: scalar(1 - beta2 ** t)
  };
  return {rate, feeds};
}

/** A loss or a gradient that is no finite number. */
export class Diverged extends Error {
  override readonly name = "Diverged";

  constructor(
    message: string,
    /** at which it happened */
    readonly step: number
  ) {
    super(message);
  }
}

/**
 * Loss and gradient norm of a step's results.
 * @throws {Diverged} when one is not finite, naming the step
 */
export function readLoss(results: Readonly<Feeds>, step: number): {loss: number; gradientNorm: number} {
  const [loss] = results.loss.data as Float32Array;
  const [gradientNorm] = results.gradientNorm.data as Float32Array;
  if (!Number.isFinite(loss) || !Number.isFinite(gradientNorm)) {
    const found = `loss ${loss}, gradient norm ${gradientNorm}`;
    throw new Diverged(`training: ${found} at step ${step}; lower the learning rate`, step);
  }
  return {loss, gradientNorm};
}

const scalar = (value: number): HostTensor => ({dtype: "float32", dims: [], data: Float32Array.of(value)});
