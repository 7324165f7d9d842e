// What the speed figure draws: loaders/speed.json.ts makes it from recordings.
import type {Provenance} from "../traces/identity.js";

/** A configuration's speed on one domain. */
export interface Speed {
  readonly domain: string;
  readonly batchSize: number;
  readonly mode: string;
  readonly drafter: string;
  /** decode tokens per second, prefill left out: median of the repeats */
  readonly tokensPerSecond: number;
  /** quartiles of the repeats */
  readonly quartiles: readonly [number, number];
  /** medians' ratio to greedy decoding at the same batch size */
  readonly speedUp: number;
  /** decode tokens per second, from counters and the measured cost of a step */
  readonly predicted?: number;
  readonly repeats: number;
}

/** One device's recording. */
export interface Speeds {
  readonly provenance: Provenance;
  readonly rows: readonly Speed[];
  /** units of work recorded, and planned in all */
  readonly done: number;
  readonly planned: number;
}

/** EMS-SD, Figure 1: OPT-6.7b, look-up, CNN/DailyMail; speed-up over greedy at the same batch size. */
export const paperSpeedUps = {
  batchSizes: [1, 2, 4, 8, 12, 16, 20, 24],
  vanilla: [3.94, 3.21, 2.26, 1.37, 0.99, 0.83, 0.7, 0.66],
  "ems-sd": [3.94, 3.5, 2.83, 2.17, 1.81, 1.63, 1.46, 1.41]
} as const;
