// The five families of augmentations of the released code of CORE (src/transform.py), with its probabilities and ranges. A
// view is one draw; training takes two of the same image. Images leave as 0 to 255: the networks subtract and divide.
//
// Where the released code leaves a range to its library (albumentations), that library's default of the time is taken:
// noise of variance 10 to 50, brightness and contrast within ±0.2, hue ±20°, saturation ±30, value ±20. The pad is black.
import type {Image} from "../image.js";
import {between, normal, wholeBetween, type Random} from "../random.js";
import {eraseBox} from "./erase.js";
import {cropBox} from "./resizedCrop.js";
import {applyView, type View, type ViewStep} from "./view.js";

/** As the released code names them. */
export const augmentations = ["None", "RE", "RandCrop", "RaAug", "DFDC_selim"] as const;
export type Augmentation = (typeof augmentations)[number];

/** pixels of a picture */
interface Size {
  readonly width: number;
  readonly height: number;
}

/** One view of an image, `size` × `size`. */
export function augment(name: Augmentation, image: Image, size: number, random: Random): Image {
  return applyView(image, size, drawView(name, image, size, random), () => random);
}

/** What one view of a picture is, drawn at random. */
export function drawView(name: Augmentation, image: Size, size: number, random: Random): View {
  return families[name](image, size, random);
}

const resized: ViewStep = {kind: "resize"};

const maybeFlip = (random: Random): View => (random() < 0.5 ? [{kind: "flip"}] : []);

function erasing(size: number, random: Random, probability?: number): View {
  const flipped = maybeFlip(random);
  const box = eraseBox(size, size, random, probability === undefined ? {} : {probability});
  return [resized, ...flipped, ...(box ? [{kind: "erase", box} as const] : [])];
}

function cropping({width, height}: Size, random: Random): View {
  const box = cropBox(width, height, random);
  return [{kind: "crop", box}, ...maybeFlip(random)];
}

const families: Record<Augmentation, (image: Size, size: number, random: Random) => View> = {
  None: () => [resized],
  RE: (_, size, random) => erasing(size, random),
  RandCrop: (image, _, random) => cropping(image, random),
  RaAug: (image, size, random) => {
    const one = wholeBetween(random, 0, 2);
    if (one === 0) return [resized, ...maybeFlip(random)];
    return one === 1 ? erasing(size, random, 1) : cropping(image, random);
  },
  DFDC_selim: (_, size, random) => {
    const perhaps = (p: number, step: () => ViewStep): View => (random() < p ? [step()] : []);
    const ways = [
      ["area", "bicubic"],
      ["area", "bilinear"],
      ["bilinear", "bilinear"]
    ] as const;
    return [
      ...perhaps(0.5, () => ({kind: "jpeg", quality: wholeBetween(random, 60, 100)})),
      ...perhaps(0.1, () => ({kind: "noise", deviation: Math.sqrt(between(random, 10, 50)), seed: seedOf(random)})),
      ...perhaps(0.05, () => ({kind: "blur", deviation: 0.8})), // what a kernel of three pixels stands for
      ...maybeFlip(random),
      ...[ways[wholeBetween(random, 0, 2)]].map(([smaller, larger]): ViewStep => ({kind: "fit", smaller, larger})),
      ...perhaps(0.7, () => recoloured(random)),
      ...perhaps(0.2, () => ({kind: "grey"})),
      ...perhaps(0.5, () => moved(size, random)),
      {kind: "bytes"}
    ];
  }
};

const seedOf = (random: Random): number => Math.floor(random() * 2 ** 31);

function recoloured(random: Random): ViewStep {
  switch (wholeBetween(random, 0, 2)) {
    case 0:
      return {kind: "brightness", brightness: between(random, -0.2, 0.2), contrast: 1 + between(random, -0.2, 0.2)};
    case 1: {
      const deviation = (): number => 0.1 * normal(random);
      return {kind: "colours", along: [deviation(), deviation(), deviation()]};
    }
    default: {
      const hue = between(random, -20, 20);
      return {kind: "hue", hue, saturation: between(random, -30, 30), value: between(random, -20, 20)};
    }
  }
}

/** Shifted by up to a tenth, scaled by up to a fifth, turned by up to 10°. */
function moved(size: number, random: Random): ViewStep {
  const shift = [between(random, -0.1, 0.1) * size, between(random, -0.1, 0.1) * size] as const;
  const angle = (between(random, -10, 10) * Math.PI) / 180;
  return {kind: "move", angle, scale: 1 + between(random, -0.2, 0.2), shift};
}
