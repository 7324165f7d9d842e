// The definitions in words: what each convention means by each quantity, and why one of them can't be had from what it keeps.
import {formatCount} from "./dom.js";
import {workedConsistency, workedLength, workedPosition, workedRate} from "./conventions.js";
import type {Convention, RunCounts, Worked} from "./conventions.js";

export interface Definition {
  /** what is defined, such as "Mean acceptance length" */
  readonly term: string;
  /** what it counts, or why it isn't there */
  readonly words: string;
  /** undefined where there is no number */
  readonly worked: Worked | undefined;
  /** why there is none, in short */
  readonly absent?: string;
}

const lengths: Record<Convention, string> = {
  vllm: "Accepted drafts of a verification step, and 1 for the token that the network adds itself, the bonus token. The prefill and its token do not count.",
  sglang:
    "All new tokens, over the verification steps. The bonus token counts, and so does the prefill's token, although the prefill is no step.",
  kangaroo:
    "The mean of a list that holds, for each step, accepted drafts and 1 for the bonus token. It begins with a 1 for the prefill, so the prefill's token counts and its step does too.",
  eagle:
    "New tokens over steps, as its result files are read. They lack each text's last bonus token, and number the steps of a text from 0, so one step a text is missing. Its authors' own words, accepted drafts and 1, are what vLLM reports."
};

const ratios: Record<Convention, string> = {
  vllm: "Not a word of vLLM's: its mean acceptance length is the nearest thing.",
  sglang: "Not a word of SGLang's: its mean acceptance length is the nearest thing.",
  kangaroo:
    "The paper's word for new tokens per forward pass of the network. The released code takes it from the list of the acceptance lengths, the prefill included.",
  eagle: "Not a word of EAGLE's: its papers give the mean acceptance length, τ."
};

const rates: Record<Convention, string> = {
  vllm: "Of all proposed drafts, those that were accepted.",
  sglang:
    "Accepted drafts, over the places there were for drafts: γ in every step, here the most that any step drafted. Steps that draft fewer lower it, although nothing was rejected.",
  kangaroo:
    "Its list holds what the steps emitted and not how much they drafted, so there is nothing to divide by. Nor can it be guessed: drafting stops early where the confidence falls below η.",
  eagle:
    "Its files hold no number of proposed drafts. What it reports instead is acceptance by position, given that all before were accepted."
};

const positions: Record<Convention, string> = {
  vllm: "Of all steps that drafted anything, the share that accepted this draft: unconditional.",
  sglang:
    "It keeps a histogram, h(j) steps that accepted j drafts. Sums of its tail over all steps give an unconditional share; steps without a draft count.",
  kangaroo: "Not reported. CTAR takes its place: it asks for all drafts up to w.",
  eagle:
    "Of the steps that accepted every draft before this one and drafted it, the share that accepted it: conditional. EAGLE calls it α and counts positions from 0."
};

const consistency: Record<Convention, string> = {
  vllm: "Not a word of vLLM's. Its histogram gives it where every step drafts; here it does.",
  sglang: "Not a word of SGLang's; the tail of its histogram gives it.",
  kangaroo:
    "Consistent token acceptance rate: of all verification steps, the share whose first w drafts were all accepted, so that more than w tokens come of them. No step is the prefill.",
  eagle:
    "It can't be had from conditional shares: each of them is a share of other steps, so their product is no share of all."
};

const UNKNOWN = "can't be worked out from what is kept";

/** All quantities by one convention; `w` is the position and the window. */
export function definitionsBy(convention: Convention, counts: RunCounts, w: number): Definition[] {
  const length = workedLength(convention, counts);
  const missing = counts.v - counts.drafting;
  return [
    {term: "Mean acceptance length", words: lengths[convention], worked: length},
    {
      term: "Compression ratio",
      words: ratios[convention],
      worked: convention === "kangaroo" ? length : undefined,
      absent: "not reported"
    },
    {term: "Draft acceptance rate", words: rates[convention], worked: workedRate(convention, counts), absent: UNKNOWN},
    {
      term: `Acceptance of draft ${w}`,
      words: positions[convention],
      worked: workedPosition(convention, counts, w),
      absent: "not reported"
    },
    {
      term: `CTAR(${w})`,
      words:
        convention === "vllm" && missing > 0
          ? `Not a word of vLLM's, and its histogram leaves out the steps that drafted nothing, here ${formatCount(missing)} of ${formatCount(counts.v)}.`
          : consistency[convention],
      worked: workedConsistency(convention, counts, w),
      absent: UNKNOWN
    }
  ];
}

/** Two decimals, or a dash for what has no value. */
export const formatWorked = (value: number | undefined): string =>
  value === undefined || Number.isNaN(value) ? "–" : value.toFixed(2);
