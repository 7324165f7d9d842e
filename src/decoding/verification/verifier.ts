// What a verification is: it walks a sample's scored rows and says which tokens to emit. Greedy (greedy.ts) and
// speculative sampling (sampling.ts) implement it.

import type {ScoreOptions, Scores} from "../model.js";
import type {Sampling} from "./sampling.js";

export interface VerifyTask {
  readonly sample: number;
  /** token ids of the sample's scored rows, in order: the last token of its text, then what is to be verified */
  readonly tokens: Int32Array;
  /** in a tree: index of each row's parent among these rows, −1 for the first; absent: a chain */
  readonly parents?: readonly number[];
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
  /** tokens to emit: the accepted drafts, then one of the target's own */
  readonly emitted: Int32Array;
  /** index of the row that chose each emitted token [emitted], along one path; these rows stay */
  readonly rows: readonly number[];
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

/** Entries at `first` + each of `rows`, or none if one of them is unknown (NaN). */
export function known(values: Float32Array, first: number, rows: readonly number[]): number[] {
  const list = rows.map((row) => values[first + row]);
  return list.every(Number.isFinite) ? list : [];
}

/** The row that holds `token` behind row `row`, or −1. */
export function childOf({tokens, parents}: Pick<VerifyTask, "tokens" | "parents">, row: number, token: number): number {
  if (!parents) return tokens[row + 1] === token ? row + 1 : -1;
  return parents.findIndex((parent, child) => parent === row && tokens[child] === token);
}
