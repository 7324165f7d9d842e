// What the figure of ragged drafts in a batch draws: early exits at several batch sizes, padded and unpadded, as
// loaders/exitBatch.json.ts gives them.
import type {ModelIdentity, Provenance} from "../traces/identity.js";
import type {ExitPoint} from "./methodsData.js";
import type {LosslessCheck} from "./kit/source.js";

export interface ExitBatchRow {
  readonly domain: string;
  readonly batchSize: number;
  /** "vanilla" is padded, "ems-sd" unpadded, "greedy" drafts nothing */
  readonly mode: "greedy" | "vanilla" | "ems-sd";
  /** place in the list of points; absent: greedy */
  readonly point?: number;
  /** tokens a second over greedy decoding of the same batch: median over batches and repeats */
  readonly speedUp: number;
  readonly quartiles: readonly [number, number];
  /** batches × repeats */
  readonly pairs: number;
  /** decode milliseconds of the batch a new token, summed over its samples */
  readonly msPerToken: number;
  /** rows computed a new token, pads included: through the first layers, and through those behind (of greedy: all) */
  readonly shallowRows: number;
  readonly deepRows: number;
  /** of the rows through the layers behind, the share that hold a pad */
  readonly padShare: number;
  /** tokens that a sample's step wrote */
  readonly tokensPerStep: number;
  /** least share of the processor; absent: unknown */
  readonly busy?: number;
}

export interface ExitBatchData {
  /** the settings that were run, the paper's γ and η first */
  readonly points: readonly (ExitPoint & {readonly chosen: boolean})[];
  readonly rows: readonly ExitBatchRow[];
  /** layers of the target, L */
  readonly layers: number;
  readonly prompts: number;
  readonly newTokens: number;
  readonly models: readonly ModelIdentity[];
  readonly provenance: Provenance;
  readonly lossless: LosslessCheck;
}
