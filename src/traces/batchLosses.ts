// Losses of all batches of a first round under the network that it ended with, as data/runs/tiny-lm-batches.json holds
// them: what batches of a second round are drawn by.
import type {Provenance} from "./identity.js";

export interface BatchLosses {
  readonly type: "batch-losses";
  /** of the run whose network it is */
  readonly hash: string;
  readonly seed: number;
  /** first batch of each part of the data, and the number of batches [parts + 1] */
  readonly parts: readonly number[];
  /** mean loss of each batch, nats a token [batches] */
  readonly losses: readonly number[];
  readonly tokensPerBatch: number;
  readonly provenance: Provenance;
}
