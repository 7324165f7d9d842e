// What `npm run record -- kangaroo` measures, as data. The paper's own setting is γ = 6 and η = 0.6 for chains, K = 10 and
// η = 0.4 for trees, at exit layer 2 of 32 (Kangaroo, Liu et al. 2024); joey has 12 layers.
import type {RepeatedGrid} from "../cost.js";
import type {PromptChoice} from "../prompts.js";

/** Where an early exit drafts from, how far and how long: (ℓ, γ, η). */
export interface ExitPoint {
  readonly exitLayer: number;
  readonly draftLength: number;
  readonly threshold: number;
}

/** Runs of some contestants on the first of the test prompts. */
export interface Series {
  /** prompts per domain */
  readonly prompts: number;
  readonly repeats: number;
}

export interface Setting extends PromptChoice {
  /** new tokens shown, counted and timed, and recorded: drafts never go past them */
  readonly maxNewTokens: number;
  /** tokens drafted from every position of the greedy output, for the record; the longest draft that replays */
  readonly chainDepth: number;
  /** layers that adapters were trained behind, ℓ */
  readonly exitLayers: readonly number[];
  /** layers at which an early exit without an adapter takes part */
  readonly plainLayers: readonly number[];
  /** the paper's, γ and η */
  readonly standard: Omit<ExitPoint, "exitLayer">;
  /** spread over the grid: how well prices from the cost of pieces are met */
  readonly points: readonly ExitPoint[];
  /** exit layer of the paper's other architectures, and of the runs at a temperature */
  readonly exitLayer: number;
  readonly tree: {readonly width: number; readonly threshold: number};
  /** the paper's table 3: temperatures, and which distribution's confidence is compared with η */
  readonly temperatures: readonly {readonly temperature: number; readonly confidence: "original" | "adjusted"}[];
  /** of the draft model */
  readonly draftLength: number;
  readonly lookup: {readonly checkLength: number; readonly copyLength: number};
  /** what is replayed on all prompts: every exit layer with every γ and η of these */
  readonly grid: {readonly draftLengths: readonly number[]; readonly thresholds: readonly number[]};
  /** the methods, batch 1 */
  readonly methods: Series;
  /** the points, architectures and trees, batch 1 */
  readonly variants: Series;
  /** at a temperature, batch 1 */
  readonly sampled: Series & {readonly seed: number};
  /** padded and unpadded; sizes in order of importance */
  readonly batches: Series & {readonly sizes: readonly number[]};
  /** how often a unit that had to wait for the processor is run again */
  readonly again: number;
  /** domains of whose first test prompt whole runs are kept */
  readonly runs: readonly string[];
  /** and their new tokens */
  readonly runTokens: number;
  /** grid on which single steps, and their pieces, are timed */
  readonly cost: RepeatedGrid;
}

export const kangaroo: Setting = {
  domains: ["dialogue", "edit", "stories", "math", "books"],
  timedPrompts: 12,
  prompts: 24,
  othersValidate: true,
  maxNewTokens: 128,
  chainDepth: 8,
  exitLayers: [1, 2, 3, 4, 6, 8],
  plainLayers: [2, 4],
  standard: {draftLength: 6, threshold: 0.6},
  points: [
    {exitLayer: 1, draftLength: 2, threshold: 0.8},
    {exitLayer: 2, draftLength: 4, threshold: 0.3},
    {exitLayer: 2, draftLength: 8, threshold: 0},
    {exitLayer: 3, draftLength: 6, threshold: 0.9},
    {exitLayer: 4, draftLength: 3, threshold: 0.4},
    {exitLayer: 4, draftLength: 8, threshold: 0.7},
    {exitLayer: 6, draftLength: 3, threshold: 0.5},
    {exitLayer: 8, draftLength: 5, threshold: 0.2}
  ],
  exitLayer: 2,
  tree: {width: 10, threshold: 0.4},
  temperatures: [
    {temperature: 0.2, confidence: "original"},
    {temperature: 0.2, confidence: "adjusted"},
    {temperature: 0.5, confidence: "original"}
  ],
  draftLength: 4,
  lookup: {checkLength: 2, copyLength: 7},
  grid: {draftLengths: [1, 2, 3, 4, 5, 6, 7, 8], thresholds: [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]},
  methods: {prompts: 8, repeats: 3},
  variants: {prompts: 4, repeats: 1},
  sampled: {prompts: 4, repeats: 1, seed: 1},
  batches: {sizes: [8, 2, 16, 4, 1], prompts: 8, repeats: 1},
  again: 2,
  runs: ["dialogue", "math"],
  runTokens: 64,
  cost: {
    batchSizes: [1, 2, 4, 8, 16],
    rowsPerSample: [1, 2, 3, 5, 8],
    ragged: [7],
    cachedSlots: [72, 264],
    repeats: 5,
    passes: 3
  }
};

/** What a GPU records that is lent for a quarter of an hour. */
export const onGpu: Setting = {
  ...kangaroo,
  domains: ["dialogue", "edit", "math"],
  timedPrompts: 4,
  prompts: 8,
  methods: {prompts: 1, repeats: 1},
  variants: {prompts: 1, repeats: 1},
  sampled: {...kangaroo.sampled, prompts: 1},
  batches: {sizes: [4], prompts: 4, repeats: 1},
  again: 0,
  cost: {...kangaroo.cost, batchSizes: [1, 4, 16], passes: 2}
};

/** The same path in a minute or two; its results are never committed. */
export const quick: Setting = {
  ...kangaroo,
  timedPrompts: 2,
  prompts: 4,
  maxNewTokens: 24,
  runTokens: 24,
  exitLayers: [1, 2, 4],
  plainLayers: [2],
  points: kangaroo.points.filter(({exitLayer}) => [1, 2, 4].includes(exitLayer)),
  methods: {prompts: 2, repeats: 2},
  variants: {prompts: 1, repeats: 1},
  sampled: {prompts: 1, repeats: 1, seed: 1},
  batches: {sizes: [1, 2], prompts: 2, repeats: 1},
  again: 0,
  cost: {batchSizes: [1, 2], rowsPerSample: [1, 3], ragged: [3], cachedSlots: [72], repeats: 2, passes: 1}
};
