// How those who report speculative decoding count: the same words for different quotients. Each convention says of each
// quantity what it counts, with the numbers of a run put in, or why it can't be had. Sources: the metrics pages and code of
// vLLM, AIPerf and SGLang, the released code of Kangaroo and Spec-Bench, EAGLE's result files and its authors' answers.
import type {Acceptance} from "../../traces/metrics/acceptance.js";
import {acceptanceLength} from "../../traces/metrics/acceptanceLength.js";
import type {AcceptanceConvention} from "../../traces/metrics/acceptanceLength.js";
import {acceptancesByPosition} from "../../traces/metrics/acceptancesByPosition.js";
import {acceptancesOf} from "../../traces/metrics/acceptancesOf.js";
import type {StepRecord} from "../../traces/step.js";

export const conventionNames = {
  vllm: "vLLM, AIPerf",
  sglang: "SGLang",
  kangaroo: "Kangaroo, Spec-Bench",
  eagle: "EAGLE"
} as const;

export type Convention = keyof typeof conventionNames;

/** What is counted of a run. */
export interface RunCounts {
  readonly steps: readonly Acceptance[];
  /** V: verification steps, over all texts */
  readonly v: number;
  /** A: accepted drafts */
  readonly a: number;
  /** P: proposed drafts */
  readonly p: number;
  /** T: texts, and so prefills */
  readonly t: number;
  /** N: new tokens, the prefills' included */
  readonly n: number;
  /** most drafts in a step */
  readonly most: number;
  /** steps that drafted anything */
  readonly drafting: number;
}

/** Of a run, or of several in a row, each with its prefill first. */
export function countRun(run: readonly StepRecord[]): RunCounts {
  const steps = acceptancesOf(run);
  const sum = (value: (step: Acceptance) => number): number => steps.reduce((total, step) => total + value(step), 0);
  const t = run.reduce((texts, {step, samples}) => (step === 0 ? texts + samples.length : texts), 0);
  const a = sum(({accepted}) => accepted);
  return {
    steps,
    v: steps.length,
    a,
    p: sum(({drafted}) => drafted),
    t,
    n: steps.length + a + t,
    most: Math.max(0, ...steps.map(({drafted}) => drafted)),
    drafting: sum(({drafted}) => Number(drafted > 0))
  };
}

/** A quotient with its numbers. */
export interface Worked {
  /** in symbols, such as "1 + A / V" */
  readonly formula: string;
  /** the numbers put in */
  readonly numbers: string;
  /** NaN where a divisor is 0 */
  readonly value: number;
}

/** The mean acceptance length, as each convention has it; "drafts" counts accepted drafts alone. */
export function workedLength(convention: AcceptanceConvention, {steps, v, a, t, n}: RunCounts): Worked {
  const value = acceptanceLength(steps, convention, n, t);
  switch (convention) {
    case "vllm":
      return {formula: "1 + A / V", numbers: `1 + ${a} / ${v}`, value};
    case "sglang":
      return {formula: "N / V", numbers: `${n} / ${v}`, value};
    case "kangaroo":
      return {formula: "N / (V + T)", numbers: `${n} / (${v} + ${t})`, value};
    case "eagle":
      return {formula: "(V + A) / (V − T)", numbers: `(${v} + ${a}) / (${v} − ${t})`, value};
    case "drafts":
      return {formula: "A / V", numbers: `${a} / ${v}`, value};
  }
}

/** Accepted of proposed drafts, or of the places for them. */
export function workedRate(convention: Convention, {v, a, p, most}: RunCounts): Worked | undefined {
  if (convention === "vllm") return {formula: "A / P", numbers: `${a} / ${p}`, value: a / p};
  if (convention === "sglang") {
    return {formula: "A / (V · γ)", numbers: `${a} / (${v} · ${most})`, value: a / (v * most)};
  }
  return undefined;
}

/** Acceptance of the k-th draft, k from 1 on. */
export function workedPosition(convention: Convention, {steps, v}: RunCounts, k: number): Worked | undefined {
  if (convention === "kangaroo") return undefined;
  const rate = convention === "eagle" ? "conditional" : "unconditional";
  const {accepted, counted} = acceptancesByPosition(steps, rate)[k - 1] ?? {accepted: 0, counted: 0};
  const divisor = convention === "sglang" ? v : counted;
  const formula = {
    vllm: `accepted ≥ ${k} / steps that drafted`,
    sglang: `(h(${k}) + h(${k + 1}) + …) / V`,
    eagle: `accepted ≥ ${k} / steps that came to the draft`
  }[convention];
  return {formula, numbers: `${accepted} / ${divisor}`, value: accepted / divisor};
}

/** CTAR(w), where what the convention keeps is enough for it. */
export function workedConsistency(
  convention: Convention,
  {steps, v, drafting}: RunCounts,
  w: number
): Worked | undefined {
  if (convention === "eagle" || (convention === "vllm" && drafting < v)) return undefined;
  const accepted = steps.filter((step) => step.accepted >= w).length;
  return {formula: `accepted ≥ ${w} / V`, numbers: `${accepted} / ${v}`, value: accepted / v};
}
