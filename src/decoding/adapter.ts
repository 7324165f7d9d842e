// What the decode loop knows of an adapter: a small network that reads the target's hidden states after its first ℓ layers
// and says what the whole target would (Kangaroo, Liu et al. 2024, section 3: one attention and two norms before the
// target's own frozen head). It is called as a model is (model.ts), with a key-value cache of its own and the same rules of
// visibility; only what it is fed are states, not tokens.

import type {Rows, ScoreOptions, Scores, Slots, StateRow, States} from "./model.js";

export interface AdapterForwardOptions {
  /**
   * Where the hidden state of each of the T rows is found: in states of the target after `exitLayer` layers [T]. A pad
   * has another row's.
   */
  readonly states: readonly StateRow[];
  /** rows that `score` will be asked for (indices into the list); default all */
  readonly scored?: Int32Array;
}

export interface Adapter {
  /** layers of the target behind whose states it reads, ℓ */
  readonly exitLayer: number;
  /** the target's */
  readonly vocabSize: number;
  /** Start a batch: empty caches for `batchSize` samples with room for `slots` slots each. */
  begin(batch: {batchSize: number; slots: number}): Promise<void>;
  /** Run rows; their tokens say whose states they are, for those that answer from records. */
  forward(rows: Rows, options: AdapterForwardOptions): Promise<States>;
  commit(kept: Slots, masked?: Slots): Promise<void>;
  /** What the head says behind the adapter. */
  score(states: States, options?: ScoreOptions): Promise<Scores>;
}
