// The cache of a drafter's own network, beside the target's: a layout of its own, of the target's kind, and how much of
// each text it holds. Catch-up: the last draft of a step is never fed, so when all were accepted the cache lacks one token.

import type {Batch} from "../batch.js";
import {capacity, Layout} from "../layouts/index.js";
import type {Model} from "../model.js";

export interface DraftCacheOptions {
  /** most drafts per sample and step */
  readonly draftLength: number;
  /** for a tree: most rows that one step places */
  readonly treeRows?: number;
  readonly maxPositions: number;
}

export class DraftCache {
  readonly layout: Layout;
  /** tokens of each text that the cache holds [B] */
  readonly cached: number[];

  constructor(
    private readonly network: Pick<Model, "begin" | "commit">,
    private readonly batch: Batch,
    private readonly options: DraftCacheOptions
  ) {
    const {mode, padToken, samples} = batch;
    this.layout = new Layout({mode, batchSize: samples.length, padToken, maxPositions: options.maxPositions});
    this.cached = samples.map(() => 0);
  }

  async begin(): Promise<void> {
    const {mode, samples} = this.batch;
    const promptLengths = samples.map(({prompt}) => prompt.length);
    const limits = samples.map(({limit}) => limit);
    const slots = capacity({mode, promptLengths, limits, ...this.options});
    await this.network.begin({batchSize: samples.length, slots});
  }

  /**
   * Keep the first `keep[i]` rows fed since the last call, or those at the places `keep[i]` [B]. Rows of tokens that are
   * sure in the text are kept at once, so that pads between them and the drafts are masked.
   */
  async keep(keep: ArrayLike<number | readonly number[]>): Promise<void> {
    const {kept, masked} = this.layout.settle(keep);
    await this.network.commit(kept, masked);
    for (const sample of kept.samples) this.cached[sample]++;
  }

  /** Keep the rows of drafts that were accepted, of `drafted[i]` each, a chain [B]; the last draft was never fed. */
  async settle(drafted: readonly number[], accepted: Int32Array): Promise<void> {
    await this.keep(drafted.map((count, i) => Math.max(Math.min(accepted[i], count - 1), 0)));
  }
}
