// The parts of a face that manipulations change.
import type {FaceGroups} from "../faceMesh.js";
import {convexHull, scalePolygon} from "../hull.js";
import type {Point} from "../image.js";
import {ellipseDepth, polygonDepth, type Depth} from "../mask.js";
import {centroid} from "../transform.js";

/** Depth inside the hull of a face, `size` times as large about its middle. */
export function faceDepth(points: readonly Point[], {oval}: FaceGroups, size: number): Depth {
  return polygonDepth(convexHull(scalePolygon(oval.map((i) => points[i]), size))); // prettier-ignore
}

/** Depth in an ellipse around the mouth, so many times as wide as the mouth, inside the face. */
export function mouthDepth(points: readonly Point[], groups: FaceGroups, width: number, height: number): Depth {
  const lips = groups.lipsOuter.map((i) => points[i]);
  const xs = lips.map(([x]) => x);
  const half = (Math.max(...xs) - Math.min(...xs)) / 2;
  const mouth = ellipseDepth(centroid(lips), half * width, half * height);
  const face = faceDepth(points, groups, 0.99);
  return (x, y) => Math.min(mouth(x, y), face(x, y));
}

/** Pixels of the picture that make one in a crop of 160, so that widths in pixels mean the same at any size. */
export function pixel({width}: {readonly width: number}): number {
  return width / 160;
}
