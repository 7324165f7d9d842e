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

/** where windows lie in an aligned crop of side 1: nose and mouth, which all manipulations change, are in each */
const CENTRE = {x: 0.5, y: 0.6};
/** how far a corner may be from there in training, and is in tests, in pixels of a crop of 128 */
const REACH = {x: 12, y: 10, test: 8};

interface Range {
  readonly low: number;
  readonly high: number;
}

/** Where windows of a crop `full` pixels wide may begin. @throws where no window fits */
export function windowRange(full: number, size: number): {readonly x: Range; readonly y: Range} {
  if (size > full) throw new Error(`size: ${size} pixels of a picture of ${full}; take a smaller one`);
  const k = full / 128;
  const range = (axis: "x" | "y"): Range => {
    const middle = middleOf(full, size, CENTRE[axis]);
    return {
      low: Math.max(0, Math.round(middle - REACH[axis] * k)),
      high: Math.min(full - size, Math.round(middle + REACH[axis] * k))
    };
  };
  return {x: range("x"), y: range("y")};
}

/** Where the middle one begins: no nearer to the border than tests need, where there is room. */
function middleOf(full: number, size: number, centre: number): number {
  const room = full - size;
  const edge = Math.min(room / 2, (REACH.test * full) / 128);
  return Math.round(Math.min(room - edge, Math.max(edge, centre * full - size / 2)));
}

/** Corners of the windows that a test reads of a crop `full` pixels wide: two by two, overlapping, around nose and mouth. */
export function testWindows(full: number, size: number): Corner[] {
  const reach = Math.round(Math.min((full - size) / 2, (REACH.test * full) / 128));
  const [x, y] = [CENTRE.x, CENTRE.y].map((centre) => middleOf(full, size, centre));
  return [y - reach, y + reach].flatMap((top) => [x - reach, x + reach].map((left): Corner => [left, top]));
}

/** Corner of the window in the middle of those. */
export const middleWindow = (full: number, size: number): Corner => [
  middleOf(full, size, CENTRE.x),
  middleOf(full, size, CENTRE.y)
];

/** All windows that a test reads of a picture: [4, 3, size, size]. A picture's score is the mean over them. */
export function windowsOf(image: Image, size: number): Float32Array {
  const corners = testWindows(image.width, size);
  const length = 3 * size * size;
  const faces = new Float32Array(corners.length * length);
  corners.forEach((corner, i) => writeWindow(image, corner, size, faces, i * length));
  return faces;
}
