// What one run of the Tiny LM studies is: everything that its weights depend on, as data. Runs are known by the hash of it.
import type {LlamaConfig} from "../../src/nets/llama/config.js";
import type {InitializationScheme} from "../../src/nets/llama/initialize.js";
import type {Scale} from "./text.js";

/** How weights of a child are chosen among those of joey. */
export type Criterion = "l1" | "l2" | "taylor" | "mask";

export interface TinyRecipe {
  readonly vocabulary: {
    /** "bpe": merges learned for that size; "pruned": what is most frequent of a larger vocabulary */
    readonly from: "bpe" | "pruned";
    readonly size: number;
    /** size of the vocabulary that was pruned */
    readonly of?: number;
  };
  readonly network: {
    readonly layers: number;
    readonly hiddenSize: number;
    readonly heads: number;
    readonly kvHeads: number;
    readonly headDim: number;
    readonly intermediateSize: number;
  };
  readonly start:
    | {readonly scheme: InitializationScheme}
    | {
        readonly inherit: Criterion;
        /** joey's layers that are kept, in order */
        readonly layers: readonly number[];
      };
  /** text of the first round: so many tokens, or so many bytes, of passages in the seed's order */
  readonly text: {readonly tokens: number} | {readonly bytes: number};
  readonly batch: {readonly batch: number; readonly length: number};
  /** of each round: warm-up and decay as shares of its steps */
  readonly schedule: {readonly peak: number; readonly warmup: number; readonly decay: number; readonly floor: number};
  readonly weightDecay: number;
  /** rounds after the first: which share of the batches of each part is drawn again, and how */
  readonly rounds: readonly {readonly rate: number; readonly by: "loss" | "chance"}[];
  /** of the starting weights and the order of the text */
  readonly seed: number;
}

/** The recipe that the studies vary: 0.6 M parameters, 3 M tokens. */
export const BASE: TinyRecipe = {
  vocabulary: {from: "pruned", of: 4096, size: 1024},
  network: {layers: 11, hiddenSize: 64, heads: 4, kvHeads: 4, headDim: 16, intermediateSize: 176},
  start: {scheme: "internlm"},
  text: {tokens: 3_000_000},
  batch: {batch: 16, length: 128},
  schedule: {peak: 3e-3, warmup: 0.04, decay: 0.2, floor: 0.02},
  weightDecay: 0.1,
  rounds: [],
  seed: 1
};

/** Tokens of the studies that carry the chapter; on a GPU three times as many. */
export const TOKENS: Readonly<Record<Scale, number>> = {small: 3_000_000, large: 9_000_000};

/** Which text a recipe is trained on. */
export const scaleOf = ({text}: TinyRecipe): Scale =>
  "tokens" in text && text.tokens > TOKENS.small ? "large" : "small";

export const networkOf = ({network, vocabulary}: TinyRecipe): LlamaConfig => ({
  ...network,
  vocabSize: vocabulary.size,
  rmsNormEps: 1e-5,
  ropeTheta: 10000,
  tiedHead: true,
  maxPositions: 512,
  bosToken: 0,
  eosTokens: [0]
});

/** The recipe of the round before the last; undefined for runs of one round. */
export function roundBefore(recipe: TinyRecipe): TinyRecipe | undefined {
  return recipe.rounds.length > 0 ? {...recipe, rounds: recipe.rounds.slice(0, -1)} : undefined;
}
