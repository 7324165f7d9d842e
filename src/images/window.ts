// Windows of a picture as a detector reads them: cut out, never shrunk, since traces of a manipulation are small.
import type {Image} from "./image.js";

/** Corner of a window: pixels from the left and from the top. */
export type Corner = readonly [x: number, y: number];

/** Writes a window of an image as [3, size, size], −1 to 1, into `into` from `at` on. */
export function writeWindow(image: Image, [x0, y0]: Corner, size: number, into: Float32Array, at: number): void {
  const plane = size * size;
  for (let y = 0; y < size; y++) {
    let from = ((y0 + y) * image.width + x0) * 3;
    for (let x = 0, to = at + y * size; x < size; x++, to++, from += 3) {
      into[to] = image.data[from] / 127.5 - 1;
      into[to + plane] = image.data[from + 1] / 127.5 - 1;
      into[to + 2 * plane] = image.data[from + 2] / 127.5 - 1;
    }
  }
}

/** Corners of the windows that a test reads of a picture `full` pixels wide: two by two, overlapping, covering the face. */
export function testWindows(full: number, size: number): Corner[] {
  const edge = Math.round((full - size) / 4);
  const far = full - size - edge;
  return [edge, far].flatMap((y) => [edge, far].map((x): Corner => [x, y]));
}

/** All windows that a test reads of a picture: [4, 3, size, size]. A picture's score is the mean over them. */
export function windowsOf(image: Image, size: number): Float32Array {
  const corners = testWindows(image.width, size);
  const length = 3 * size * size;
  const faces = new Float32Array(corners.length * length);
  corners.forEach((corner, i) => writeWindow(image, corner, size, faces, i * length));
  return faces;
}
