// What a run's recorded features and logits add up to at each step, over faces.
import {dequantize} from "../../traces/quantized.js";
import type {SphereData, SphereFace, SphereRun} from "../sphereData.js";
import type {Vector} from "./sphereGeometry.js";

/** One run, unpacked. */
export interface OpenRun {
  readonly run: SphereRun;
  /** of view 0 or 1 of a face at the k-th kept step, in the unit ball */
  point(step: number, face: number, view: number): Vector;
  cosine(step: number, face: number): number;
  /** logits, manipulated less real */
  difference(step: number, face: number, view: number): number;
  norm(step: number, face: number, view: number): number;
}

export function openRuns({runs, faces}: Pick<SphereData, "runs" | "faces">): OpenRun[] {
  const n = faces.length;
  return runs.map((run) => {
    const [points, cosines, differences, norms] = [run.points, run.cosine, run.differences, run.norms].map(dequantize);
    return {
      run,
      point(step, face, view) {
        const at = 3 * (2 * (step * n + face) + view);
        return [points[at], points[at + 1], points[at + 2]];
      },
      cosine: (step, face) => cosines[step * n + face],
      difference: (step, face, view) => differences[2 * (step * n + face) + view],
      norm: (step, face, view) => norms[2 * (step * n + face) + view]
    };
  });
}

export interface StepStatistics {
  /** mean cosine of two views' features */
  readonly cosine: number;
  readonly pristineCosine: number;
  readonly manipulatedCosine: number;
  /** mean difference of logits of manipulated faces less that of pristine ones */
  readonly gap: number;
  /** how often a manipulated face scores above a pristine one; a score is the mean of both views */
  readonly auc: number;
  readonly norm: number;
}

export function stepStatistics(
  open: OpenRun,
  faces: readonly Pick<SphereFace, "kind">[],
  step: number
): StepStatistics {
  const mean = (values: readonly number[]): number => values.reduce((sum, v) => sum + v, 0) / values.length;
  const all = faces.map(({kind}, i) => ({
    manipulated: kind !== "pristine",
    cosine: open.cosine(step, i),
    score: (open.difference(step, i, 0) + open.difference(step, i, 1)) / 2,
    norm: (open.norm(step, i, 0) + open.norm(step, i, 1)) / 2
  }));
  const [pristine, manipulated] = [false, true].map((which) => all.filter((one) => one.manipulated === which));
  const wins = manipulated.flatMap(({score}) => pristine.map((other) => (score > other.score ? 1 : score === other.score ? 0.5 : 0))); // prettier-ignore
  return {
    cosine: mean(all.map(({cosine}) => cosine)),
    pristineCosine: mean(pristine.map(({cosine}) => cosine)),
    manipulatedCosine: mean(manipulated.map(({cosine}) => cosine)),
    gap: mean(manipulated.map(({score}) => score)) - mean(pristine.map(({score}) => score)),
    auc: mean(wins),
    norm: mean(all.map(({norm}) => norm))
  };
}
