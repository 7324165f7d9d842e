// What figures of speed draw: loaders/speed.json.ts makes it from recordings.
import type {ModelIdentity, Provenance} from "../traces/identity.js";
import type {LosslessCheck} from "./kit/source.js";

/** Speeds of the repeats: medians and quartiles. */
export interface Measure {
  readonly tokensPerSecond: number;
  readonly quartiles: readonly [number, number];
  /** to greedy decoding of the same repeat, at the same batch size; absent where greedy was not timed */
  readonly speedUp?: number;
  readonly speedUpQuartiles?: readonly [number, number];
}

/** A configuration on one domain. */
export interface Speed {
  readonly domain: string;
  readonly batchSize: number;
  readonly mode: string;
  readonly drafter: string;
  /** prefill and its tokens left out; absent where the configuration was not timed yet */
  readonly decode?: Measure;
  /** all tokens by all time */
  readonly withPrefill?: Measure;
  /** decoding all prompts of the domain, from counters and the measured cost of a step; over the same for greedy */
  readonly predicted?: {readonly tokensPerSecond: number; readonly speedUp?: number};
  /** 0 where not timed */
  readonly repeats: number;
}

/** One device's recording. */
export interface Speeds {
  /** its folder, such as "cpu-amd-epyc" */
  readonly device: string;
  readonly models: readonly ModelIdentity[];
  readonly provenance: Provenance;
  readonly lossless: LosslessCheck;
  /** units of work recorded, and planned in all */
  readonly done: number;
  readonly planned: number;
  /** prompts timed per domain, most new tokens of each, and repeats planned */
  readonly prompts: number;
  readonly newTokens: number;
  readonly repeats: number;
  readonly rows: readonly Speed[];
}
