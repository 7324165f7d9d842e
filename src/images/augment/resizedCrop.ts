// A random part of the image, resized (torchvision's RandomResizedCrop), as the released code of CORE takes it: 1/1.3 to all of
// the area, sides 0.9 to 1.1.
import {createImage, type Image} from "../image.js";
import {between, type Random} from "../random.js";
import type {Rectangle} from "./erase.js";

export interface CropOptions {
  /** shares of the image's area */
  readonly scale?: readonly [number, number];
  /** width to height; drawn evenly on a logarithmic scale */
  readonly aspect?: readonly [number, number];
}

export const cropDefaults = {scale: [1 / 1.3, 1], aspect: [0.9, 1.1]} as const;

/** Which part: ten tries to find one that fits, then the middle. */
export function cropBox(width: number, height: number, random: Random, options: CropOptions = {}): Rectangle {
  const {scale, aspect} = {...cropDefaults, ...options};
  for (let i = 0; i < 10; i++) {
    const pixels = width * height * between(random, scale[0], scale[1]);
    const ratio = Math.exp(between(random, Math.log(aspect[0]), Math.log(aspect[1])));
    const box = {width: Math.round(Math.sqrt(pixels * ratio)), height: Math.round(Math.sqrt(pixels / ratio))};
    if (box.width > width || box.height > height || box.width < 1 || box.height < 1) continue;
    const top = Math.floor(random() * (height - box.height + 1));
    return {...box, top, left: Math.floor(random() * (width - box.width + 1))};
  }
  return {left: 0, top: 0, width, height};
}

/** That part of the image. */
export function crop(image: Image, {left, top, width, height}: Rectangle): Image {
  const result = createImage(width, height);
  for (let y = 0; y < height; y++) {
    const from = ((top + y) * image.width + left) * 3;
    result.data.set(image.data.subarray(from, from + width * 3), y * width * 3);
  }
  return result;
}
