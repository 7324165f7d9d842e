import type {Acceptance} from "./acceptance.js";

/** Accepted drafts / proposed drafts, A / P (vLLM, AIPerf). NaN if nothing was proposed. */
export function draftAcceptanceRate(steps: readonly Acceptance[]): number {
  const proposed = steps.reduce((sum, {drafted}) => sum + drafted, 0);
  return steps.reduce((sum, {accepted}) => sum + accepted, 0) / proposed;
}
