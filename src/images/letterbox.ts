import {createImage, type Image} from "./image.js";
import {resize} from "./resize.js";
import type {Transform} from "./transform.js";

export interface Letterboxed {
  /** the whole picture in the middle of a square, black beside it */
  readonly image: Image;
  /** pixels of the square → pixels of the picture */
  readonly toPicture: Transform;
}

/** A picture of any size as a square of `size` × `size` pixels, none of it cut off and nothing stretched. */
export function letterbox(image: Image, size: number): Letterboxed {
  const k = size / Math.max(image.width, image.height);
  const width = Math.max(1, Math.round(image.width * k));
  const height = Math.max(1, Math.round(image.height * k));
  const small = resize(image, width, height, k < 1 ? "area" : "bilinear");
  const [left, top] = [Math.floor((size - width) / 2), Math.floor((size - height) / 2)];
  const square = createImage(size, size);
  for (let y = 0; y < height; y++) {
    const row = small.data.subarray(y * width * 3, (y + 1) * width * 3);
    square.data.set(row, ((top + y) * size + left) * 3);
  }
  const [kx, ky] = [image.width / width, image.height / height];
  return {image: square, toPicture: [kx, 0, (0.5 - left) * kx - 0.5, 0, ky, (0.5 - top) * ky - 0.5]};
}
