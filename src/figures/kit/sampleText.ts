// What one sample says so far, with the kind of each token shown: accepted drafts underlined, the model's own plain.
import type {StepRecord} from "../../traces/step.js";
import {html} from "./dom.js";

/** Runs of tokens of one kind, after steps 0 … `step`; `texts` is what each token adds to the sample's text. */
export function sampleRuns(
  steps: readonly StepRecord[],
  sample: number,
  step: number,
  texts: readonly string[]
): HTMLSpanElement[] {
  const runs: {drafted: boolean; text: string}[] = [];
  let token = 0;
  for (const {samples} of steps.slice(0, step + 1)) {
    const {emitted, accepted} = samples[sample];
    emitted.forEach((_, i) => {
      const drafted = i < accepted;
      const text = texts[token++] ?? "";
      const last = runs.at(-1);
      if (last?.drafted === drafted) last.text += text;
      else runs.push({drafted, text});
    });
  }
  return runs.map(({drafted, text}) => html("span", {class: drafted ? "run-accepted" : "run-own"}, text));
}
