// What a drafter is. It proposes tokens; whatever it proposes, the output stays what the target would have written.

import type {Batch} from "../batch.js";
import type {Model, StateRow} from "../model.js";

/** Work of the drafter's network, for the accounting; absent: none. */
export interface DraftCost {
  /** forward calls */
  readonly forwards?: number;
  /** rows in these calls, pads included */
  readonly rows?: number;
}

/** Drafts for one step; ragged: any number per sample, 0 too. */
export interface Drafts extends DraftCost {
  /** draft tokens per sample [B][0…draftLength] */
  readonly tokens: readonly Int32Array[];
  /** the drafter's probability of each draft, in 16-bit steps, where it has one [B] */
  readonly confidences?: readonly (readonly number[])[];
  /** probabilities that the drafts were sampled from, per sample [B][drafts * vocabSize]; absent: each draft was certain */
  readonly probabilities?: readonly Float32Array[];
  /**
   * For a drafter that ran the target's own first layers: where each row's state is, per sample [B], in slot order from
   * the cursor on: the last token, the drafts, and in a padded layout the pads. The loop verifies from `layer` on.
   */
  readonly states?: readonly (readonly StateRow[])[];
  /** layers already run for these states */
  readonly layer?: number;
}

/** What became of the drafts, per sample [B]; a finished sample has 0 and 0. */
export interface Verdict {
  readonly drafted: Int32Array;
  /** drafts accepted */
  readonly accepted: Int32Array;
}

export interface Drafter {
  readonly name: string;
  /** most drafts per sample and step; caches are allocated for it */
  readonly draftLength: number;
  begin(batch: Batch, model: Model): Promise<DraftCost | undefined> | DraftCost | undefined;
  /** Drafts beyond a sample's `room` are cut by the loop. Finished samples get none. */
  draft(batch: Batch, model: Model): Promise<Drafts> | Drafts;
  /** Told after each step, when the samples have their new tokens: the place to commit or drop the drafter's own cache. */
  accepted?(batch: Batch, verdict: Verdict): Promise<void> | void;
}

export const noTokens = new Int32Array(0);
