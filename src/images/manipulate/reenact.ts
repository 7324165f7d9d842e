// The subject with another expression: landmarks move along a vector, and the face with them (as in Face2Face of
// FaceForensics++, which renders a model of the head). A warp shows nothing that was not seen: no teeth behind closed lips.
import {composite} from "../composite.js";
import {meshPoints, type FaceMesh, type Subject} from "../faceMesh.js";
import type {Point} from "../image.js";
import {maskOf} from "../mask.js";
import {warpMesh} from "../mesh.js";
import type {Manipulated} from "./manipulated.js";
import {faceDepth, mouthDepth, pixel} from "./region.js";

export interface ReenactOptions {
  /** how many times the vector; below 0 against it */
  readonly strength?: number;
  /** whether the whole face moves, or mouth and cheeks alone */
  readonly region?: "lower" | "whole";
  /** pixels, in a crop of 160, over which the moved part fades in */
  readonly softness?: number;
}

export const reenactDefaults = {strength: 1.2, region: "lower", softness: 5} as const;

/**
 * Moves the landmarks by `strength` times `expression`, which has one vector for each in pixels of the subject's picture
 * (`expressionFor` makes one).
 */
export function reenact(
  subject: Subject,
  expression: readonly Point[],
  mesh: FaceMesh,
  options: ReenactOptions = {}
): Manipulated {
  const {strength, region, softness} = {...reenactDefaults, ...options};
  const {image, points} = subject;
  const {width, height} = image;
  if (expression.length !== points.length)
    throw new Error(`expression: ${expression.length} vectors for ${points.length} landmarks`);
  const goal = points.map(([x, y], i): Point => [x + strength * expression[i][0], y + strength * expression[i][1]]);
  const full = (of: readonly Point[]): Point[] => meshPoints(of, mesh.groups.oval, width, height);
  const warped = warpMesh(image, full(points), full(goal), mesh.triangles, {interpolation: "bicubic"});
  const middle = points.map(([x, y], i): Point => [(x + goal[i][0]) / 2, (y + goal[i][1]) / 2]);
  const face = faceDepth(middle, mesh.groups, 0.98);
  const depth = region === "whole" ? face : mouthDepth(middle, mesh.groups, 1.9, 1.5);
  // nothing is changed where nothing moves
  const mask = maskOf(width, height, strength === 0 ? () => 0 : depth, softness * pixel(image));
  return {image: composite(image, warped, mask), mask};
}
