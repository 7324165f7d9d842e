// What one sample says so far, with the kind of each token shown: accepted drafts underlined, the model's own plain.
import type {StepRecord} from "../../traces/step.js";
import {html} from "./dom.js";

export interface SampleTextOptions {
  readonly sample: number;
  /** last step shown */
  readonly step: number;
  /** text of a list of token ids */
  readonly decode: (tokens: readonly number[]) => string;
}

/** Runs of tokens of one kind, in the order written. */
export function sampleRuns(steps: readonly StepRecord[], {sample, step, decode}: SampleTextOptions): HTMLSpanElement[] {
  const tokens: {id: number; drafted: boolean}[] = [];
  for (const {samples} of steps.slice(0, step + 1)) {
    const {emitted, accepted} = samples[sample];
    emitted.forEach((id, i) => tokens.push({id, drafted: i < accepted}));
  }
  // a character may take several tokens, so a run's text is what it adds to the text before it
  const runs: HTMLSpanElement[] = [];
  let written = "";
  for (let i = 0; i < tokens.length;) {
    let end = i + 1;
    while (end < tokens.length && tokens[end].drafted === tokens[i].drafted) end++;
    const text = decode(tokens.slice(0, end).map(({id}) => id));
    runs.push(html("span", {class: tokens[i].drafted ? "run-accepted" : "run-own"}, text.slice(written.length)));
    written = text;
    i = end;
  }
  return runs;
}
