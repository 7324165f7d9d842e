// What `npm run record -- ems-sd` measures, as data: the paper's batch sizes, modes and drafters (notes in docs/ems-sd.md of
// the site: OPT-6.7b with 480 texts there, joey with the project's prompts here).
import type {RepeatedGrid} from "../cost.js";
import type {PromptChoice} from "../prompts.js";

export interface Setting extends PromptChoice {
  /** in order of importance; at the first one every prompt is really run, in all modes, and compared with greedy */
  readonly batchSizes: readonly number[];
  /** new tokens shown, counted and timed */
  readonly maxNewTokens: number;
  /** greedy tokens recorded past these, so that longer outputs replay */
  readonly beyond: number;
  /** tokens drafted from every position of the greedy output, for the record */
  readonly chainDepth: number;
  /** tokens that the draft model drafts in a step */
  readonly draftLength: number;
  readonly lookup: {readonly checkLength: number; readonly copyLength: number};
  readonly repeats: number;
  /** held-out documents per domain on which drafters are counted too */
  readonly heldOut: number;
  /** grid on which single steps are timed */
  readonly cost: RepeatedGrid;
}

export const emsSd: Setting = {
  domains: ["dialogue", "edit", "stories", "math", "books"],
  batchSizes: [8, 1, 16, 4, 24, 2, 12, 20],
  maxNewTokens: 128,
  beyond: 32,
  chainDepth: 8,
  draftLength: 4,
  lookup: {checkLength: 2, copyLength: 7},
  timedPrompts: 24,
  prompts: 64,
  repeats: 3,
  heldOut: 32,
  cost: {
    batchSizes: [1, 2, 4, 8, 12, 16, 20, 24],
    rowsPerSample: [1, 2, 3, 5, 8],
    ragged: [3, 8],
    cachedSlots: [72, 136, 264, 392],
    repeats: 5,
    passes: 4
  }
};

/** What a GPU records that is lent for a quarter of an hour. */
export const onGpu: Setting = {
  ...emsSd,
  batchSizes: [8, 4],
  timedPrompts: 8,
  prompts: 8,
  repeats: 1,
  cost: {...emsSd.cost, batchSizes: [1, 2, 4, 8, 16, 24], passes: 2}
};

/** The same path in a minute or two; its results are never committed. */
export const quick: Setting = {
  ...emsSd,
  batchSizes: [4, 1],
  maxNewTokens: 16,
  beyond: 4,
  timedPrompts: 4,
  prompts: 6,
  repeats: 2,
  heldOut: 4,
  cost: {batchSizes: [1, 4], rowsPerSample: [1, 3], ragged: [3], cachedSlots: [72, 136], repeats: 2, passes: 1}
};
