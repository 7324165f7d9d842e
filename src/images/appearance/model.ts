// An active appearance model (Cootes, Edwards and Taylor 2001): shapes and shape-free textures of aligned faces as a mean and
// principal components. A face is two lists of coefficients, in deviations of each component over the portraits.
//
// Approximate: colour is kept at half the resolution, components are rounded like a JPEG's frequencies, and only as many are
// kept as the card says. The coefficients of the portraits are part of the model, so that new faces can be mixed from
// neighbours; with them components are a compressed form of the portraits, which are nobody's.
import type {FaceMesh} from "../faceMesh.js";
import type {Point} from "../image.js";
import {addSparse, toPixels, type Sparse} from "./frequencies.js";
import {textureLength, type TextureLayout} from "./layout.js";

/** A mean and the directions in which examples differ from it. */
export interface Components {
  readonly mean: Float32Array;
  /** [component][number]: what one deviation adds */
  readonly directions: readonly Float32Array[];
}

/** The same of textures, as frequencies of 8 × 8 blocks. */
export interface TextureComponents {
  readonly mean: Sparse;
  readonly directions: readonly Sparse[];
}

/** A face: how many deviations of each component it has. */
export interface Coefficients {
  readonly shape: Float32Array;
  readonly texture: Float32Array;
}

export interface AppearanceModel {
  readonly layout: TextureLayout;
  readonly mesh: FaceMesh;
  /** numbers are x and y of each landmark in turn, in pixels of the texture */
  readonly shape: Components;
  readonly texture: TextureComponents;
  /** coefficients of the portraits */
  readonly portraits: readonly Coefficients[];
  /** of each portrait those that are like it in sex, skin, light, mouth, pose and age, nearest first */
  readonly neighbours: readonly (readonly number[])[];
  /** which portraits may give a face its frame, what lies near the outline */
  readonly frames: readonly number[];
  /** directions in which shape and texture change together, largest first: what one deviation adds to the coefficients */
  readonly appearance: readonly Coefficients[];
  /** how landmarks move from a neutral face to a smile, on average, in pixels of the texture */
  readonly smile: readonly Point[];
}

/** Mean and directions, each times its coefficient. Missing coefficients are 0. */
export function reconstruct({mean, directions}: Components, coefficients: ArrayLike<number>): Float32Array {
  const sum = mean.slice();
  directions.forEach((direction, k) => {
    const weight = coefficients[k] ?? 0;
    if (weight === 0) return;
    for (let i = 0; i < sum.length; i++) sum[i] += weight * direction[i];
  });
  return sum;
}

/** The texture that coefficients stand for, numbers as the layout has them. */
export function textureOf({layout, texture}: AppearanceModel, coefficients: ArrayLike<number>): Float32Array {
  const sum = new Float32Array(textureLength(layout));
  addSparse(sum, texture.mean, 1);
  texture.directions.forEach((direction, k) => addSparse(sum, direction, coefficients[k] ?? 0));
  return toPixels(sum);
}

/** The landmarks that coefficients stand for, in pixels of the texture. */
export function shapeOf(model: AppearanceModel, coefficients: ArrayLike<number>): Point[] {
  const numbers = reconstruct(model.shape, coefficients);
  return Array.from({length: numbers.length / 2}, (_, i): Point => [numbers[2 * i], numbers[2 * i + 1]]);
}
