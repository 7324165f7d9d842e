// A toy of collapse, computed where it is shown: points of two classes in the plane, a 2 × 2 map in place of a network, two
// noisy views of each point. The map learns from the penalty alone, or from cross-entropy as well, with Adam. The released
// code has no negatives and no stop-gradient, so nothing in the penalty itself keeps features apart; in the toy that can be
// seen whole.
import {random} from "../../training/random.js";
import type {Random} from "../../training/random.js";
import {cosineOf, gradientOf, lengthOf, penaltyOf} from "./penaltyMath.js";
import type {PenaltyKind, Vector} from "./penaltyMath.js";

export interface ToyOptions {
  readonly penalty: Exclude<PenaltyKind, "plain">;
  /** what the penalty is multiplied by */
  readonly rate: number;
  readonly crossEntropy: boolean;
  readonly seed: number;
}

/** Map [a b; c d] row by row, then the classifier's weights and bias: logit = w · (map · x) + bias. */
export type ToyWeights = readonly number[];

export interface ToyPoint {
  readonly at: Vector;
  /** 0 or 1 */
  readonly label: number;
  /** two views to look at; training draws others */
  readonly views: readonly [Vector, Vector];
}

export interface ToyFeature {
  readonly label: number;
  readonly views: readonly [Vector, Vector];
}

export interface ToyState {
  readonly features: readonly ToyFeature[];
  /** mean cosine of two views of one point */
  readonly together: number;
  /** mean cosine of points of different classes */
  readonly between: number;
  readonly norm: number;
  /** larger singular value of the map over the smaller, at most 1e6: 1 keeps the plane, many make a line of it */
  readonly flatness: number;
  /** share of views on the right side; only with cross-entropy */
  readonly accuracy?: number;
}

export const TOY_STEPS = 600;
/** steps between two states that are kept */
export const TOY_STRIDE = 10;
const EACH = 20;
const CENTRES: readonly Vector[] = [[1.25, 0.55], [0.55, 1.25]]; // prettier-ignore
const SPREAD = 0.16;
const NOISE = 0.2;
const LEARNING_RATE = 0.01;

/** Points of both classes, the same for a seed. */
export function toyPoints(seed: number): ToyPoint[] {
  const next = random(seed, 1);
  return CENTRES.flatMap((centre, label) =>
    Array.from({length: EACH}, (): ToyPoint => {
      const at = around(centre, SPREAD, next);
      return {at, label, views: [around(at, NOISE, next), around(at, NOISE, next)]};
    })
  );
}

/** Weights at steps 0, TOY_STRIDE, … TOY_STEPS. */
export function toyRun({penalty, rate, crossEntropy, seed}: ToyOptions): ToyWeights[] {
  const points = toyPoints(seed);
  const next = random(seed, 2);
  let weights: number[] = [1, 0, 0, 1, 0, 0, 0];
  const [mean, square] = [weights.map(() => 0), weights.map(() => 0)];
  const kept: ToyWeights[] = [weights];
  for (let step = 1; step <= TOY_STEPS; step++) {
    const views = points.map(({at, label}): ToyFeature => ({
      label,
      views: [around(at, NOISE, next), around(at, NOISE, next)]
    }));
    const gradient = toyGradient(weights, views, {penalty, rate, crossEntropy});
    weights = weights.map((weight, i) => {
      mean[i] = 0.9 * mean[i] + 0.1 * gradient[i];
      square[i] = 0.999 * square[i] + 0.001 * gradient[i] ** 2;
      const [m, s] = [mean[i] / (1 - 0.9 ** step), square[i] / (1 - 0.999 ** step)];
      return weight - (LEARNING_RATE * m) / (Math.sqrt(s) + 1e-8);
    });
    if (step % TOY_STRIDE === 0) kept.push(weights);
  }
  return kept;
}

type Loss = Omit<ToyOptions, "seed">;

