// "Acceptance length" means five things. With V verification steps, A accepted drafts and N new tokens, of which the prefill
// of each of T texts wrote one, they differ by the bonus token and by the prefill's.

import type {Acceptance} from "./acceptance.js";

/**
 * - "vllm" (also AIPerf): 1 + A / V, the target's own token counts
 * - "sglang": N / V, the prefill's token counts too, but its step does not
 * - "kangaroo" (also Spec-Bench, and the compression ratio of the Kangaroo paper): the mean over V + T steps, the prefill of
 *   each text being one with one token
 * - "eagle": (V + A) / (V − T), as its result files are read (new_tokens / idxs): the prefill's token counts, the last bonus
 *   token does not, and the steps of a text are numbered from 0. Its authors' own words, accepted + 1, are "vllm"
 * - "drafts" (TensorRT-LLM's knob): A / V, accepted drafts alone
 */
export type AcceptanceConvention = "vllm" | "sglang" | "kangaroo" | "eagle" | "drafts";

/**
 * Mean tokens per verification step of `texts` T texts. `completionTokens` N is needed for "sglang" only: default V + A + T.
 * NaN for no step; of "eagle" also for one a text.
 */
export function acceptanceLength(
  steps: readonly Acceptance[],
  convention: AcceptanceConvention = "vllm",
  completionTokens?: number,
  texts = 1
): number {
  const v = steps.length;
  if (v === 0) return NaN;
  const a = steps.reduce((sum, {accepted}) => sum + accepted, 0);
  switch (convention) {
    case "vllm":
      return 1 + a / v;
    case "sglang":
      return (completionTokens ?? v + a + texts) / v;
    case "kangaroo":
      return (v + a + texts) / (v + texts);
    case "eagle":
      return v > texts ? (v + a) / (v - texts) : NaN;
    case "drafts":
      return a / v;
  }
}
