// Which trained shapes are nearest to another one: all that can be said of how good it would be without training it.
import type {ShapeRun} from "../shapeData.js";

export type Comparable = Omit<ShapeRun, "name" | "bitsPerByte">;

const sides = ["depth", "width", "expansion", "vocabulary", "parameters"] as const;

/** How far two shapes are apart: the root of the sum of squared differences in octaves, over five sides. */
export const shapeDistance = (a: Comparable, b: Comparable): number =>
  Math.hypot(...sides.map((side) => Math.log2(a[side] / b[side])));

/** The `count` nearest runs, nearest first. */
export function nearestRuns(
  runs: readonly ShapeRun[],
  shape: Comparable,
  count = 3
): {run: ShapeRun; distance: number}[] {
  return runs
    .map((run) => ({run, distance: shapeDistance(run, shape)}))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, count);
}
