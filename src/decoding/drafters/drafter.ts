// What a drafter is. It proposes tokens; whatever it proposes, the output stays what the target would have written.

import type {Batch} from "../batch.js";
import type {Model, StateRow} from "../model.js";

/** Drafts for one step; ragged: any number per sample, 0 too. */
export interface Drafts {
  /** draft tokens per sample [B][0…draftLength] */
  readonly tokens: readonly Int32Array[];
  /** probabilities that the drafts were sampled from, per sample [B][drafts * vocabSize]; absent: each draft was certain */
  readonly probabilities?: readonly Float32Array[];
  /**
   * For a drafter that ran the target's own first layers: where each row's state is, per sample [B], in slot order from
   * the cursor on: the last token, the drafts, and in a padded layout the pads. The loop verifies from `layer` on.
   */
  readonly states?: readonly (readonly StateRow[])[];
  /** layers already run for these states */
  readonly layer?: number;
  /** forward calls of the drafter's network, for the accounting; default 0 */
  readonly forwards?: number;
  /** rows in these calls, pads included; default 0 */
  readonly rows?: number;
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
  /** draws its tokens at random when the loop samples: needs the same temperature and seed */
  begin(batch: Batch, model: Model): Promise<void> | void;
  /** Drafts beyond a sample's `room` are cut by the loop. Finished samples get none. */
  draft(batch: Batch, model: Model): Promise<Drafts> | Drafts;
  /** Told after each step, when the samples have their new tokens: the place to commit or drop the drafter's own cache. */
  accepted?(batch: Batch, verdict: Verdict): Promise<void> | void;
}

export const noTokens = new Int32Array(0);
