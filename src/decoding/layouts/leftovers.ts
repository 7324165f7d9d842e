// What the released vanilla code (gpt_LLMA_vanilla.py) has in a padded row's extra places, and verifies: its table of
// token ids per slot. After a step the target's choices at all fed rows, rejected ones too, stand in the slots behind
// them, and are overwritten only by later drafts and choices. A sample without a draft so verifies stale choices, which
// now and then are right (a Jacobi iteration by accident): same tokens, fewer steps.
//
// Approximate in one point: the released code also walks the rows of finished samples, whose attention its kernel skips, so
// that what they hold is undefined. Here they are pads.

import type {Placement, RowFeed} from "./layout.js";

export class Leftovers {
  /** token ids by slot, per sample */
  private readonly table: Int32Array[];

  constructor(batchSize: number, slots: number, padToken: number) {
    this.table = Array.from({length: batchSize}, () => new Int32Array(slots).fill(padToken));
  }

  /** Fill each sample's feed with leftovers up to the longest, but not beyond `most[i]` tokens [B]. */
  fill(feeds: readonly RowFeed[], cursors: Int32Array, most: readonly number[]): RowFeed[] {
    const longest = Math.max(...feeds.map((feed) => feed.tokens.length));
    return feeds.map(({tokens, position}, i) => {
      const count = tokens.length;
      const width = count === 0 ? 0 : Math.min(longest, most[i]);
      if (width <= count) return {tokens, position};
      const extra = this.table[i].subarray(cursors[i] + count, cursors[i] + width);
      return {tokens: Int32Array.from([...Array.from(tokens), ...extra]), position};
    });
  }

  /** Note the target's choices at a step's rows, `choices[i]` for sample i: each belongs to the slot after its row. */
  store({rows, offsets}: Placement, choices: readonly Int32Array[]): void {
    choices.forEach((list, i) => {
      if (list.length > 0) this.table[i].set(list, rows.slots[offsets[i]] + 1);
    });
  }
}
