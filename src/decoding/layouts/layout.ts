// Where rows lie: which slots a step's rows take, which pad rows are added, what is live, masked or dropped after
// verification, and how far the cursors move. Aligned (padded) caches have one cursor for all samples, per-sample caches
// one each; padded inputs give every sample as many rows as the longest has, packed inputs only its own. EMS-SD, "unpad KV
// cache" and "unpad input tokens". A layout serves one network: a draft model has its own.
//
// Rejected drafts are never rolled back: the cursor moves over the accepted rows only and the next rows overwrite the rest.
// Of a tree the accepted path stays where it was written (freeSlots.ts); trees need packed rows and per-sample caches.

import type {Rows, Slots} from "../model.js";
import {FreeSlots} from "./freeSlots.js";
import {paddingOf} from "./modes.js";
import type {Mode, Padding} from "./modes.js";

/** How rows of one sample hang together, where they are no chain. A place is a free slot of the sample: 0 is the first. */
export interface TreeFeed {
  /** place of each row, ascending */
  readonly places: readonly number[];
  /** place of each row's parent, −1 for a row that hangs on the committed text */
  readonly parents: readonly number[];
  /** rows between each row and the committed text; its position is the feed's, plus this */
  readonly depths: readonly number[];
}

/** Consecutive tokens of one sample; empty for a sample that feeds nothing. */
export interface RowFeed {
  readonly tokens: ArrayLike<number>;
  /** position of the first token; pads continue from here */
  readonly position: number;
  /** for a tree; default a chain */
  readonly tree?: TreeFeed;
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
  /** free slots of the samples, where each has its own cache [B] */
  private readonly free: FreeSlots[];

  constructor(options: LayoutOptions) {
    this.options = options;
    this.padding = paddingOf(options.mode);
    this.cursors = new Int32Array(options.batchSize);
    this.live = new Int32Array(options.batchSize);
    this.pending = new Int32Array(options.batchSize);
    this.free = Array.from({length: options.batchSize}, () => new FreeSlots());
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
    const grown = feeds.some(({tree}) => tree);
    if (grown && (this.padding.cache || this.padding.inputs)) {
      throw new Error(`place: mode ${this.options.mode} is padded, trees are not; take ems-sd`);
    }
    const rows = {
      tokens: new Int32Array(total).fill(padToken),
      samples: new Int32Array(total),
      positions: new Int32Array(total),
      slots: new Int32Array(total),
      ...(grown && {parents: new Int32Array(total)})
    };
    for (let i = 0, row = 0; i < batchSize; i++) {
      const {tokens, position, tree} = feeds[i];
      for (let j = 0; j < widths[i]; j++, row++) {
        const place = tree ? tree.places[j] : ahead + j;
        const at = position + (tree ? tree.depths[j] : j);
        const parent = tree ? tree.parents[j] : place - 1;
        if (j < counts[i]) rows.tokens[row] = tokens[j];
        rows.samples[row] = i;
        rows.positions[row] = j < counts[i] ? at : Math.min(at, maxPositions - 1);
        rows.slots[row] = this.slot(i, place);
        if (rows.parents) rows.parents[row] = parent < 0 ? -1 : this.slot(i, parent);
        this.pending[i] = Math.max(this.pending[i], place + 1);
      }
    }
    return {rows, offsets, counts, widths};
  }

  private slot(sample: number, place: number): number {
    return this.padding.cache ? this.cursors[sample] + place : this.free[sample].at(place);
  }

  /**
   * End a step of which each sample keeps its first `keep[i]` rows, or those at the places `keep[i]` [B]: what to commit.
   * The cursors move on: by each sample's own count, or in an aligned cache by the largest, over pads that are masked (or,
   * packed, never written).
   */
  settle(keep: ArrayLike<number | readonly number[]>): {kept: Slots; masked: Slots} {
    const {batchSize} = this.options;
    const places = Array.from(keep, (of) => (typeof of === "number" ? Array.from({length: of}, (_, j) => j) : of));
    const aligned = places.reduce((most, {length}) => Math.max(most, length), 0);
    const kept = new SlotList();
    const masked = new SlotList();
    for (let i = 0; i < batchSize; i++) {
      const [count, pending, cursor] = [places[i].length, this.pending[i], this.cursors[i]];
      const beyond = places[i].find((place) => place >= pending);
      if (beyond !== undefined) throw new Error(`settle: sample ${i} keeps row ${beyond} of ${pending}`);
      if (this.padding.cache) {
        const written = Array.from({length: Math.min(aligned, pending)}, (_, place) => cursor + place);
        kept.push(i, written.slice(0, count));
        masked.push(i, written.slice(count));
        this.cursors[i] += aligned;
      } else {
        kept.push(i, this.free[i].take(places[i]));
        this.cursors[i] = this.free[i].end;
      }
      this.live[i] += count;
      this.pending[i] = 0;
    }
    return {kept: kept.slots(), masked: masked.slots()};
  }
}

class SlotList {
  private readonly samples: number[] = [];
  private readonly list: number[] = [];

  push(sample: number, slots: readonly number[]): void {
    for (const slot of slots) {
      this.samples.push(sample);
      this.list.push(slot);
    }
  }

  slots(): Slots {
    return {samples: Int32Array.from(this.samples), slots: Int32Array.from(this.list)};
  }
}