/** The loss on some views: mean cross-entropy, and rate × the mean penalty. */
export function toyLoss(
  weights: ToyWeights,
  pairs: readonly ToyFeature[],
  {penalty, rate, crossEntropy}: Loss
): number {
  const [, , , , w0, w1, bias] = weights;
  let loss = 0;
  for (const {label, views} of pairs) {
    const [f, g] = views.map((view) => mapped(weights, view));
    loss += (rate * penaltyOf(penalty, {f, g})) / pairs.length;
    if (!crossEntropy) continue;
    for (const h of [f, g]) {
      const logit = (w0 * h[0] + w1 * h[1] + bias) * (label === 1 ? -1 : 1);
      loss += (Math.max(0, logit) + Math.log1p(Math.exp(-Math.abs(logit)))) / (2 * pairs.length);
    }
  }
  return loss;
}

/** Its derivatives by the weights. */
export function toyGradient(
  weights: ToyWeights,
  pairs: readonly ToyFeature[],
  {penalty, rate, crossEntropy}: Loss
): number[] {
  const [, , , , w0, w1, bias] = weights;
  const gradient = weights.map(() => 0);
  const back = ([dx, dy]: Vector, [x, y]: Vector): void => {
    gradient[0] += dx * x;
    gradient[1] += dx * y;
    gradient[2] += dy * x;
    gradient[3] += dy * y;
  };
  for (const {label, views} of pairs) {
    const [f, g] = views.map((view) => mapped(weights, view));
    const scale = rate / pairs.length;
    if (rate > 0 && lengthOf(f) > 0 && lengthOf(g) > 0) {
      const [df, dg] = [gradientOf(penalty, {f, g}), gradientOf(penalty, {f: g, g: f})];
      back([scale * df[0], scale * df[1]], views[0]);
      back([scale * dg[0], scale * dg[1]], views[1]);
    }
    if (!crossEntropy) continue;
    for (const [h, view] of [
      [f, views[0]],
      [g, views[1]]
    ] as const) {
      const away = (1 / (1 + Math.exp(-(w0 * h[0] + w1 * h[1] + bias))) - label) / (2 * pairs.length);
      gradient[4] += away * h[0];
      gradient[5] += away * h[1];
      gradient[6] += away;
      back([away * w0, away * w1], view);
    }
  }
  return gradient;
}

/** What the weights make of the points. */
export function toyState(weights: ToyWeights, points: readonly ToyPoint[], crossEntropy: boolean): ToyState {
  const [a, b, c, d, w0, w1, bias] = weights;
  const features = points.map(({label, views}): ToyFeature => ({
    label,
    views: [mapped(weights, views[0]), mapped(weights, views[1])]
  }));
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const all = features.flatMap(({views}) => views);
  const [zero, one] = [0, 1].map((label) => features.filter((feature) => feature.label === label));
  const half = (a ** 2 + b ** 2 + c ** 2 + d ** 2) / 2;
  const root = Math.sqrt(Math.max(0, half ** 2 - (a * d - b * c) ** 2));
  const right = features.flatMap(({label, views}) =>
    views.map(([x, y]) => w0 * x + w1 * y + bias > 0 === (label === 1))
  );
  return {
    features,
    together: mean(features.map(({views: [f, g]}) => cosineOf({f, g}))),
    between: mean(zero.flatMap(({views: [f]}) => one.map(({views: [g]}) => cosineOf({f, g})))),
    norm: mean(all.map(lengthOf)),
    flatness: Math.min(1e6, Math.sqrt((half + root) / Math.max(half - root, 1e-300))),
    ...(crossEntropy ? {accuracy: right.filter(Boolean).length / right.length} : {})
  };
}

const mapped = ([a, b, c, d]: ToyWeights, [x, y]: Vector): Vector => [a * x + b * y, c * x + d * y];

/** A normal draw around a place (Box and Muller). */
function around([x, y]: Vector, deviation: number, next: Random): Vector {
  const radius = deviation * Math.sqrt(-2 * Math.log(1 - next()));
  const angle = 2 * Math.PI * next();
  return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
}
