import type {SampleStep, StepRecord} from "../step.js";
import type {Acceptance} from "./acceptance.js";

/**
 * The verification steps of every sample of a run, or of several in a row. Prefills, whose step is 0, are none, and neither
 * is a step of the batch after a sample's end.
 */
export function acceptancesOf(steps: readonly StepRecord[]): Acceptance[] {
  const verifying = steps.filter(({step}) => step > 0);
  return verifying.flatMap(({samples}) => samples.filter(({emitted}) => emitted.length > 0).map(acceptanceOf));
}

function acceptanceOf({drafted, leftovers, accepted, draftParents}: SampleStep): Acceptance {
  const proposed = {drafted: drafted.length + leftovers, accepted};
  return draftParents ? {...proposed, depth: depthOf(draftParents)} : proposed;
}

/** Most nodes on a path, by each node's parent. */
function depthOf(parents: readonly number[]): number {
  const depths: number[] = [];
  for (const parent of parents) depths.push(1 + (depths[parent] ?? 0));
  return Math.max(0, ...depths);
}
