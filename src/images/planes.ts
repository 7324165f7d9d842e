import type {Image} from "./image.js";

/** A picture as networks read it: [3, height, width], red, green and blue around 0, as brightness / 127.5 − 1. */
export function planes({width, height, data}: Image): Float32Array {
  const pixels = width * height;
  const result = new Float32Array(3 * pixels);
  for (let p = 0; p < pixels; p++) {
    for (let c = 0; c < 3; c++) result[c * pixels + p] = data[3 * p + c] / 127.5 - 1;
  }
  return result;
}
