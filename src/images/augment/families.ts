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
import {erase, eraseBox, type Rectangle} from "./erase.js";
import {fit} from "./fit.js";
import {crop, cropBox} from "./resizedCrop.js";

/** As the released code names them. */
export const augmentations = ["None", "RE", "RandCrop", "RaAug", "DFDC_selim"] as const;
export type Augmentation = (typeof augmentations)[number];

/** What was drawn for a view; absent: not done. */
export interface Drawn {
  /** of a family that draws one of several: which */
  readonly branch?: "whole" | "erased" | "cropped";
  /** mirrored left to right */
  readonly flipped?: boolean;
  /** what was blackened, in pixels of the view */
  readonly erased?: Rectangle;
  /** what was kept, in pixels of the image */
  readonly cropped?: Rectangle;
  /** quality of a compression */
  readonly jpeg?: number;
  /** deviation of noise, in grey levels */
  readonly noise?: number;
  readonly blurred?: boolean;
  /** which change of colours */
  readonly colours?: "brightness and contrast" | "fancy PCA" | "hue and saturation";
  readonly grey?: boolean;
  /** in degrees, shares of the side, and times */
  readonly moved?: {readonly angle: number; readonly shift: readonly [number, number]; readonly scale: number};
}

/** One view of an image, `size` × `size`. */
export const augment = (name: Augmentation, image: Image, size: number, random: Random): Image =>
  augmentDrawn(name, image, size, random).image;

/** One view of an image, and what was drawn for it. */
export function augmentDrawn(
  name: Augmentation,
  image: Image,
  size: number,
  random: Random
): {readonly image: Image; readonly drawn: Drawn} {
  const drawn: Notes = {};
  return {image: families[name](image, size, random, drawn), drawn};
}

type Notes = {-readonly [K in keyof Drawn]: Drawn[K]};
type View = (image: Image, size: number, random: Random, drawn: Notes) => Image;

function maybeFlip(image: Image, random: Random, drawn: Notes): Image {
  if (random() >= 0.5) return image;
  drawn.flipped = true;
  return flip(image);
}

function erasing(image: Image, size: number, random: Random, drawn: Notes, probability?: number): Image {
  const view = maybeFlip(resize(image, size, size), random, drawn);
  const box = eraseBox(size, size, random, probability === undefined ? {} : {probability});
  if (!box) return view;
  drawn.erased = box;
  return erase(view, box);
}

function cropping(image: Image, size: number, random: Random, drawn: Notes): Image {
  const box = cropBox(image.width, image.height, random);
  drawn.cropped = box;
  return maybeFlip(resize(crop(image, box), size, size), random, drawn);
}

const families: Record<Augmentation, View> = {
  None: (image, size) => resize(image, size, size),
  RE: (image, size, random, drawn) => erasing(image, size, random, drawn),
  RandCrop: cropping,
  RaAug: (image, size, random, drawn) => {
    drawn.branch = (["whole", "erased", "cropped"] as const)[wholeBetween(random, 0, 2)];
    if (drawn.branch === "whole") return maybeFlip(resize(image, size, size), random, drawn);
    return drawn.branch === "erased" ? erasing(image, size, random, drawn, 1) : cropping(image, size, random, drawn);
  },
  DFDC_selim: (image, size, random, drawn) => {
    const chance = (p: number): boolean => random() < p;
    let view = image;
    if (chance(0.5)) view = jpeg(view, (drawn.jpeg = wholeBetween(random, 60, 100)));
    if (chance(0.1)) view = addNoise(view, (drawn.noise = Math.sqrt(between(random, 10, 50))), random);
    if (chance(0.05)) {
      drawn.blurred = true;
      view = gaussianBlur(view, 0.8); // what a kernel of three pixels stands for
    }
    view = maybeFlip(view, random, drawn);
    const ways = [
      ["area", "bicubic"],
      ["area", "bilinear"],
      ["bilinear", "bilinear"]
    ] as const;
    const [smaller, larger] = ways[wholeBetween(random, 0, 2)];
    view = fit(view, size, Math.max(view.width, view.height) > size ? smaller : larger);
    if (chance(0.7)) view = recolour(view, random, drawn);
    if (chance(0.2)) {
      drawn.grey = true;
      view = grey(view);
    }
    if (chance(0.5)) view = move(view, random, drawn);
    return toBytes(view);
  }
};

function recolour(image: Image, random: Random, drawn: Notes): Image {
  switch (wholeBetween(random, 0, 2)) {
    case 0:
      drawn.colours = "brightness and contrast";
      return brightnessContrast(image, between(random, -0.2, 0.2), 1 + between(random, -0.2, 0.2));
    case 1:
      drawn.colours = "fancy PCA";
      return fancyPca(image, 0.1, random);
    default:
      drawn.colours = "hue and saturation";
      return hueSaturationValue(image, between(random, -20, 20), between(random, -30, 30), between(random, -20, 20));
  }
}

/** Shifted by up to a tenth, scaled by up to a fifth, turned by up to 10°; what comes from outside is black. */
function move(image: Image, random: Random, drawn: Notes): Image {
  const centre = [(image.width - 1) / 2, (image.height - 1) / 2] as const;
  const share = [between(random, -0.1, 0.1), between(random, -0.1, 0.1)] as const;
  const degrees = between(random, -10, 10);
  const scale = 1 + between(random, -0.2, 0.2);
  drawn.moved = {angle: degrees, shift: share, scale};
  const shift = [share[0] * image.width, share[1] * image.height] as const;
  return warpAffine(image, about(centre, {angle: (degrees * Math.PI) / 180, scale, shift}), {outside: [0, 0, 0]});
}
