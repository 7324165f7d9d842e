import type {Image} from "./image.js";
import {normal, type Random} from "./random.js";

/** Adds normal noise of deviation `sigma` grey levels, another number for each channel of each pixel. */
export function addNoise(image: Image, sigma: number, random: Random): Image {
  return {...image, data: image.data.map((value) => value + sigma * normal(random))};
}
