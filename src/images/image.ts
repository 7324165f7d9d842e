// Images as everything here takes and returns them: RGB, interleaved, in floats. A picture is decoded and encoded outside
// (a canvas in the page, a JPEG library in Node); what stands between gives the same numbers in both.

/** A picture: `data` [height, width, 3], sRGB-encoded red, green, blue, 0 to 255, in rows from the top. */
export interface Image {
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array;
}

/** One number a pixel: `data` [height, width]; masks have 0 to 1. */
export interface Plane {
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array;
}

/** A point or a vector, in pixels: pixel (0, 0) has its centre at [0, 0]. */
export type Point = readonly [x: number, y: number];

/** A black picture, or one of a single colour. */
export function createImage(
  width: number,
  height: number,
  colour: readonly [number, number, number] = [0, 0, 0]
): Image {
  check(width, height);
  const data = new Float32Array(width * height * 3);
  const [r, g, b] = colour;
  if (r !== 0 || g !== 0 || b !== 0) {
    for (let i = 0; i < data.length; i += 3) {
      data[i] = r;
      data[i + 1] = g;
      data[i + 2] = b;
    }
  }
  return {width, height, data};
}

/** A plane of zeros. */
export function createPlane(width: number, height: number): Plane {
  check(width, height);
  return {width, height, data: new Float32Array(width * height)};
}

/** A copy whose numbers can be changed without changing `image`. */
export function copyImage({width, height, data}: Image): Image {
  return {width, height, data: data.slice()};
}

/** From bytes as a canvas has them: `rgba` [height, width, 4]; alpha is ignored. Throws where the number of bytes is another. */
export function fromRgba(rgba: ArrayLike<number>, width: number, height: number): Image {
  const image = createImage(width, height);
  if (rgba.length !== width * height * 4) throw new Error(`rgba: ${rgba.length} bytes for ${width} × ${height} pixels`);
  for (let from = 0, to = 0; from < rgba.length; from += 4, to += 3) {
    image.data[to] = rgba[from];
    image.data[to + 1] = rgba[from + 1];
    image.data[to + 2] = rgba[from + 2];
  }
  return image;
}

/** To bytes as a canvas takes them: [height, width, 4], opaque, rounded, values outside 0 to 255 clipped. */
export function toRgba({width, height, data}: Image): Uint8ClampedArray<ArrayBuffer> {
  const rgba = new Uint8ClampedArray(width * height * 4);
  for (let from = 0, to = 0; from < data.length; from += 3, to += 4) {
    rgba[to] = data[from];
    rgba[to + 1] = data[from + 1];
    rgba[to + 2] = data[from + 2];
    rgba[to + 3] = 255;
  }
  return rgba;
}

/** What a picture is after it was stored in bytes: rounded, clipped to 0 to 255. */
export function toBytes(image: Image): Image {
  return {...image, data: Float32Array.from(Uint8ClampedArray.from(image.data))};
}

/** Throws where two pictures, or a picture and a mask, differ in size. */
export function sameSize(a: Image | Plane, b: Image | Plane, what: string): void {
  if (a.width === b.width && a.height === b.height) return;
  throw new Error(`${what}: ${b.width} × ${b.height} pixels beside ${a.width} × ${a.height}`);
}

function check(width: number, height: number): void {
  if (!Number.isInteger(width) || !Number.isInteger(height) || width < 1 || height < 1) {
    throw new Error(`size: ${width} × ${height}; an image has at least one pixel`);
  }
}
