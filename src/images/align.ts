// Crops of faces that lie alike, from the six points that BlazeFace finds (Bazarevsky et al. 2019). A detector is trained on
// such crops and used on such crops; in training the points come from landmarks.
import type {FaceGroups} from "./faceMesh.js";
import type {Image, Point} from "./image.js";
import {resize} from "./resize.js";
import {centroid, compose, similarity, type Transform} from "./transform.js";
import {warpAffine} from "./warpAffine.js";

/** As BlazeFace orders them: right and left eye (the person's own), tip of the nose, mouth, right and left ear. */
export type SixPoints = readonly [Point, Point, Point, Point, Point, Point];

/**
 * Where eyes, nose and mouth lie in a crop of side 1: the means of portraits in which the face, from forehead to chin, takes
 * 70 % of the height. Ears are not used: hair hides them, and they move most when a head turns.
 */
const PLACES: readonly Point[] = [
  [0.3688, 0.383],
  [0.6354, 0.3829],
  [0.4991, 0.5391],
  [0.5017, 0.6594]
];

/** The six points of a face whose landmarks are known. */
export function sixPoints(points: readonly Point[], {eyes, nose, lipsOuter, oval}: FaceGroups): SixPoints {
  const middle = centroid(eyes.map((i) => points[i]))[0]; // prettier-ignore
  const eye = (left: boolean): Point =>
    centroid(eyes.flatMap((i) => (points[i][0] > middle === left ? [points[i]] : [])));
  const quarter = oval.length / 4;
  const ear = (k: number): Point => points[oval[k]];
  return [
    eye(false),
    eye(true),
    points[nose[0]],
    centroid(lipsOuter.map((i) => points[i])), // prettier-ignore
    ear(3 * quarter + 1),
    ear(quarter - 1)
  ];
}

/** The similarity that brings a face into a crop of `size` × `size` pixels. */
export function alignment(points: SixPoints, size: number): Transform {
  const goal = PLACES.map(([x, y]): Point => [x * size - 0.5, y * size - 0.5]);
  return similarity(points.slice(0, 4), goal);
}

/**
 * The crop, after `jitter` has moved it, if any. A larger picture is first made smaller by a whole factor, so that no pixel
 * of it is passed over.
 */
export function alignedCrop(image: Image, points: SixPoints, size: number, jitter?: Transform): Image {
  const [a, , , d] = alignment(points, size);
  const factor = Math.max(1, Math.floor(1 / Math.hypot(a, d)));
  if (factor > 1) {
    const [width, height] = [Math.ceil(image.width / factor), Math.ceil(image.height / factor)];
    const [kx, ky] = [width / image.width, height / image.height];
    const moved = points.map(([x, y]): Point => [(x + 0.5) * kx - 0.5, (y + 0.5) * ky - 0.5]) as unknown as SixPoints;
    return alignedCrop(resize(image, width, height, "area"), moved, size, jitter);
  }
  const aligned = alignment(points, size);
  return warpAffine(image, jitter ? compose(jitter, aligned) : aligned, {width: size, height: size});
}
