// A view of a picture as data: what is done to it, one step after the other. Drawn views and views made by hand are the same
// kind of thing, and can be shown, changed and shared.
import {gaussianBlur} from "../blur.js";
import {flip} from "../flip.js";
import {toBytes, type Image} from "../image.js";
import type {Interpolation} from "../interpolation.js";
import {jpeg} from "../jpeg.js";
import {addNoise} from "../noise.js";
import type {Random} from "../random.js";
import {resize} from "../resize.js";
import {about} from "../transform.js";
import {warpAffine} from "../warpAffine.js";
import {addColour, brightnessContrast, grey, hueSaturationValue} from "./colours.js";
import {erase, inside, type Rectangle} from "./erase.js";
import {fit} from "./fit.js";
import {crop} from "./resizedCrop.js";

export type ViewStep =
  /** to the view's size, whatever the sides' ratio */
  | {readonly kind: "resize"}
  /** the longer side to the view's size, in the middle of a black square, by one way to make smaller and one to make larger */
  | {readonly kind: "fit"; readonly smaller: Interpolation | "area"; readonly larger: Interpolation}
  | {readonly kind: "flip"}
  /** a part, in whole pixels of the picture as it comes, to the view's size; one outside changes nothing */
  | {readonly kind: "crop"; readonly box: Rectangle}
  /** a black rectangle, in pixels of the view */
  | {readonly kind: "erase"; readonly box: Rectangle}
  | {readonly kind: "jpeg"; readonly quality: number}
  /** normal noise of so many grey levels, from a seed */
  | {readonly kind: "noise"; readonly deviation: number; readonly seed: number}
  /** Gaussian of so many pixels */
  | {readonly kind: "blur"; readonly deviation: number}
  /** shares of the whole range, and a factor */
  | {readonly kind: "brightness"; readonly brightness: number; readonly contrast: number}
  /** degrees, and shares of 255 */
  | {readonly kind: "hue"; readonly hue: number; readonly saturation: number; readonly value: number}
  /** deviations along the principal axes of the picture's colours */
  | {readonly kind: "colours"; readonly along: readonly [number, number, number]}
  | {readonly kind: "grey"}
  /** radians, factor, pixels; what comes from outside is black */
  | {readonly kind: "move"; readonly angle: number; readonly scale: number; readonly shift: readonly [number, number]}
  /** to whole numbers of 0 to 255 */
  | {readonly kind: "bytes"};

export type View = readonly ViewStep[];

/** The picture after all steps. @param seeded the generator of a seed, for noise */
export function applyView(image: Image, size: number, view: View, seeded: (seed: number) => Random): Image {
  return view.reduce((seen, step) => applied(seen, size, step, seeded), image);
}

function applied(image: Image, size: number, step: ViewStep, seeded: (seed: number) => Random): Image {
  switch (step.kind) {
    case "resize":
      return resize(image, size, size);
    case "fit":
      return fit(image, size, Math.max(image.width, image.height) > size ? step.smaller : step.larger);
    case "flip":
      return flip(image);
    case "crop": {
      const box = inside(step.box, image);
      return box.width > 0 && box.height > 0 ? resize(crop(image, box), size, size) : image;
    }
    case "erase":
      return erase(image, step.box);
    case "jpeg":
      return jpeg(image, step.quality);
    case "noise":
      return addNoise(image, step.deviation, seeded(step.seed));
    case "blur":
      return gaussianBlur(image, step.deviation);
    case "brightness":
      return brightnessContrast(image, step.brightness, step.contrast);
    case "hue":
      return hueSaturationValue(image, step.hue, step.saturation, step.value);
    case "colours":
      return addColour(image, step.along);
    case "grey":
      return grey(image);
    case "move": {
      const centre = [(image.width - 1) / 2, (image.height - 1) / 2] as const;
      return warpAffine(image, about(centre, step), {outside: [0, 0, 0]});
    }
    case "bytes":
      return toBytes(image);
  }
}
