// What a step leaves behind: per sample, and the list of rows that was fed.

import type {Feed, SampleStep} from "../traces/step.js";
import {padRows} from "./accounting.js";
import type {DraftTree} from "./drafters/drafter.js";
import type {Layout, Placement} from "./layouts/index.js";
import type {Walk} from "./verification/verifier.js";

export interface SampleOutcome {
  readonly i: number;
  readonly walk: Walk;
  readonly drafted: Int32Array;
  readonly draftConfidence?: readonly number[];
  readonly tree?: DraftTree;
  /** rows of this sample that were scored */
  readonly tail: number;
  readonly placement: Placement;
  /** after `settle` */
  readonly layout: Layout;
}

/** What a step did for one sample. */
export function sampleStep(outcome: SampleOutcome): SampleStep {
  const {i, walk, drafted, draftConfidence, tree, tail, placement, layout} = outcome;
  return {
    drafted: Array.from(drafted),
    ...(draftConfidence && {draftConfidence: draftConfidence.slice(0, drafted.length)}),
    ...(tree && {draftParents: tree.parents, acceptedPath: acceptedPath(walk)}),
    leftovers: Math.max(tail - 1 - drafted.length, 0),
    accepted: Math.max(walk.emitted.length - 1, 0),
    emitted: Array.from(walk.emitted),
    confidence: walk.confidence,
    margin: walk.margin,
    rows: placement.widths[i],
    padRows: padRows(placement, i),
    slots: layout.cursors[i],
    padSlots: layout.cursors[i] - layout.live[i]
  };
}

/** Indices of the accepted drafts among the drafts. */
export function acceptedPath({rows}: Walk): number[] {
  return rows.slice(1).map((row) => row - 1);
}

/** The rows of a step with their roles. */
export function feedRecord(placement: Placement, samples: readonly SampleStep[], prefilling: boolean): Feed {
  const {rows, counts, widths} = placement;
  const roles = samples.map(({drafted, leftovers}, i) => {
    const pads = "-".repeat(widths[i] - counts[i]);
    if (prefilling) return "p".repeat(counts[i]) + pads;
    return (counts[i] > 0 ? `t${"d".repeat(drafted.length)}${"l".repeat(leftovers)}` : "") + pads;
  });
  return {
    tokens: Array.from(rows.tokens),
    samples: Array.from(rows.samples),
    positions: Array.from(rows.positions),
    slots: Array.from(rows.slots),
    roles: roles.join("")
  };
}
