// The counters of a step, from where its rows lie. Our attention is rectangular: every sample's queries are padded to the
// longest, every cache to the longest, so it touches B × longest × longest. Beside it stands what a ragged kernel (as in the
// EMS-SD code: one block per row, over the slots up to its own) would touch.

import type {StepCounts} from "../traces/step.js";
import type {DraftCost} from "./drafters/drafter.js";
import type {Layout, Placement} from "./layouts/index.js";

/** Query rows and query-slot pairs of one forward call. Call before `layout.settle`. */
export function attentionCounts(
  {rows, widths}: Placement,
  cursors: Int32Array
): Pick<StepCounts, "attentionRows" | "attentionSlots" | "raggedSlots"> {
  const longest = widths.reduce((a, b) => Math.max(a, b), 0);
  const attentionRows = widths.length * longest;
  let cache = cursors.reduce((a, b) => Math.max(a, b), 0);
  let raggedSlots = 0;
  for (const slot of rows.slots) {
    cache = Math.max(cache, slot + 1);
    raggedSlots += slot + 1;
  }
  return {attentionRows, attentionSlots: attentionRows * cache, raggedSlots};
}

/** Pad rows of sample i. */
export function padRows({widths, counts}: Placement, i: number): number {
  return widths[i] - counts[i];
}

/** All counters of a step; `attention` from before, the cursors from after `layout.settle`. */
export function stepCounts(
  placement: Placement,
  attention: ReturnType<typeof attentionCounts>,
  layout: Layout,
  slotsAllocated: number,
  drafter: DraftCost
): StepCounts {
  const rows = placement.rows.tokens.length;
  const slotsUsed = sum(layout.cursors);
  return {
    rows,
    padRows: rows - sum(placement.counts),
    ...attention,
    slotsWritten: rows,
    slotsUsed,
    padSlots: slotsUsed - sum(layout.live),
    slotsAllocated,
    draftForwards: drafter.forwards ?? 0,
    draftRows: drafter.rows ?? 0,
    ...(drafter.exit && {exit: drafter.exit.counts})
  };
}

function sum(values: Int32Array): number {
  return values.reduce((a, b) => a + b, 0);
}
