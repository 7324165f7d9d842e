import type {Point} from "../image.js";
import {similarity} from "../transform.js";

/** Vectors that belong to the landmarks `mean`, turned and scaled as `points` are. */
export function expressionFor(points: readonly Point[], vectors: readonly Point[], mean: readonly Point[]): Point[] {
  const [a, b, , d, e] = similarity(mean, points);
  return vectors.map(([x, y]): Point => [a * x + b * y, d * x + e * y]);
}
