// Acceptance per draft position, in the three ways in use. A step that drafts 2 tokens can never accept a fifth, so with
// ragged drafts the deep positions depend on which steps are counted. In a tree, position k is its k-th level.

import type {Acceptance} from "./acceptance.js";

/**
 * - "unconditional" (vLLM): steps that accepted position k / all steps that drafted anything
 * - "drafted": steps that accepted position k / steps that drafted position k
 * - "conditional" (EAGLE's n-α): steps that accepted position k / steps that accepted position k − 1 and drafted position k
 */
export type PositionRate = "unconditional" | "drafted" | "conditional";

export interface PositionCount {
  /** steps that accepted the position */
  readonly accepted: number;
  /** steps that count */
  readonly counted: number;
}

/** Counts per position, first draft first, up to the longest draft. */
export function acceptancesByPosition(
  steps: readonly Acceptance[],
  rate: PositionRate = "unconditional"
): PositionCount[] {
  const depthOf = ({drafted, depth = drafted}: Acceptance): number => depth;
  const longest = steps.reduce((most, step) => Math.max(most, depthOf(step)), 0);
  return Array.from({length: longest}, (_, k) => {
    const counted = steps.filter((step) => {
      if (rate === "unconditional") return step.drafted > 0;
      return depthOf(step) > k && (rate === "drafted" || step.accepted >= k);
    });
    return {accepted: counted.filter(({accepted}) => accepted > k).length, counted: counted.length};
  });
}
