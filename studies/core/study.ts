// The study of the CORE chapter (Ni et al. 2022), as the runner knows it.
import {detectorSize} from "../../src/nets/detector/parameters.js";
import {corePoints} from "./detector/grid.js";
import {trainCore} from "./detector/train.js";
import {imagesDigest} from "./images.js";
import type {CoreRecipe} from "./detector/recipe.js";
import type {Study} from "../study/study.js";

export const core: Study<CoreRecipe> = {
  name: "core",
  points: corePoints,
  inputs: () => ({images: imagesDigest()}),
  work({size, channels, views}) {
    return size ** 2 * views * detectorSize({size, channels});
  },
  run: trainCore
};
