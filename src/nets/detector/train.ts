// The loss of CORE (Ni et al. 2022): weighted cross-entropy of both views, plus rate × a penalty on the distance of the two
// views' features. As released: no projection head, no stop-gradient.
import {
  abs,
  add,
  crossEntropy,
  div,
  mul,
  reduceMean,
  reduceSum,
  scale,
  slice,
  sqrt,
  sub,
  type Graph,
  type Value
} from "../../onnx/index.js";
import {byBatch, detect, type Lookup} from "./forward.js";
import type {DetectorConfig} from "./config.js";

/**
 * - `cosine`: mean of (1 − cos)² of the pair's features, as the released code's `cos`
 * - `l2`: mean squared difference, `l1`: mean absolute difference, over all elements of the features as they are
 */
export type Consistency = (typeof consistencies)[number];

export const consistencies = ["none", "cosine", "l1", "l2"] as const;

export interface DetectorLossOptions {
  /** pairs of views in a batch; views are stacked: the first of every pair, then the second */
  readonly pairs: number;
  readonly consistency: Consistency;
  /** what the penalty is multiplied by */
  readonly rate: number;
  /** whether cross-entropy is in the loss; without it the penalty alone is brought down, and features collapse; default true */
  readonly crossEntropy?: boolean;
}

/** Kept from division by zero where a feature is zero. */
const TINY = 1e-8;

/** Cosine of the angle between rows: a, b [P, F] → [P]. */
export function cosine(a: Value, b: Value): Value {
  const dot = (x: Value, y: Value): Value => reduceSum(mul(x, y), [1]);
  const norm = (x: Value): Value => sqrt(add(dot(x, x), x.graph.scalar(TINY)));
  return div(dot(a, b), mul(norm(a), norm(b)));
}

/** The penalty on pairs of features a, b [P, F] → scalar []. */
export function consistencyPenalty(kind: Exclude<Consistency, "none">, a: Value, b: Value): Value {
  if (kind === "cosine") {
    const away = sub(a.graph.scalar(1), cosine(a, b));
    return reduceMean(mul(away, away), [0]);
  }
  const difference = sub(a, b);
  return reduceMean(kind === "l1" ? abs(difference) : mul(difference, difference), [0, 1]);
}

/**
 * Builds the loss, with three data inputs added to the graph: `faces` float32 [2P, 3, size, size], `labels` int32 [2P]
 * (0 real, 1 manipulated) and `weights` float32 [2P], the classes' weights ([4, 1] as released). Beside the loss the graph
 * gets the outputs `entropy`, `penalty` (0 where there is none), `agreement`, the mean cosine of pairs, and `norm`, the mean
 * norm of features.
 */
export function detectorLoss(config: DetectorConfig, options: DetectorLossOptions) {
  const {pairs, consistency, rate, crossEntropy: withEntropy = true} = options;
  if (!withEntropy && consistency === "none") throw new Error("detector loss: neither cross-entropy nor consistency");
  return (graph: Graph, lookup: Lookup): Value => {
    const faces = graph.input("faces", "float32", [2 * pairs, 3, config.size, config.size]);
    const labels = graph.input("labels", "int32", [2 * pairs]);
    const weights = graph.input("weights", "float32", [2 * pairs]);
    const {features, logits} = detect(config, lookup, byBatch(lookup), faces);
    const first = slice(features, 0, 0, pairs);
    const second = slice(features, 0, pairs, 2 * pairs);
    const entropy = crossEntropy(logits, labels, weights);
    const penalty = consistency === "none" ? undefined : consistencyPenalty(consistency, first, second);
    graph.output("entropy", entropy);
    graph.output("penalty", penalty ?? graph.scalar(0));
    graph.output("agreement", reduceMean(cosine(first, second), [0]));
    graph.output("norm", reduceMean(sqrt(reduceSum(mul(features, features), [1])), [0]));
    if (!penalty) return entropy;
    const weighted = scale(penalty, rate);
    return add(withEntropy ? entropy : scale(entropy, 0), weighted); // the linear layer stays in the graph either way
  };
}
