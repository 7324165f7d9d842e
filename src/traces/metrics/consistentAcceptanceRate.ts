import type {Acceptance} from "./acceptance.js";

/**
 * CTAR(w), the consistent token acceptance rate (Kangaroo, Liu et al. 2024): the share of verification steps that emit more
 * than w tokens, the target's own among them, and so accept at least w drafts. Prefills are no steps; steps without a draft
 * count. NaN for no step.
 */
export function consistentAcceptanceRate(steps: readonly Acceptance[], w: number): number {
  return steps.filter(({accepted}) => accepted >= w).length / steps.length;
}
