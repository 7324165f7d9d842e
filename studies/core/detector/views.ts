// What a detector is trained on, step by step: two views of each picture.
import {windowRange, writeWindow} from "../../../src/images/window.js";
import {below, random} from "../../../src/training/random.js";
import {isManipulated, viewOf, type Picture} from "./pictures.js";
import {CLASS_WEIGHTS} from "../../../src/nets/detector/config.js";
import type {CoreRecipe} from "./recipe.js";
import type {Ready} from "./scores.js";
import type {Feeds} from "../../../src/training/loop.js";
import type {DetectorRun} from "../../../src/traces/detectorRun.js";

/** Two views of `pairs` pictures, the first of every pair and then the second [2 * pairs, 3, size, size]. */
export interface Views {
  readonly faces: Float32Array;
  /** 1 for a manipulated picture [2 * pairs] */
  readonly labels: Int32Array;
  readonly feeds: Feeds;
}

/** What step `step` reads; the same for a run that was interrupted. Negative steps are views beside the training. */
export function viewDrawer(recipe: CoreRecipe, pictures: readonly Picture[]): (step: number) => Views {
  const {pairs, size, augmentation, pairing, seed} = recipe;
  const length = 3 * size * size;
  return (step) => {
    const next = random(seed, 41, step);
    const faces = new Float32Array(2 * pairs * length);
    const labels = new Int32Array(2 * pairs);
    for (let pair = 0; pair < pairs; pair++) {
      let picture = pictures[below(next, pictures.length)];
      let window: [number, number] | undefined;
      for (const place of [pair, pairs + pair]) {
        if (place >= pairs && pairing === "different") picture = pictures[below(next, pictures.length)];
        const {x, y} = windowRange(picture.image.width, size);
        const at = ({low, high}: {low: number; high: number}): number => low + below(next, high - low + 1);
        window ??= [at(x), at(y)];
        writeWindow(viewOf(picture, augmentation, next), window, size, faces, place * length);
        labels[place] = Number(isManipulated(picture));
      }
    }
    const weights = Float32Array.from(labels, (label) => CLASS_WEIGHTS[label]);
    const rows = [2 * pairs];
    return {
      faces,
      labels,
      feeds: {
        faces: {dtype: "float32", dims: [2 * pairs, 3, size, size], data: faces},
        labels: {dtype: "int32", dims: rows, data: labels},
        weights: {dtype: "float32", dims: rows, data: weights}
      }
    };
  };
}

/** How much two views of a picture agree, drawn as in training, pristine and manipulated. */
export async function viewConsistency(
  {graphs, weights, folded}: Ready,
  recipe: CoreRecipe,
  pictures: readonly Picture[]
): Promise<DetectorRun["consistency"]> {
  const sums = {pristine: [0, 0], manipulated: [0, 0], norm: [0, 0]};
  const drawn = viewDrawer({...recipe, pairing: "same"}, pictures);
  for (let k = 0; k < 16; k++) {
    const {faces, labels} = drawn(-1000 - k);
    const {features} = await graphs.detect(weights, folded, faces);
    const width = features.length / (2 * recipe.pairs);
    for (let pair = 0; pair < recipe.pairs; pair++) {
      const a = features.subarray(pair * width, (pair + 1) * width);
      const b = features.subarray((recipe.pairs + pair) * width, (recipe.pairs + pair + 1) * width);
      const dot = (x: Float32Array, y: Float32Array): number => x.reduce((sum, v, i) => sum + v * y[i], 0);
      const [na, nb] = [Math.sqrt(dot(a, a)), Math.sqrt(dot(b, b))];
      const into = labels[pair] ? sums.manipulated : sums.pristine;
      into[0] += dot(a, b) / (na * nb || 1);
      into[1] += 1;
      sums.norm[0] += (na + nb) / 2;
      sums.norm[1] += 1;
    }
  }
  const mean = ([sum, count]: number[]): number => Number((sum / Math.max(1, count)).toPrecision(5));
  return {pristine: mean(sums.pristine), manipulated: mean(sums.manipulated), norm: mean(sums.norm)};
}
