// How a drafter takes a token from a scored row: the arg-max, or, when the loop samples, a draw from the distribution.

import type {Scores} from "../model.js";
import {draw} from "./draw.js";
import {readChoice} from "./greedy.js";

export interface Picked {
  readonly token: number;
  /** the token's own probability */
  readonly confidence: number;
  /** what it was drawn from [vocabSize]; empty for an arg-max */
  readonly distribution: Float32Array;
}

const none = new Float32Array(0);

/** The token at entry `index` of `scores`. With `random`, drawn; the scores then hold distributions. */
export function pick(scores: Scores, index: number, where: string, random?: () => number): Picked {
  if (!random)
    return {token: readChoice(scores, index, where), confidence: scores.confidence[index], distribution: none};
  const distribution = distributionAt(scores, index);
  const token = draw(distribution, random());
  return {token, confidence: distribution[token], distribution};
}

/** The distribution at entry `index` [vocabSize]. Throws if the model gave none. */
export function distributionAt({choice, probabilities}: Scores, index: number): Float32Array {
  if (!probabilities) throw new Error("score: no distribution; sampling needs a model that gives one");
  const size = probabilities.length / choice.length;
  return probabilities.subarray(index * size, (index + 1) * size);
}
