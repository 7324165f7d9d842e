// Another's face pasted into the subject's: turned and scaled as a whole, colours as they are, edge hard (as in the
// graphics-based FaceSwap of FaceForensics++, without its model of the head).
import {composite} from "../composite.js";
import type {FaceMesh, Subject} from "../faceMesh.js";
import type {Point} from "../image.js";
import {maskOf, scaleMask} from "../mask.js";
import {about, applyTransform, compose, similarity} from "../transform.js";
import {warpAffine} from "../warpAffine.js";
import type {Manipulated} from "./manipulated.js";
import {faceDepth, pixel} from "./region.js";

export interface GraphicsOptions {
  /** 0 to 1: how much of the donor is seen */
  readonly strength?: number;
  /** of the hull of the face */
  readonly size?: number;
  /** how far the face lies beside its place, in pixels of a crop of 160 */
  readonly offset?: Point;
  /** factor of the donor's brightness */
  readonly gain?: number;
}

export const graphicsDefaults = {strength: 1, size: 0.86, offset: [0, 0] as Point, gain: 1} as const;

/** Pastes the donor's face into the subject's picture. */
export function graphics(subject: Subject, donor: Subject, mesh: FaceMesh, options: GraphicsOptions = {}): Manipulated {
  const {strength, size, offset, gain} = {...graphicsDefaults, ...options};
  const {image, points} = subject;
  const k = pixel(image);
  const shift: Point = [offset[0] * k, offset[1] * k];
  const place = compose(about([0, 0], {shift}), similarity(donor.points, points));
  const pasted = warpAffine(donor.image, place, {width: image.width, height: image.height});
  for (let i = 0; i < pasted.data.length; i++) pasted.data[i] *= gain;
  // between both outlines, so that neither face ends far outside the other
  const outline = donor.points.map((point, i): Point => {
    const [x, y] = applyTransform(place, point);
    return [(x + points[i][0]) / 2, (y + points[i][1]) / 2];
  });
  const mask = scaleMask(maskOf(image.width, image.height, faceDepth(outline, mesh.groups, size)), strength);
  return {image: composite(image, pasted, mask), mask};
}
