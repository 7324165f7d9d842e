// The mouth painted anew by something that knows it only coarsely: what is fine is lost, edges are sharpened after it, and a
// lattice may be left as some up-sampling layers leave one (as in NeuralTextures of FaceForensics++, where a network renders
// the mouth).
import {gaussianBlur} from "../blur.js";
import {composite} from "../composite.js";
import type {FaceMesh, Subject} from "../faceMesh.js";
import {maskOf, scaleMask} from "../mask.js";
import {resize} from "../resize.js";
import type {Manipulated} from "./manipulated.js";
import {mouthDepth, pixel} from "./region.js";

export interface RerenderOptions {
  /** 0 to 1: how much of the painted mouth is seen */
  readonly strength?: number;
  /** how coarse: the mouth is painted at 1 / (1 + 1.6 · coarseness) of a crop of 160 */
  readonly coarseness?: number;
  /** how much edges are sharpened afterwards */
  readonly sharpening?: number;
  /** grey levels of a chequered pattern */
  readonly lattice?: number;
  /** pixels, in a crop of 160, over which the mouth fades in */
  readonly softness?: number;
}

export const rerenderDefaults = {strength: 1, coarseness: 0.6, sharpening: 1.1, lattice: 0, softness: 4} as const;

/** Paints the subject's mouth anew. */
export function rerender(subject: Subject, mesh: FaceMesh, options: RerenderOptions = {}): Manipulated {
  const {strength, coarseness, sharpening, lattice, softness} = {...rerenderDefaults, ...options};
  const {image, points} = subject;
  const {width, height} = image;
  const k = pixel(image);
  const factor = Math.max(1, (1 + 1.6 * coarseness) * k);
  const coarse = [width, height].map((side) => Math.max(8, Math.round(side / factor)));
  const painted = resize(resize(image, coarse[0], coarse[1], "area"), width, height, "bicubic");
  const soft = gaussianBlur(painted, 1.6 * k).data;
  for (let i = 0; i < painted.data.length; i++) {
    const pixelIndex = Math.floor(i / 3);
    const even = ((pixelIndex % width) + Math.floor(pixelIndex / width)) % 2 === 0;
    painted.data[i] += sharpening * (painted.data[i] - soft[i]) + (even ? lattice : -lattice);
  }
  const region = mouthDepth(points, mesh.groups, 1.9, 1.45);
  const mask = scaleMask(maskOf(width, height, region, softness * k), strength);
  return {image: composite(image, painted, mask), mask};
}
