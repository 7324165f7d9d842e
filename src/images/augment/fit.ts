import {createImage, type Image} from "../image.js";
import type {Interpolation} from "../interpolation.js";
import {resize} from "../resize.js";

/** The image so that its longer side is `size`, in the middle of a black square. */
export function fit(image: Image, size: number, interpolation: Interpolation | "area"): Image {
  const k = size / Math.max(image.width, image.height);
  const [width, height] = [Math.max(1, Math.round(image.width * k)), Math.max(1, Math.round(image.height * k))];
  const small = resize(image, width, height, interpolation);
  if (width === size && height === size) return small;
  const result = createImage(size, size);
  const [left, top] = [Math.floor((size - width) / 2), Math.floor((size - height) / 2)];
  for (let y = 0; y < height; y++) {
    result.data.set(small.data.subarray(y * width * 3, (y + 1) * width * 3), ((top + y) * size + left) * 3);
  }
  return result;
}
