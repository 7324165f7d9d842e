// What a shape costs before anything runs: parameters by part, bytes of weights and cache, operations a token. Parameters
// are counted from the network's own description (src/nets), operations as Kaplan et al. 2020 count them: two for each
// weight of a matrix and token, and the products of attention with the cache.
import type {LlamaConfig} from "../../nets/llama/config.js";
import {llamaParameters} from "../../nets/llama/parameters.js";
import type {Shape} from "../shapeData.js";

export const shapeParts = [
  {key: "embedding", name: "embedding and head"},
  {key: "attention", name: "attention"},
  {key: "mlp", name: "MLP"},
  {key: "norms", name: "norms"}
] as const;

export type ShapePart = (typeof shapeParts)[number]["key"];

export interface ShapeCost {
  /** by part */
  readonly parts: Readonly<Record<ShapePart, number>>;
  readonly parameters: number;
  /** embedding and head over all: PEHL of PanGu-π Pro */
  readonly headShare: number;
  /** numbers that a token leaves in the cache */
  readonly cached: number;
  /** operations of a token behind `context` tokens, forward */
  readonly forward: number;
  /** of those, what attention does with the cache */
  readonly attention: number;
  /** operations of a token in training: forward, and twice that backward */
  readonly training: number;
}

/** The cost of a shape, with so many tokens before the next. */
export function shapeCost(shape: Shape, context: number): ShapeCost {
  const parts = {embedding: 0, attention: 0, mlp: 0, norms: 0};
  let multiplied = 0;
  for (const {name, shape: size} of llamaParameters(configOf(shape))) {
    const count = size.reduce((product, side) => product * side, 1);
    parts[partOf(name)] += count;
    // rows of an embedding that is not the head are looked up
    if (size.length > 1 && (shape.tied || !name.includes("embed_tokens"))) multiplied += count;
  }
  const parameters = Object.values(parts).reduce((sum, count) => sum + count, 0);
  const {depth, heads, kvHeads, headSize} = shape;
  const attention = 4 * depth * heads * headSize * context;
  const forward = 2 * multiplied + attention;
  return {
    parts,
    parameters,
    headShare: parts.embedding / parameters,
    cached: 2 * depth * kvHeads * headSize,
    forward,
    attention,
    training: 3 * forward
  };
}

/** Channels inside the MLP. */
export const intermediateSize = ({width, expansion}: Shape): number => Math.max(1, Math.round(width * expansion));

function partOf(name: string): ShapePart {
  if (name.includes("norm")) return "norms";
  if (name.includes("self_attn")) return "attention";
  return name.includes("mlp") ? "mlp" : "embedding";
}

function configOf(shape: Shape): LlamaConfig {
  const {depth, width, heads, kvHeads, headSize, vocabulary, tied} = shape;
  return {
    hiddenSize: width,
    layers: depth,
    heads,
    kvHeads,
    headDim: headSize,
    intermediateSize: intermediateSize(shape),
    vocabSize: vocabulary,
    tiedHead: tied,
    rmsNormEps: 1e-5,
    ropeTheta: 1e4,
    maxPositions: 1,
    eosTokens: []
  };
}
