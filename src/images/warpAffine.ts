import {createImage, type Image} from "./image.js";
import {interpolations, type Interpolation} from "./interpolation.js";
import {applyTransform, invertTransform, type Transform} from "./transform.js";

export interface WarpAffineOptions {
  /** pixels of the result; default those of the image */
  readonly width?: number;
  readonly height?: number;
  readonly interpolation?: Interpolation;
  /** colour outside the image; without it the edge's colour goes on */
  readonly outside?: readonly [number, number, number];
}

/** The image moved by `transform`, which maps its pixels to those of the result. */
export function warpAffine(image: Image, transform: Transform, options: WarpAffineOptions = {}): Image {
  const {width = image.width, height = image.height, interpolation = "bilinear", outside} = options;
  const back = invertTransform(transform);
  const sample = interpolations[interpolation];
  const result = createImage(width, height);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 3) {
      const [sx, sy] = applyTransform(back, [x, y]);
      if (outside && (sx < -0.5 || sy < -0.5 || sx > image.width - 0.5 || sy > image.height - 0.5)) {
        result.data.set(outside, at);
      } else sample(image, sx, sy, result.data, at);
    }
  }
  return result;
}
