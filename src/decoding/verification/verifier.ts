// What a verification is: it walks a sample's scored rows and says which tokens to emit. Greedy (greedy.ts) and
// speculative sampling (sampling.ts) implement it.

import type {ScoreOptions, Scores} from "../model.js";
import type {Sampling} from "./sampling.js";

export interface VerifyTask {
  readonly sample: number;
  /** token ids of the sample's scored rows, in order: the last token of its text, then what is to be verified */
  readonly tokens: Int32Array;
  readonly scores: Scores;
  /** index in `scores` of the first of these rows */
  readonly first: number;
  /** probabilities that the tokens after the first were sampled from [(tokens − 1) * vocabSize]; absent: certain */
  readonly draftProbabilities?: Float32Array;
  readonly eos: ReadonlySet<number>;
  /** most tokens to emit, at least 1 */
  readonly limit: number;
}

export interface Walk {
  /** tokens to emit: the accepted drafts, then one of the target's own; as many rows stay in the cache */
  readonly emitted: Int32Array;
  /** the target's probability of each emitted token; empty where the model does not know it */
  readonly confidence: readonly number[];
  /** top-2 margin at each emitted token; empty where the model does not know it */
  readonly margin: readonly number[];
}

export interface Verifier {
  /** what the target's rows are scored with */
  readonly scoring: ScoreOptions;
  /** for drafters, when tokens are drawn at random */
  readonly sampling?: Sampling;
  walk(task: VerifyTask): Walk;
}

/** Entries [first, first + count), or none if one of them is unknown (NaN). */
export function known(values: Float32Array, first: number, count: number): number[] {
  const list = Array.from(values.subarray(first, first + count));
  return list.every(Number.isFinite) ? list : [];
}
