// Acceptance rate per draft position, in the three ways in use. A step that drafts 2 tokens can never accept a fifth, so with
// ragged drafts the deep positions depend on which steps are counted.

import type {Acceptance} from "./acceptance.js";

/**
 * - "unconditional" (vLLM): steps that accepted position k / all steps that drafted anything
 * - "drafted": steps that accepted position k / steps that drafted position k
 * - "conditional" (EAGLE's n-α): steps that accepted position k / steps that accepted position k − 1 and drafted position k
 */
export type PositionRate = "unconditional" | "drafted" | "conditional";

/** Rate per position, first draft first, up to the longest draft. NaN where no step is counted. */
export function acceptanceRateByPosition(steps: readonly Acceptance[], rate: PositionRate = "unconditional"): number[] {
  const longest = steps.reduce((most, {drafted}) => Math.max(most, drafted), 0);
  return Array.from({length: longest}, (_, k) => {
    const counted = steps.filter(({drafted, accepted}) => {
      if (rate === "unconditional") return drafted > 0;
      return drafted > k && (rate === "drafted" || accepted >= k);
    });
    return counted.filter(({accepted}) => accepted > k).length / counted.length;
  });
}
