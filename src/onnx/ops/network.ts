// Compound ops of transformer networks, each with a derivative of its own.
import {ShapeError, sameShape, staticDimension} from "../shape.js";
import {add, div, equal, maximum, minimum, mul, sub} from "./arithmetic.js";
import {gatherElements} from "./indexing.js";
import {reshape} from "./layout.js";
import {matMul} from "./product.js";
import {reduceMax, reduceMean, reduceSum} from "./reduction.js";
import {cast, exp, log, neg, sqrt} from "./unary.js";
import type {Graph, Value} from "../graph.js";

/** eˣ / Σ eˣ over the last axis. */
export function softmax(x: Value): Value {
  const y: Value = x.graph.node(
    "Softmax",
    [x],
    {
      dtype: x.dtype,
      shape: x.shape,
      derivative: (d) => {
        const weighted = mul(d, y);
        return [sub(weighted, mul(y, reduceSum(weighted, [-1], {keepDimensions: true})))];
      }
    },
    {attributes: {axis: -1}}
  );
  return y;
}

/**
 * log Σ eˣ over the last axis: [..., N] → [...]. Written out, since the providers' own op takes as long as the product
 * that made x.
 */
export function logSumExp(x: Value): Value {
  const largest = reduceMax(x, [-1], {keepDimensions: true});
  const above = reduceSum(exp(sub(x, largest)), [-1]);
  const sum = add(log(above), reshape(largest, above.shape));
  return x.graph.custom(sum, [x], (d) => [mul(reshape(d, largest.shape), softmax(x))]);
}

/**
 * Root-mean-square normalisation (Zhang & Sennrich 2019): x / √(mean(x²) + ε) · weight over the last axis.
 * @param x [..., D]
 * @param weight [D]
 */
export function rmsNorm(x: Value, weight: Value, epsilon: number): Value {
  const width = staticDimension("rmsNorm", x.shape, -1);
  if (weight.shape.length !== 1 || weight.shape[0] !== width) {
    throw new ShapeError("rmsNorm", "the weight must be a vector as long as the last axis", x.shape, weight.shape);
  }
  return x.graph.node(
    "SimplifiedLayerNormalization",
    [x, weight],
    {
      dtype: x.dtype,
      shape: x.shape,
      derivative: (d) => {
        const mean = (v: Value): Value => reduceMean(v, [-1], {keepDimensions: true});
        const inverse = div(x.graph.scalar(1), sqrt(add(mean(mul(x, x)), x.graph.scalar(epsilon))));
        const normal = mul(x, inverse);
        const weighted = mul(d, weight);
        const leading = x.shape.slice(0, -1).map((_, i) => i);
        return [
          mul(inverse, sub(weighted, mul(normal, mean(mul(weighted, normal))))),
          reduceSum(mul(d, normal), leading)
        ];
      }
    },
    {attributes: {axis: -1, epsilon: {float: epsilon}, stash_type: 1}}
  );
}

/**
 * Rotary position embedding (Su et al. 2021), halves rotated against each other as in Hugging Face's Llama.
 * The derivative is the rotation by the opposite angle.
 * @param x [B, S, heads · D]
 * @param positions int64 [B, S], rows of the tables
 * @param cos [P, D / 2]
 * @param sin [P, D / 2]
 */
export function rotaryEmbedding(x: Value, positions: Value, cos: Value, sin: Value, heads: number): Value {
  const width = staticDimension("rotaryEmbedding", x.shape, -1);
  const half = staticDimension("rotaryEmbedding", cos.shape, -1);
  if (x.shape.length !== 3 || width !== heads * half * 2) {
    throw new ShapeError("rotaryEmbedding", `x must be [B, S, ${heads} · ${half * 2}]`, x.shape, cos.shape);
  }
  return x.graph.node(
    "RotaryEmbedding",
    [x, positions, cos, sin],
    {
      dtype: x.dtype,
      shape: x.shape,
      derivative: (d) => [rotaryEmbedding(d, positions, cos, neg(sin), heads), null, null, null]
    },
    {attributes: {num_heads: heads}, domain: "com.microsoft"}
  );
}

/** The least probability whose logarithm is taken, so that a loss stays finite in float32. */
const TINY = 1e-37;

/**
 * Weighted mean of −log softmax(logits)[target] over rows.
 * @param logits [T, V]
 * @param targets int32 [T], each in [0, V)
 * @param weights [T], not negative, not all 0; rows of weight 0 do not count
 * @returns scalar [], in nats
 */
