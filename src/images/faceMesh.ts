// The mesh over a face: landmarks, a ring of points around them, and the border of the picture.
import type {Image, Point} from "./image.js";
import type {Triangles} from "./mesh.js";
import {centroid} from "./transform.js";

/** Which landmarks are what, as indices; `oval` goes round the face. */
export interface FaceGroups {
  readonly oval: readonly number[];
  readonly lipsOuter: readonly number[];
  readonly lipsInner: readonly number[];
  readonly eyes: readonly number[];
  readonly brows: readonly number[];
  readonly nose: readonly number[];
}

export interface FaceMesh {
  readonly groups: FaceGroups;
  /** over the points of `meshPoints` */
  readonly triangles: Triangles;
}

/** A face in a picture, with its landmarks. */
export interface Subject {
  readonly image: Image;
  /** the landmarks of the mesh, in pixels */
  readonly points: readonly Point[];
}

/** how far out the ring lies from the centre of the oval: to the sides, above (where hair is) and below */
const RING = {side: 1.16, above: 1.42, below: 1.12};
/** pixels that the ring keeps from the border */
const MARGIN = 1.5;
/** points along each side of the border */
const SIDE = 4;

/** Landmarks, then the ring (one point for each of the oval), then 16 points on the border of a picture of that size. */
export function meshPoints(points: readonly Point[], oval: readonly number[], width: number, height: number): Point[] {
  const within = (value: number, size: number): number => Math.min(size - 1 - MARGIN, Math.max(MARGIN, value));
  const ring = ringPoints(points, oval).map(([x, y]): Point => [within(x, width), within(y, height)]);
  return [...points, ...ring, ...borderPoints(width, height)];
}

/** The oval grown about its centre, upwards most. */
export function ringPoints(points: readonly Point[], oval: readonly number[]): Point[] {
  const outline = oval.map((i) => points[i]);
  const [cx, cy] = centroid(outline);
  return outline.map(([x, y]): Point => [
    cx + (x - cx) * RING.side,
    cy + (y - cy) * (y < cy ? RING.above : RING.below)
  ]);
}

/** 16 points along the border of a picture, from the upper left corner to the right and round. */
export function borderPoints(width: number, height: number): Point[] {
  const [right, bottom] = [width - 1, height - 1];
  const steps = Array.from({length: SIDE}, (_, i) => i / SIDE);
  return [
    ...steps.map((t): Point => [t * right, 0]),
    ...steps.map((t): Point => [right, t * bottom]),
    ...steps.map((t): Point => [right * (1 - t), bottom]),
    ...steps.map((t): Point => [0, bottom * (1 - t)])
  ];
}
