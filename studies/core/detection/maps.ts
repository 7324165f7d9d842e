// Class activation maps of whole faces (Zhou et al. 2016) against the true masks. A window's map is coarse, so windows slide
// over the face and each place takes the mean of all that saw it.
import {meansWithin} from "../../../src/images/meansWithin.js";
import {writeWindow} from "../../../src/images/window.js";
import type {Detector} from "../../../src/runtime/detector.js";
import type {Image, Plane} from "../../../src/images/image.js";

/** pixels between windows, and along a place of the map */
export const STRIDE = 8;
/** windows that go through at a time */
const AT_ONCE = 27;

export interface FaceMap {
  /** places along an edge */
  readonly size: number;
  /** [size, size] */
  readonly activation: Float32Array;
  /** mean over windows of the difference of logits */
  readonly score: number;
}

export async function slidingMap(detector: Detector, image: Image): Promise<FaceMap> {
  const window = detector.config.size;
  const places = image.width / STRIDE;
  const starts = Array.from({length: (image.width - window) / STRIDE + 1}, (_, i) => i * STRIDE);
  const corners = starts.flatMap((y) => starts.map((x) => [x, y] as const));
  const cell = window / detector.mapSize / STRIDE;
  const sums = new Float64Array(places * places);
  const counts = new Float64Array(places * places);
  let score = 0;
  for (let first = 0; first < corners.length; first += AT_ONCE) {
    const some = corners.slice(first, first + AT_ONCE);
    const faces = new Float32Array(some.length * 3 * window * window);
    some.forEach((corner, i) => writeWindow(image, corner, window, faces, i * 3 * window * window));
    const {activation, logits} = await detector.detect(faces);
    some.forEach(([x0, y0], k) => {
      score += (logits[2 * k + 1] - logits[2 * k]) / corners.length;
      const edge = detector.mapSize * cell;
      for (let y = 0; y < edge; y++) {
        for (let x = 0; x < edge; x++) {
          const to = (y0 / STRIDE + y) * places + x0 / STRIDE + x;
          const from = (Math.floor(y / cell) + k * detector.mapSize) * detector.mapSize + Math.floor(x / cell);
          sums[to] += activation[from];
          counts[to] += 1;
        }
      }
    });
  }
  return {size: places, activation: Float32Array.from(sums, (sum, i) => sum / counts[i]), score};
}

/** Means of a mask over the places of a map: [size, size]. */
export function coarse({width, data}: Plane, size: number): Float32Array {
  const edge = width / size;
  const result = new Float32Array(size * size);
  data.forEach((value, i) => {
    const [x, y] = [Math.floor((i % width) / edge), Math.floor(i / width / edge)];
    result[y * size + x] += Math.min(1, Math.max(0, value)) / edge ** 2;
  });
  return result;
}

export interface Pointing {
  readonly inside: number;
  readonly outside: number;
  /** whether the place of highest activation lies in the mask by half at least */
  readonly hit: boolean;
}

/** Mean activation within a mask and outside it, 0 where there is nothing; both [size, size]. */
export function pointing(activation: ArrayLike<number>, mask: Float32Array): Pointing {
  const {inside, outside} = meansWithin(activation, mask);
  const highest = mask.reduce((best, _, i) => (activation[i] > activation[best] ? i : best), 0);
  return {inside: inside || 0, outside: outside || 0, hit: mask[highest] >= 0.5};
}
