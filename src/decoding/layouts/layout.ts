// Where rows lie: which slots a step's rows take, which pad rows are added, what is live, masked or dropped after
// verification, and how far the cursors move. Aligned (padded) caches have one cursor for all samples, per-sample caches
// one each; padded inputs give every sample as many rows as the longest has, packed inputs only its own. EMS-SD, "unpad KV
// cache" and "unpad input tokens". A layout serves one network: a draft model has its own.
//
// Rejected drafts are never rolled back: the cursor moves over the accepted rows only and the next rows overwrite the rest.

import type {Rows, Slots} from "../model.js";
import {paddingOf} from "./modes.js";
import type {Mode, Padding} from "./modes.js";

/** Consecutive tokens of one sample; empty for a sample that feeds nothing. */
export interface RowFeed {
  readonly tokens: ArrayLike<number>;
  /** position of the first token; pads continue from here */
  readonly position: number;
}

/** The rows of a step, ordered by sample and slot. */
export interface Placement {
  readonly rows: Rows;
  /** index of each sample's first row [B] */
  readonly offsets: Int32Array;
  /** rows that hold tokens, per sample [B]; they come before the sample's pads */
  readonly counts: Int32Array;
  /** rows in all, pads included, per sample [B] */
  readonly widths: Int32Array;
}

export interface LayoutOptions {
  readonly mode: Mode;
  readonly batchSize: number;
  /** id that pad rows hold */
  readonly padToken: number;
  /** pads behind the last position of the network take its last position (they are never read) */
  readonly maxPositions: number;
}

export class Layout {
  readonly padding: Padding;
  /** next slot to write, per sample [B]; all equal in an aligned cache */
  readonly cursors: Int32Array;
  /** live tokens below the cursor, per sample [B]; the rest are pads */
  readonly live: Int32Array;
  /** slots behind the cursor that rows were placed in since the last `settle` [B] */
  private readonly pending: Int32Array;
  private readonly options: LayoutOptions;

  constructor(options: LayoutOptions) {
    this.options = options;
    this.padding = paddingOf(options.mode);
    this.cursors = new Int32Array(options.batchSize);
    this.live = new Int32Array(options.batchSize);
    this.pending = new Int32Array(options.batchSize);
  }

  /** Give each feed's tokens slots, the first `ahead` slots behind the sample's cursor, and add the pads. */
  place(feeds: readonly RowFeed[], ahead = 0): Placement {
    const {batchSize, padToken, maxPositions} = this.options;
    if (feeds.length !== batchSize) throw new Error(`place: ${feeds.length} feeds for ${batchSize} samples`);
    const counts = Int32Array.from(feeds, (feed) => feed.tokens.length);
    const longest = counts.reduce((a, b) => Math.max(a, b), 0);
    const widths = this.padding.inputs ? new Int32Array(batchSize).fill(longest) : counts;
    const offsets = new Int32Array(batchSize);
    const total = widths.reduce((sum, width, i) => ((offsets[i] = sum), sum + width), 0);
    const rows = {
      tokens: new Int32Array(total).fill(padToken),
      samples: new Int32Array(total),
      positions: new Int32Array(total),
      slots: new Int32Array(total)
    };
    for (let i = 0, row = 0; i < batchSize; i++) {
      const {tokens, position} = feeds[i];
      for (let j = 0; j < widths[i]; j++, row++) {
        if (j < counts[i]) rows.tokens[row] = tokens[j];
        rows.samples[row] = i;
        rows.positions[row] = j < counts[i] ? position + j : Math.min(position + j, maxPositions - 1);
        rows.slots[row] = this.cursors[i] + ahead + j;
      }
      if (widths[i] > 0) this.pending[i] = Math.max(this.pending[i], ahead + widths[i]);
    }
    return {rows, offsets, counts, widths};
  }

  /**
   * End a step of which each sample keeps its first `keep[i]` slots [B]: what to commit. The cursors move on: by each
   * sample's own count, or in an aligned cache by the largest, over pads that are masked (or, packed, never written).
   */
  settle(keep: ArrayLike<number>): {kept: Slots; masked: Slots} {
    const {batchSize} = this.options;
    const aligned = Array.from(keep).reduce((a, b) => Math.max(a, b), 0);
    const kept = new SlotList();
    const masked = new SlotList();
    for (let i = 0; i < batchSize; i++) {
      if (keep[i] > this.pending[i]) throw new Error(`settle: sample ${i} keeps ${keep[i]} of ${this.pending[i]} rows`);
      const advance = this.padding.cache ? aligned : keep[i];
      kept.push(i, this.cursors[i], keep[i]);
      masked.push(i, this.cursors[i] + keep[i], Math.min(advance, this.pending[i]) - keep[i]);
      this.cursors[i] += advance;
      this.live[i] += keep[i];
      this.pending[i] = 0;
    }
    return {kept: kept.slots(), masked: masked.slots()};
  }
}

class SlotList {
  private readonly samples: number[] = [];
  private readonly list: number[] = [];

  push(sample: number, first: number, count: number): void {
    for (let j = 0; j < count; j++) {
      this.samples.push(sample);
      this.list.push(first + j);
    }
  }

  slots(): Slots {
    return {samples: Int32Array.from(this.samples), slots: Int32Array.from(this.list)};
  }
}
