// Pictures for tests: made, not taken.
import {createImage, type Image, type Plane} from "../../src/images/image.js";
import {random} from "../../src/training/random.js";

/** Smooth colours with some structure. */
export function gradient(width: number, height: number): Image {
  const image = createImage(width, height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const u = x / width;
      const v = y / height;
      image.data.set([40 + 170 * u, 60 + 120 * v, 130 + 60 * Math.sin(9 * u + 4 * v)], (y * width + x) * 3);
    }
  }
  return image;
}

/** Bytes at random, in blotches of a few pixels. */
export function blotches(width: number, height: number, seed: number, size = 5): Image {
  const next = random(seed);
  const columns = Math.ceil(width / size);
  const colours = Float32Array.from({length: columns * Math.ceil(height / size) * 3}, () => Math.floor(256 * next()));
  const image = createImage(width, height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = (Math.floor(y / size) * columns + Math.floor(x / size)) * 3;
      image.data.set(colours.subarray(from, from + 3), (y * width + x) * 3);
    }
  }
  return image;
}

/** Largest and root mean square difference of two lists of numbers. */
export function difference(a: ArrayLike<number>, b: ArrayLike<number>): {largest: number; rms: number} {
  let [largest, sum] = [0, 0];
  for (let i = 0; i < a.length; i++) {
    const d = Math.abs(a[i] - b[i]);
    largest = Math.max(largest, d);
    sum += d * d;
  }
  return {largest, rms: Math.sqrt(sum / a.length)};
}

/** Whether two pictures or masks are equal to the last bit; quicker than comparing numbers one by one. */
export function same(a: Image | Plane, b: Image | Plane): boolean {
  const bytes = ({data}: Image | Plane): Uint8Array => new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return a.width === b.width && a.height === b.height && Buffer.compare(bytes(a), bytes(b)) === 0;
}
