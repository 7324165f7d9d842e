// What figures of methods draw: every method that was timed on one text at a time, as loaders/methods.json.ts gives them.
import type {ModelIdentity, Provenance} from "../traces/identity.js";
import type {LosslessCheck} from "./kit/source.js";

/** What a method ran, in milliseconds of decode steps a new token; processor time where it had to share the processor. */
export interface MethodParts {
  /** the first ℓ layers */
  readonly shallow: number;
  /** the adapter and, in the same graph, the head */
  readonly adapter: number;
  /** the head alone, where there is no adapter */
  readonly head: number;
  /** a draft model, or Medusa's heads */
  readonly drafter: number;
  /** the layers behind ℓ with the head, or the whole network */
  readonly deep: number;
  /** the loop's own work */
  readonly rest: number;
}

/** A method on the texts of a domain. */
export interface MethodCell {
  readonly domain: string;
  /** tokens per pass of the whole network; the prefill's token and pass count too, as in the paper */
  readonly compression: number;
  /**
   * Tokens a second over plain decoding of the same text in the same unit of work: median over texts and repeats; by
   * processor time where either had to share the processor.
   */
  readonly speedUp: number;
  readonly quartiles: readonly [number, number];
  /** texts × repeats */
  readonly pairs: number;
  readonly parts: MethodParts;
  /** of a chain: milliseconds a new token if every draft were right, at what its own passes took; a step no dearer than now */
  readonly allRight?: number;
  /** least share of the processor over the repeats, its own and plain decoding's; absent: unknown */
  readonly busy?: number;
}

/** What a method is told: exitLayer, adapter, draftLength, threshold, temperature, confidence, … */
export type MethodOptions = Readonly<Record<string, string | number | boolean | null>>;

export interface Method {
  /** which list of contestants it ran in: each has plain decoding of its own beside it */
  readonly series: "methods" | "variants" | "sampled";
  /** "none", "lookup", "early-exit", "early-exit-tree", "medusa", or the name of the draft model */
  readonly drafter: string;
  readonly options: MethodOptions;
  /** by domain, in the order of the recording */
  readonly cells: readonly MethodCell[];
}

/** An early exit's setting. */
export interface ExitPoint {
  /** ℓ */
  readonly exitLayer: number;
  /** γ */
  readonly draftLength: number;
  /** η */
  readonly threshold: number;
}

/** A setting that was chosen on validation prompts, for a domain or for "all". */
export interface ChosenPoint extends ExitPoint {
  readonly domain: string;
}

export interface MethodsData {
  readonly methods: readonly Method[];
  readonly chosen: readonly ChosenPoint[];
  /** the paper's γ and η, at the exit layer of its Table 2's modules */
  readonly standard: ExitPoint;
  /** what drafts, by file name: its kind and its parameters */
  readonly modules: Readonly<Record<string, {readonly architecture: string; readonly parameters: number}>>;
  /** layers of the target, L, and its parameters */
  readonly target: {readonly layers: number; readonly parameters: number};
  /** one row through the target's norm and head alone, and through all of it: fastest milliseconds; absent: not measured */
  readonly pass?: {readonly head: number; readonly whole: number};
  readonly newTokens: number;
  readonly models: readonly ModelIdentity[];
  readonly provenance: Provenance;
  readonly lossless: LosslessCheck;
  readonly done: number;
  readonly planned: number;
}
