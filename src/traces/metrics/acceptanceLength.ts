// "Acceptance length" means four things. With V verification steps, A accepted drafts and N new tokens, of which the prefill
// wrote one, they differ by the bonus token and by the prefill's.

import type {Acceptance} from "./acceptance.js";

/**
 * - "vllm" (also AIPerf): 1 + A / V, the target's own token counts
 * - "sglang": N / V, the prefill's token counts too, but its step does not
 * - "kangaroo" (also Spec-Bench, and the compression ratio of the Kangaroo paper): the mean over V + 1 steps, the first of
 *   which is the prefill with one token
 * - "drafts" (TensorRT-LLM's knob): A / V, accepted drafts alone
 */
export type AcceptanceConvention = "vllm" | "sglang" | "kangaroo" | "drafts";

/** Mean tokens per verification step. `completionTokens` N is needed for "sglang" only: default V + A + 1. NaN for no step. */
export function acceptanceLength(
  steps: readonly Acceptance[],
  convention: AcceptanceConvention = "vllm",
  completionTokens?: number
): number {
  const v = steps.length;
  if (v === 0) return NaN;
  const a = steps.reduce((sum, {accepted}) => sum + accepted, 0);
  switch (convention) {
    case "vllm":
      return 1 + a / v;
    case "sglang":
      return (completionTokens ?? v + a + 1) / v;
    case "kangaroo":
      return (v + a + 1) / (v + 1);
    case "drafts":
      return a / v;
  }
}
