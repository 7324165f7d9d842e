// What crosses the port between the page and the worker that decodes. Everything else is the runtime's own protocol.
import type {Mode} from "../decoding/layouts/modes.js";
import type {RemoteCheckpoint} from "../runtime/fetchCheckpoint.js";
import type {StepRecord} from "../traces/step.js";
import type {CostGrid} from "../decoding/timeSteps.js";

export const TARGET = "joey";
export const DRAFT = "joey-draft";

export type DrafterName = "lookup" | typeof DRAFT;

/** Where a network is. */
export type Source = RemoteCheckpoint;

/** A batch to decode, in each of the modes in turn. */
export interface LiveRequest {
  readonly texts: readonly string[];
  readonly modes: readonly Mode[];
  readonly drafter: DrafterName;
  readonly draftLength: number;
  readonly maxNewTokens: number;
}

export interface LiveStep {
  readonly mode: Mode;
  readonly record: StepRecord;
  /** what each emitted token adds to its sample's text [B][emitted] */
  readonly added: readonly (readonly string[])[];
}

/** Steps to time, of every network that is open. */
export interface MeasureRequest {
  readonly grid: CostGrid;
}
