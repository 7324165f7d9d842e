// The five families of augmentations of the released code of CORE (src/transform.py), with its probabilities and ranges. A
// view is one draw; training takes two of the same image. Images leave as 0 to 255: the networks subtract and divide.
//
// Where the released code leaves a range to its library (albumentations), that library's default of the time is taken:
// noise of variance 10 to 50, brightness and contrast within ±0.2, hue ±20°, saturation ±30, value ±20. The pad is black.
import {gaussianBlur} from "../blur.js";
import {flip} from "../flip.js";
import {toBytes, type Image} from "../image.js";
import {jpeg} from "../jpeg.js";
import {addNoise} from "../noise.js";
import {between, wholeBetween, type Random} from "../random.js";
import {resize} from "../resize.js";
import {about} from "../transform.js";
import {warpAffine} from "../warpAffine.js";
import {brightnessContrast, fancyPca, grey, hueSaturationValue} from "./colours.js";
import {erase, eraseBox} from "./erase.js";
import {fit} from "./fit.js";
import {resizedCrop} from "./resizedCrop.js";

/** As the released code names them. */
export const augmentations = ["None", "RE", "RandCrop", "RaAug", "DFDC_selim"] as const;
export type Augmentation = (typeof augmentations)[number];

/** One view of an image, `size` × `size`. */
export function augment(name: Augmentation, image: Image, size: number, random: Random): Image {
  return families[name](image, size, random);
}

type View = (image: Image, size: number, random: Random) => Image;

const maybeFlip = (image: Image, random: Random): Image => (random() < 0.5 ? flip(image) : image);

function erasing(image: Image, size: number, random: Random, probability?: number): Image {
  const view = maybeFlip(resize(image, size, size), random);
  const box = eraseBox(size, size, random, probability === undefined ? {} : {probability});
  return box ? erase(view, box) : view;
}

const cropping: View = (image, size, random) => maybeFlip(resizedCrop(image, size, random), random);

const families: Record<Augmentation, View> = {
  None: (image, size) => resize(image, size, size),
  RE: (image, size, random) => erasing(image, size, random),
  RandCrop: cropping,
  RaAug: (image, size, random) => {
    const one = wholeBetween(random, 0, 2);
    if (one === 0) return maybeFlip(resize(image, size, size), random);
    return one === 1 ? erasing(image, size, random, 1) : cropping(image, size, random);
  },
  DFDC_selim: (image, size, random) => {
    const chance = (p: number): boolean => random() < p;
    let view = image;
    if (chance(0.5)) view = jpeg(view, wholeBetween(random, 60, 100));
    if (chance(0.1)) view = addNoise(view, Math.sqrt(between(random, 10, 50)), random);
    if (chance(0.05)) view = gaussianBlur(view, 0.8); // what a kernel of three pixels stands for
    view = maybeFlip(view, random);
    const ways = [
      ["area", "bicubic"],
      ["area", "bilinear"],
      ["bilinear", "bilinear"]
    ] as const;
    const [smaller, larger] = ways[wholeBetween(random, 0, 2)];
    view = fit(view, size, Math.max(view.width, view.height) > size ? smaller : larger);
    if (chance(0.7)) view = recolour(view, random);
    if (chance(0.2)) view = grey(view);
    if (chance(0.5)) view = move(view, random);
    return toBytes(view);
  }
};

function recolour(image: Image, random: Random): Image {
  switch (wholeBetween(random, 0, 2)) {
    case 0:
      return brightnessContrast(image, between(random, -0.2, 0.2), 1 + between(random, -0.2, 0.2));
    case 1:
      return fancyPca(image, 0.1, random);
    default:
      return hueSaturationValue(image, between(random, -20, 20), between(random, -30, 30), between(random, -20, 20));
  }
}

/** Shifted by up to a tenth, scaled by up to a fifth, turned by up to 10°; what comes from outside is black. */
function move(image: Image, random: Random): Image {
  const centre = [(image.width - 1) / 2, (image.height - 1) / 2] as const;
  const shift = [between(random, -0.1, 0.1) * image.width, between(random, -0.1, 0.1) * image.height] as const;
  const angle = (between(random, -10, 10) * Math.PI) / 180;
  return warpAffine(image, about(centre, {angle, scale: 1 + between(random, -0.2, 0.2), shift}), {outside: [0, 0, 0]});
}
