// Another's face in the subject's: warped to the subject's geometry, colours matched, edge faded (as in Deepfakes of
// FaceForensics++, where a network paints the face that is blended in).
import {composite} from "../composite.js";
import {meshPoints, type FaceMesh, type Subject} from "../faceMesh.js";
import type {Point} from "../image.js";
import {labStatistics, transferColour} from "../labStatistics.js";
import {maskOf, scaleMask} from "../mask.js";
import {warpMesh} from "../mesh.js";
import {applyTransform, similarity} from "../transform.js";
import type {Manipulated} from "./manipulated.js";
import {faceDepth, pixel} from "./region.js";

export interface SwapOptions {
  /** 0 to 1: how much of the donor is seen */
  readonly strength?: number;
  /** pixels, in a crop of 160, over which the donor's face fades in */
  readonly softness?: number;
  /** 0 to 1: how far the donor's colours are moved to the subject's */
  readonly colour?: number;
  /** 0 the subject's geometry, 1 the donor's own */
  readonly shape?: number;
  /** of the hull of the face */
  readonly size?: number;
}

export const swapDefaults = {strength: 1, softness: 8, colour: 1, shape: 0.3, size: 0.92} as const;

/** depth, in pixels of a crop of 160, from which on the donor's own geometry may be seen */
const TAPER = 14;

/** Puts the donor's face into the subject's picture. */
export function swap(subject: Subject, donor: Subject, mesh: FaceMesh, options: SwapOptions = {}): Manipulated {
  const {strength, softness, colour, shape, size} = {...swapDefaults, ...options};
  const {image, points} = subject;
  const {width, height} = image;
  const inside = faceDepth(points, mesh.groups, 1);
  const own = similarity(donor.points, points);
  const goal = points.map(([x, y], i): Point => {
    const [ox, oy] = applyTransform(own, donor.points[i]);
    const t = shape * Math.min(1, Math.max(0, inside(x, y) / (TAPER * pixel(image))));
    return [x + t * (ox - x), y + t * (oy - y)];
  });
  const full = (of: readonly Point[], {width: w, height: h}: {width: number; height: number}): Point[] => meshPoints(of, mesh.groups.oval, w, h); // prettier-ignore
  const from = full(donor.points, donor.image);
  const warped = warpMesh(donor.image, from, full(goal, image), mesh.triangles, {width, height});
  const region = faceDepth(points, mesh.groups, size);
  const hard = maskOf(width, height, region);
  const face = transferColour(warped, labStatistics(warped, hard), labStatistics(image, hard), colour);
  const mask = scaleMask(maskOf(width, height, region, softness * pixel(image)), strength);
  return {image: composite(image, face, mask), mask};
}
