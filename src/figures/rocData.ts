// What the figure of ROC curves draws: a detector's scores of test pictures, as loaders/core/roc.json.ts gives them.

/** Scores of pristine and manipulated pictures by one detector; a score is the difference of its logits, higher = manipulated. */
export interface RocSet {
  /** in words, such as "cosine, rate 1, on samples" */
  readonly name: string;
  readonly pristine: readonly number[];
  readonly manipulated: readonly number[];
  /** area under the curve, and the ends of its 95 % interval by a bootstrap over people */
  readonly auc: number;
  readonly low: number;
  readonly high: number;
  /** ends of the 95 % intervals, likewise, of what is found at limits of false alarms; of those that can be told */
  readonly rates?: readonly {readonly limit: number; readonly low: number; readonly high: number}[];
  /** which detector, pictures, run and day, in words; no full stop */
  readonly provenance?: string;
}

export interface RocData {
  readonly sets: readonly RocSet[];
}
