// What a drafter is. It proposes tokens; whatever it proposes, the output stays what the target would have written.

import type {ExitCounts, ExitTimes} from "../../traces/step.js";
import type {Batch} from "../batch.js";
import type {Model, StateRow} from "../model.js";

/** Work of the drafter's network, for the accounting; absent: none. Of an early exit: of the target's first layers. */
export interface DraftCost {
  /** forward calls */
  readonly forwards?: number;
  /** rows in these calls, pads included */
  readonly rows?: number;
  /** an early exit's work, by part */
  readonly exit?: {readonly counts: ExitCounts; readonly ms: ExitTimes};
}

/** Rows that have already run through the target's first layers; the loop runs the layers behind. Absent: none have. */
export interface EarlyStates {
  /**
   * Where each row's state is, per sample [B]: in a step the last token's and the drafts', in the prefill the prompt's; in
   * a padded layout then the pads'.
   */
  readonly states?: readonly (readonly StateRow[])[];
  /** layers already run for these states */
  readonly layer?: number;
}

/** How the drafts of one sample hang together, where they are no chain. */
export interface DraftTree {
  /** index of each draft's parent among the drafts, before it; −1 for one that hangs on the last token of the text */
  readonly parents: readonly number[];
  /** place of each draft's row among the sample's free slots, ascending from 1; the last token of the text has 0 */
  readonly places: readonly number[];
}

/** Drafts for one step; ragged: any number per sample, 0 too. */
export interface Drafts extends DraftCost, EarlyStates {
  /** draft tokens per sample [B][0…draftLength] */
  readonly tokens: readonly Int32Array[];
  /** the drafter's probability of each draft, in 16-bit steps, where it has one [B] */
  readonly confidences?: readonly (readonly number[])[];
  /** probabilities that the drafts were sampled from, per sample [B][drafts * vocabSize]; absent: each draft was certain */
  readonly probabilities?: readonly Float32Array[];
  /** present where the drafts are trees, no deeper than each sample's room [B] */
  readonly trees?: readonly DraftTree[];
}

/** What became of the drafts, per sample [B]; a finished sample has 0 and 0. */
export interface Verdict {
  readonly drafted: Int32Array;
  /** drafts accepted */
  readonly accepted: Int32Array;
  /** which, as indices into the sample's drafts, in order [B] */
  readonly paths: readonly (readonly number[])[];
}

export type Prefill = DraftCost & EarlyStates;

export interface Drafter {
  readonly name: string;
  /** most drafts per sample and step; caches are allocated for it */
  readonly draftLength: number;
  /** where drafts are trees: most rows that a step places behind each text's last token, pruned branches included */
  readonly treeRows?: number;
  /** Told before the prefill; it may run the prompts through the target's first layers itself. */
  begin(batch: Batch, model: Model): Promise<Prefill | undefined> | Prefill | undefined;
  /** Drafts beyond a sample's `room` are cut by the loop. Finished samples get none. */
  draft(batch: Batch, model: Model): Promise<Drafts> | Drafts;
  /**
   * Told after each step and the prefill: the target's state, after all layers, at the row that chose each sample's last
   * token [B]; undefined for a sample that had finished.
   */
  verified?(last: readonly (StateRow | undefined)[]): void;
  /** Told after each step, when the samples have their new tokens: the place to commit or drop the drafter's own cache. */
  accepted?(batch: Batch, verdict: Verdict): Promise<void> | void;
}

export const noTokens = new Int32Array(0);
