// What the decode loop knows of a network: three calls, `forward`, `commit` and `score`, between `begin` and the end of
// a batch. Sessions that really run implement it (src/runtime), and so does the oracle that answers from records
// (oracle.ts). The rows of a step are packed as in EMS-SD ("unpad input tokens"): one list, each row naming its sample,
// its position and its cache slot. Padded layouts are the same list with pad rows in it.

/** One packed list of T token rows, ordered by sample and, within a sample, by slot. */
export interface Rows {
  /** token ids [T] */
  readonly tokens: Int32Array;
  /** sample of each row [T], in [0, batchSize) */
  readonly samples: Int32Array;
  /** absolute position of each row in its sample [T]; it sets the rotary angle */
  readonly positions: Int32Array;
  /** cache slot that the row's keys and values go to [T]; equals the position where the cache is not padded */
  readonly slots: Int32Array;
  /** in a tree: slot of each row's parent, a pending row, −1 for a row that hangs on the committed prefix [T] */
  readonly parents?: Int32Array;
}

/** Hidden states after a layer for T rows. What is inside is the model's own business. */
export interface States {
  readonly rows: Rows;
  /** number of layers that have been run */
  readonly layer: number;
}

/** Row `row` of a `States` that an earlier `forward` returned. */
export interface StateRow {
  readonly states: States;
  readonly row: number;
}

export interface ForwardOptions {
  /** first layer to run; above 0 the rows come from `states`; default 0 */
  readonly from?: number;
  /** run layers [from, to); default all */
  readonly to?: number;
  /** for from > 0: where each of the T rows' hidden state is found [T] */
  readonly states?: readonly StateRow[];
  /** rows that `score` will be asked for (indices into the list); default all. A prefill scores only last rows. */
  readonly scored?: Int32Array;
}

export interface ScoreOptions {
  /** also return the `topK` best tokens and their probabilities per row; default 0 */
  readonly topK?: number;
  /** also return the whole distribution per row at this temperature, for sampling; default none */
  readonly temperature?: number;
}

/** One entry per scored row, in the order of `scored` (or of the list). */
export interface Scores {
  /** arg-max token [R] */
  readonly choice: Int32Array;
  /** its probability [R] */
  readonly confidence: Float32Array;
  /** largest logit minus second largest [R] */
  readonly margin: Float32Array;
  /** [R * topK], best first, present when asked for */
  readonly topTokens?: Int32Array;
  readonly topProbabilities?: Float32Array;
  /** [R * vocabSize], present when a temperature was given */
  readonly probabilities?: Float32Array;
}

/** Cache slots, as parallel lists. */
export interface Slots {
  readonly samples: Int32Array;
  readonly slots: Int32Array;
}

/**
 * A causal language model with a key-value cache per sample.
 *
 * Visibility: a row attends to the live slots of its own sample, and to *pending* rows (computed since the last commit,
 * itself included) of its own sample with a smaller or equal slot; in a tree only to those that are its ancestors, of this
 * forward or of earlier ones, which then name their parents too. Live slots need not be in the order of positions.
 * After `commit`, pending rows named in `kept` are live, those named in `masked` occupy their slot but are never seen
 * (vanilla padding), all others are forgotten and their slots may be written again.
 * Rows run through [0, l) and later through [l, n) are the same pending rows: they keep their slots.
 */
export interface Model {
  readonly layers: number;
  readonly vocabSize: number;
  /** positions are in [0, maxPositions) */
  readonly maxPositions: number;
  /** Start a batch: empty caches for `batchSize` samples with room for `slots` slots each. */
  begin(batch: {batchSize: number; slots: number}): Promise<void>;
  forward(rows: Rows, options?: ForwardOptions): Promise<States>;
  commit(kept: Slots, masked?: Slots): Promise<void>;
  /** Choices of rows that went through all layers (or, for a model with an exit head, through its exit). */
  score(states: States, options?: ScoreOptions): Promise<Scores>;
}
