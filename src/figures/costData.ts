// What the figures of cost show: loaders/cost.json.ts makes it from recordings; a reader's own device adds to it.
import type {Provenance} from "../traces/identity.js";
import type {LosslessCheck} from "./kit/source.js";
import type {RecordedGuessing} from "./kit/guessing.js";
import type {TextLength} from "./kit/speedModel.js";

/**
 * A step that was timed: samples, rows of the one that has most, rows of all, cached slots of each; fastest, median and
 * slowest repeat in ms.
 */
export type TimedStep = readonly [
  batchSize: number,
  rowsPerSample: number,
  rows: number,
  cachedSlots: number,
  fastest: number,
  median: number,
  slowest: number
];

export interface NetworkCost {
  readonly name: string;
  readonly sha256: string;
  readonly role: "target" | "draft";
  readonly steps: readonly TimedStep[];
  /** repeats of each step */
  readonly repeats: number;
}

/** A configuration that was run, and what is predicted of it. */
export interface CheckedSpeed {
  readonly domain: string;
  readonly batchSize: number;
  readonly mode: string;
  readonly drafter: string;
  /** decode tokens per second, median of the repeats */
  readonly measured: number;
  /** the same from the counters of its replay and the cost of a step; absent where there is no such cost */
  readonly predicted?: number;
  /** predicted over what is predicted of greedy decoding in the same way */
  readonly predictedSpeedUp?: number;
  /** over greedy decoding of the same texts at the same batch size */
  readonly speedUp: number;
  /** the same of the quartiles of its repeats */
  readonly quartiles: readonly [number, number];
  readonly repeats: number;
  /** speed-up that the speed model predicts from the recorded distribution; for padded and EMS-SD only */
  readonly modelled?: number;
}

export interface DeviceCost {
  /** its name in addresses */
  readonly key: string;
  readonly networks: readonly NetworkCost[];
  readonly checked: readonly CheckedSpeed[];
  readonly provenance: Provenance;
  readonly lossless?: LosslessCheck;
  /** units of work recorded, and planned in all */
  readonly done: number;
  readonly planned: number;
}

/** How a drafter does on the texts of a domain. */
export interface DomainGuessing extends RecordedGuessing {
  readonly domain: string;
  readonly drafter: string;
}

export interface CostData {
  readonly devices: readonly DeviceCost[];
  readonly guessing: readonly DomainGuessing[];
  /** lengths of the timed texts, by domain */
  readonly texts: Readonly<Record<string, readonly TextLength[]>>;
  readonly maxNewTokens: number;
}
