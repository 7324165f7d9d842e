// What a live run says for itself: speed per mode, and whether the texts equal greedy decoding's, in words for its reader.
import type {Mode} from "../decoding/layouts/modes.js";
import {outputs} from "../decoding/collect.js";
import {tokensPerSecond} from "../traces/metrics/tokensPerSecond.js";
import type {StepRecord} from "../traces/step.js";

export interface Run {
  readonly mode: Mode;
  readonly name: string;
  readonly steps: readonly StepRecord[];
}

export interface Speed {
  readonly mode: Mode;
  readonly name: string;
  readonly steps: number;
  /** new tokens after the prefill's, over all samples */
  readonly tokens: number;
  /** wall milliseconds of the steps after the prefill */
  readonly ms: number;
  readonly tokensPerSecond: number;
  readonly msPerStep: number;
  /** tokens per step and unfinished sample */
  readonly tokensPerSampleStep: number;
}

/** Speed of a run; the prefill is not counted. */
export function speedOf({mode, name, steps}: Run): Speed {
  const after = steps.slice(1);
  const tokens = after.reduce((sum, {samples}) => sum + samples.reduce((n, {emitted}) => n + emitted.length, 0), 0);
  const turns = after.reduce((sum, {samples}) => sum + samples.filter(({emitted}) => emitted.length > 0).length, 0);
  const ms = after.reduce((sum, record) => sum + record.ms.total, 0);
  return {
    mode,
    name,
    steps: after.length,
    tokens,
    ms,
    tokensPerSecond: tokensPerSecond(tokens, ms),
    msPerStep: ms / after.length,
    tokensPerSampleStep: tokens / turns
  };
}

export interface Difference {
  readonly sample: number;
  /** index of the first token that differs */
  readonly position: number;
  /** how far apart greedy's two best logits were there */
  readonly margin: number;
}

/** The first difference per sample; empty where both runs wrote the same. */
export function differences(greedy: readonly StepRecord[], other: readonly StepRecord[]): Difference[] {
  const theirs = outputs(other);
  return outputs(greedy).flatMap((ours, sample) => {
    const length = Math.max(ours.length, theirs[sample].length);
    const position = Array.from({length}, (_, i) => i).find((i) => ours[i] !== theirs[sample][i]);
    if (position === undefined) return [];
    const margins = greedy.flatMap(({samples}) => samples[sample].margin);
    return [{sample, position, margin: margins[position] ?? NaN}];
  });
}

/** Whether the mode's texts are greedy's, in a sentence. */
export function equality(name: string, found: readonly Difference[]): string {
  if (found.length === 0) return `${name} wrote the same as greedy decoding, token for token.`;
  const [{sample, position, margin}] = found;
  const where = `row ${sample + 1}, token ${position + 1}`;
  const close = `there greedy's two best logits lie ${margin.toExponential(1)} apart`;
  return `${name} differs from greedy decoding in ${found.length} of the texts, first in ${where}; ${close}.`;
}

/** Which mode was the fastest here. */
export function winner(speeds: readonly Speed[]): string {
  const [best] = speeds.toSorted((a, b) => b.tokensPerSecond - a.tokensPerSecond);
  const greedy = speeds.find(({mode}) => mode === "greedy");
  if (!best || !greedy) return "";
  if (best.mode === "greedy") return "Greedy wins: here, drafting costs more than it saves.";
  const ratio = best.tokensPerSecond / greedy.tokensPerSecond;
  return `${best.name} wins, ${ratio.toFixed(2)} times as fast as greedy decoding of the same batch.`;
}
