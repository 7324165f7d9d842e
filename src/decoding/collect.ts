// Run a decode to its end and keep everything.

import type {StepRecord} from "../traces/step.js";

/** All steps, and each sample's output tokens (end token included). */
export async function collect(steps: AsyncIterable<StepRecord>): Promise<{steps: StepRecord[]; outputs: Int32Array[]}> {
  const list: StepRecord[] = [];
  for await (const step of steps) list.push(step);
  return {steps: list, outputs: outputs(list)};
}

/** Each sample's output tokens after these steps. */
export function outputs(steps: readonly StepRecord[]): Int32Array[] {
  const batchSize = steps[0]?.samples.length ?? 0;
  return Array.from({length: batchSize}, (_, i) => Int32Array.from(steps.flatMap(({samples}) => samples[i].emitted)));
}
