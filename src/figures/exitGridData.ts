// What an early exit comes to for every exit layer, draft length and threshold, as loaders/exitGrid.json.ts makes it from a
// recording: counters by replay, times from the measured cost of the parts, and what was really timed.
import type {ModelIdentity, Provenance} from "../traces/identity.js";
import type {LosslessCheck} from "./kit/source.js";

/** Every draft length and threshold of an exit layer, on a domain's test prompts; lists are [draftLengths × thresholds]. */
export interface ExitGrid {
  readonly domain: string;
  /** ℓ */
  readonly layer: number;
  readonly samples: number;
  /** new tokens, the prefill's included */
  readonly tokens: number;
  /** decode steps */
  readonly steps: readonly number[];
  /** tokens drafted */
  readonly drafts: readonly number[];
  /** predicted microseconds a token, of decode steps */
  readonly us: readonly number[];
}

/** A point that was really timed, against greedy decoding of the same prompts in the same repeat. */
export interface ExitTimed {
  readonly domain: string;
  readonly layer: number;
  readonly draftLength: number;
  /** η, a probability */
  readonly threshold: number;
  /** tokens per decode step */
  readonly compression: number;
  /** median over prompts and repeats, and quartiles */
  readonly speedUp: number;
  readonly quartiles: readonly [number, number];
  /** what the costs of the parts predict for the same counters */
  readonly predicted: number;
}

/** The point with the largest predicted speed-up on validation prompts; of all domains, or of one. */
export interface ExitChoice {
  readonly domain: string;
  readonly layer: number;
  readonly draftLength: number;
  readonly threshold: number;
}

export interface ExitGridData {
  readonly model: ModelIdentity;
  /** layers of the network */
  readonly layers: number;
  /** layers that adapters were trained behind, ascending */
  readonly exits: readonly number[];
  readonly domains: readonly string[];
  readonly draftLengths: readonly number[];
  /** η, in hundredths, ascending */
  readonly thresholds: readonly number[];
  readonly grids: readonly ExitGrid[];
  /** predicted microseconds a token of greedy decoding, by domain */
  readonly greedyUs: Readonly<Record<string, number>>;
  readonly timed: readonly ExitTimed[];
  readonly choices: readonly ExitChoice[];
  readonly provenance: Provenance;
  readonly lossless?: LosslessCheck;
}
