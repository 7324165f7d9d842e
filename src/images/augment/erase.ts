// Random erasing (Zhong et al. 2020) as the released code of CORE takes it: a rectangle of 2 to 20 % of the area, sides 1 : 2
// to 2 : 1, filled with black before normalisation.
import {copyImage, type Image} from "../image.js";
import {between, type Random} from "../random.js";

export interface EraseOptions {
  /** how likely it erases at all */
  readonly probability?: number;
  /** shares of the image's area */
  readonly area?: readonly [number, number];
  /** height to width; drawn evenly on a logarithmic scale */
  readonly aspect?: readonly [number, number];
}

export const eraseDefaults = {probability: 0.8, area: [0.02, 0.2], aspect: [0.5, 2]} as const;

/** A rectangle in pixels. */
export interface Rectangle {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Where to erase, or nothing: ten tries to find a rectangle that fits, as torchvision makes. */
export function eraseBox(
  width: number,
  height: number,
  random: Random,
  options: EraseOptions = {}
): Rectangle | undefined {
  const {probability, area, aspect} = {...eraseDefaults, ...options};
  if (random() >= probability) return undefined;
  for (let i = 0; i < 10; i++) {
    const pixels = width * height * between(random, area[0], area[1]);
    const ratio = Math.exp(between(random, Math.log(aspect[0]), Math.log(aspect[1])));
    const box = {width: Math.round(Math.sqrt(pixels / ratio)), height: Math.round(Math.sqrt(pixels * ratio))};
    if (box.width >= width || box.height >= height || box.width < 1 || box.height < 1) continue;
    const left = Math.floor(random() * (width - box.width + 1));
    return {...box, left, top: Math.floor(random() * (height - box.height + 1))};
  }
  return undefined;
}

/** The part of a rectangle that lies in a picture; its sides may be 0. */
export function inside({left, top, width, height}: Rectangle, picture: Pick<Image, "width" | "height">): Rectangle {
  const [x, y] = [Math.max(0, left), Math.max(0, top)];
  return {
    left: x,
    top: y,
    width: Math.max(0, Math.min(left + width, picture.width) - x),
    height: Math.max(0, Math.min(top + height, picture.height) - y)
  };
}

/** The image with a rectangle of one value; what of it lies outside is nothing. */
export function erase(image: Image, box: Rectangle, value = 0): Image {
  const result = copyImage(image);
  const {left, top, width, height} = inside(box, image);
  for (let y = top; y < top + height; y++) {
    result.data.fill(value, (y * image.width + left) * 3, (y * image.width + left + width) * 3);
  }
  return result;
}