export function crossEntropy(logits: Value, targets: Value, weights: Value): Value {
  const rows = staticDimension("crossEntropy", logits.shape, 0);
  const classes = staticDimension("crossEntropy", logits.shape, 1);
  const {graph} = logits;
  const column = reshape(targets, [rows, 1]);
  const share = div(weights, reduceSum(weights, [0], {keepDimensions: true}));
  const probabilities = softmax(logits);
  const picked = reshape(gatherElements(probabilities, column), [rows]);
  const loss = reduceSum(mul(neg(log(maximum(picked, graph.scalar(TINY)))), share), [0]);
  return graph.custom(loss, [logits], (d) => {
    const classIds = graph.constant(
      "int32",
      [1, classes],
      Int32Array.from({length: classes}, (_, i) => i)
    );
    const oneHot = cast(equal(classIds, column), "float32");
    return [mul(sub(probabilities, oneHot), mul(reshape(share, [rows, 1]), d))];
  });
}

/**
 * Weighted mean of −Σ p · log softmax(logits) over rows: cross-entropy against whole distributions.
 * @param logits [T, V]
 * @param targets p [T, V], rows that add up to 1; no gradient flows there
 * @param weights [T], not negative, not all 0; rows of weight 0 do not count
 * @returns scalar [], in nats
 */
export function softCrossEntropy(logits: Value, targets: Value, weights: Value): Value {
  const rows = staticDimension("softCrossEntropy", logits.shape, 0);
  const classes = staticDimension("softCrossEntropy", logits.shape, 1);
  if (!sameShape(logits.shape, targets.shape)) {
    throw new ShapeError("softCrossEntropy", "logits and targets must have one shape", logits.shape, targets.shape);
  }
  const share = div(weights, reduceSum(weights, [0], {keepDimensions: true}));
  const probabilities = softmax(logits);
  // −Σ p log q = log Σ eˣ − Σ p·x; the largest logit and its probability tell the first, a product of vectors the second
  const normalizer = sub(reduceMax(logits, [-1]), log(reduceMax(probabilities, [-1])));
  const expected = reshape(matMul(reshape(targets, [rows, 1, classes]), reshape(logits, [rows, classes, 1])), [rows]);
  const loss = reduceSum(mul(sub(normalizer, expected), share), [0]);
  return logits.graph.custom(loss, [logits], (d) => [
    mul(sub(probabilities, targets), mul(reshape(share, [rows, 1]), d))
  ]);
}

/**
 * Weighted mean of Σ min(p, softmax(logits)) over rows: how much of two distributions is common, and the share of drafted
 * tokens that speculative sampling accepts (Leviathan et al. 2023, section 3). No gradient flows.
 * @param logits [T, V]
 * @param targets p [T, V]
 * @param weights [T], not negative, not all 0
 * @returns scalar [], in [0, 1]
 */
export function acceptance(logits: Value, targets: Value, weights: Value): Value {
  const share = div(weights, reduceSum(weights, [0], {keepDimensions: true}));
  return reduceSum(mul(reduceSum(minimum(targets, softmax(logits)), [-1]), share), [0]);
}

/** Square root of the sum of squares over several values: scalar []. */
export function globalNorm(values: readonly Value[]): Value {
  const squares = values.map((v) =>
    reduceSum(
      mul(v, v),
      v.shape.map((_, i) => i)
    )
  );
  return sqrt(squares.reduce(add));
}

/** Scale values down together so that their global norm is at most `limit` (Pascanu et al. 2013). */
export function clipByGlobalNorm(values: readonly Value[], norm: Value, limit: number): Value[] {
  const {graph} = norm;
  // limit / max(norm, limit) is 1 inside the ball and needs no comparison
  const factor = div(graph.scalar(limit), maximum(norm, graph.scalar(limit)));
  return values.map((v) => mul(v, factor));
}

/** What is added to attention scores so that softmax gives a place no weight. */
export const MASKED = -1e9;

/** Causal mask [S, S]: 0 where column ≤ row, `MASKED` elsewhere. */
export function causalMask(graph: Graph, length: number): Value {
  const at = (i: number): number => (i % length > Math.floor(i / length) ? MASKED : 0);
  return graph.constant(
    "float32",
    [length, length],
    Float32Array.from({length: length * length}, (_, i) => at(i))
  );
}
