// Which cache slots and which new rows each row may see, as the additive mask of the decode graph. Live slots are kept
// as one ready-made mask line per sample; a step copies that line and opens what is pending.
import type {Rows, Slots} from "../decoding/model.js";
import type {Packing} from "./packing.js";

/** Added to a score that must not count; far below any score, and finite, so that no row turns into NaN. */
const HIDDEN = -1e9;

export class Visibility {
  /** mask line over all slots of each sample */
  private readonly lines: Float32Array[];
  private scratch = new Float32Array(0);

  constructor(batch: number, slots: number) {
    this.lines = Array.from({length: batch}, () => new Float32Array(slots).fill(HIDDEN));
  }

  /** Let slots be seen from now on. */
  reveal({samples, slots}: Slots): void {
    for (let i = 0; i < slots.length; i++) this.lines[samples[i]][slots[i]] = 0;
  }

  /**
   * The mask of a step: float32 [B, 1, G·S, columns], the G query heads of a group alike. Valid until the next call.
   * @param length slots that the cache input covers
   * @param appended the step's rows follow the cache as S more columns; otherwise they stand in their own slots
   * @param pending rows that are in the cache but not committed
   */
  mask(
    rows: Rows,
    {batch, width, pack}: Packing,
    {groups, length, appended, pending}: {groups: number; length: number; appended: boolean; pending: readonly Rows[]}
  ): Float32Array {
    const columns = appended ? length + width : length;
    const mask = this.take(batch * groups * width * columns);
    // empty places see everything: their results are never read, and must only stay finite
    mask.fill(0);
    for (let row = 0; row < pack.length; row++) {
      const sample = rows.samples[row];
      const place = pack[row] - sample * width;
      const line = (sample * groups * width + place) * columns;
      mask.set(this.lines[sample].subarray(0, length), line);
      if (appended) mask.fill(HIDDEN, line + length, line + columns);
      const column = (other: number) => (appended ? length + pack[other] - sample * width : rows.slots[other]);
      if (rows.parents) {
        openAncestors(mask, line, rows, row, column, pending);
      } else {
        openPending(mask, line, sample, rows.slots[row], pending);
        openNew(mask, line, rows, row, column);
      }
    }
    const block = width * columns;
    for (let sample = 0; sample < batch && groups > 1; sample++) {
      const start = sample * groups * block;
      for (let group = 1; group < groups; group++) mask.copyWithin(start + group * block, start, start + block);
    }
    return mask;
  }

  private take(size: number): Float32Array {
    if (this.scratch.length < size) this.scratch = new Float32Array(size * 2);
    return this.scratch.subarray(0, size);
  }
}

function openPending(mask: Float32Array, line: number, sample: number, slot: number, pending: readonly Rows[]): void {
  for (const {samples, slots} of pending) {
    for (let i = 0; i < slots.length; i++) if (samples[i] === sample && slots[i] <= slot) mask[line + slots[i]] = 0;
  }
}

/** Open the row itself and its ancestors in a tree, which are rows of this step or pending in their slots. */
function openAncestors(
  mask: Float32Array,
  line: number,
  rows: Rows,
  row: number,
  column: (row: number) => number,
  pending: readonly Rows[]
): void {
  const sample = rows.samples[row];
  for (let slot = rows.slots[row]; slot >= 0;) {
    const own = find(rows, sample, slot);
    const block = own < 0 ? pending.find((earlier) => find(earlier, sample, slot) >= 0) : rows;
    if (!block?.parents) throw new Error(`forward: slot ${slot} of sample ${sample} is no row of the tree`);
    mask[line + (own < 0 ? slot : column(own))] = 0;
    slot = block.parents[find(block, sample, slot)];
  }
}

/** The row in a sample's slot, or −1. */
const find = ({samples, slots}: Rows, sample: number, slot: number): number =>
  slots.findIndex((at, row) => at === slot && samples[row] === sample);

/** Open the rows of this step that `row` sees: itself and all earlier rows of its sample. */
function openNew(mask: Float32Array, line: number, rows: Rows, row: number, column: (row: number) => number): void {
  for (let other = row; other >= 0 && rows.samples[other] === rows.samples[row]; other--)
    mask[line + column(other)] = 0;
}
