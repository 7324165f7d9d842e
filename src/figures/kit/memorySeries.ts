// What a mode holds, writes and reads, over the steps of a batch and over batch sizes, in the same four quantities.
import type {Mode} from "../../decoding/layouts/modes.js";
import type {StepRecord} from "../../traces/step.js";
import type {BatchCounts} from "../countsData.js";

export const memoryModes = [
  "vanilla",
  "ems-sd",
  "unpad-input-tokens",
  "unpad-kv-cache"
] as const satisfies readonly Mode[];
export type MemoryMode = (typeof memoryModes)[number];

export const quantityNames = {
  held: "slots held",
  written: "slots written",
  read: "slots read",
  ragged: "slots read, ragged"
} as const;
export type Quantity = keyof typeof quantityNames;

/** Counters at a step of a batch, or of all batches of a size. */
export interface MemoryPoint {
  /** step, or batch size */
  readonly x: number;
  readonly mode: MemoryMode;
  /** cache slots reserved */
  readonly allocated: number;
  /** cache slots below the cursors, prompts included */
  readonly held: number;
  /** of these, without a live token */
  readonly pads: number;
  /** slots written since the prefill: one a row */
  readonly written: number;
  readonly padRows: number;
  /** query-slot pairs since the prefill */
  readonly read: number;
  readonly ragged: number;
}

/** One point a step, from the prefill on. */
export function stepPoints(mode: MemoryMode, steps: readonly StepRecord[]): MemoryPoint[] {
  const sums = {written: 0, padRows: 0, read: 0, ragged: 0};
  return steps.map(({step, counts}) => {
    if (step > 0) {
      sums.written += counts.slotsWritten;
      sums.padRows += counts.padRows;
      sums.read += counts.attentionSlots;
      sums.ragged += counts.raggedSlots;
    }
    const {slotsAllocated: allocated, slotsUsed: held, padSlots: pads} = counts;
    return {x: step, mode, allocated, held, pads, ...sums};
  });
}

/** One point a batch size, per new token, since the last batch may be filled up and sizes hold different totals. */
export function sizePoints(mode: MemoryMode, rows: readonly BatchCounts[]): MemoryPoint[] {
  return rows
    .filter((row) => row.mode === mode && row.tokens > 0)
    .sort((a, b) => a.batchSize - b.batchSize)
    .map((row) => ({
      x: row.batchSize,
      mode,
      allocated: row.slotsAllocated / row.tokens,
      held: row.slotsUsed / row.tokens,
      pads: row.padSlots / row.tokens,
      written: row.rows / row.tokens,
      padRows: row.padRows / row.tokens,
      read: row.attentionSlots / row.tokens,
      ragged: row.raggedSlots / row.tokens
    }));
}

/**
 * Part of a quantity that padding is: pad slots of those held, pad rows of those written, and of what is read all that the
 * same real rows on unpadded caches would not read through a ragged kernel. 0 where there is nothing yet.
 */
export function padShare(point: MemoryPoint, quantity: Quantity, unpadded: MemoryPoint | undefined): number {
  if (quantity === "held") return part(point.pads, point.held);
  if (quantity === "written") return part(point.padRows, point.written);
  return unpadded ? part(point[quantity] - unpadded.ragged, point[quantity]) : 0;
}

const part = (some: number, all: number): number => (all > 0 ? some / all : 0);

/** Modes whose values are the same everywhere, together; the first of each group gives it its colour. */
export function sameModes(values: ReadonlyMap<MemoryMode, readonly number[]>): MemoryMode[][] {
  const groups: MemoryMode[][] = [];
  for (const [mode, list] of values) {
    const group = groups.find(([first]) => values.get(first)!.every((value, i) => Math.abs(value - list[i]) < 1e-9));
    if (group && values.get(group[0])!.length === list.length) group.push(mode);
    else groups.push([mode]);
  }
  return groups;
}
