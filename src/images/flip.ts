import {createImage, type Image} from "./image.js";

/** The mirror image, left and right exchanged. */
export function flip(image: Image): Image {
  const {width, height, data} = image;
  const result = createImage(width, height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = (y * width + x) * 3;
      result.data.set(data.subarray(from, from + 3), (y * width + width - 1 - x) * 3);
    }
  }
  return result;
}
