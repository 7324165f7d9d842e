// Textures as frequencies. The transform is linear, so mixtures are summed as frequencies, most of which are 0, and only the
// sum is turned into pixels.
import {forwardDct, inverseDct} from "../dct.js";

/** The numbers of a row of up to 65536 that are not 0. */
export interface Sparse {
  readonly at: Uint16Array;
  readonly value: Float32Array;
}

/** [blocks, 8, 8] pixels to frequencies. */
export function toFrequencies(pixels: Float32Array): Float32Array {
  return eachBlock(pixels, forwardDct);
}

/** Undoes toFrequencies. */
export function toPixels(frequencies: Float32Array): Float32Array {
  return eachBlock(frequencies, inverseDct);
}

function eachBlock(from: Float32Array, transform: (block: Float64Array) => void): Float32Array {
  const result = new Float32Array(from.length);
  const block = new Float64Array(64);
  for (let start = 0; start < from.length; start += 64) {
    for (let i = 0; i < 64; i++) block[i] = from[start + i];
    transform(block);
    result.set(block, start);
  }
  return result;
}

export function toSparse(row: ArrayLike<number>): Sparse {
  const at = Uint16Array.from(Array.from(row, (_, i) => i).filter((i) => row[i] !== 0));
  return {at, value: Float32Array.from(at, (i) => row[i])};
}

/** Adds `weight` times a sparse row to `sum`. */
export function addSparse(sum: Float32Array, {at, value}: Sparse, weight: number): void {
  const n = at.length;
  for (let i = 0; i < n; i++) sum[at[i]] += weight * value[i];
}
