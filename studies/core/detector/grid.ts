// The grid of the CORE study, part by part.
import {augmentations} from "../../../src/images/augment/index.js";
import {CORE_BASE, type CoreRecipe} from "./recipe.js";
import type {Point} from "../../study/study.js";

const SEEDS = [1, 2, 3];
const NONE = {consistency: "none", rate: 0} as const;
const COSINE = {consistency: "cosine", rate: 1} as const;

export function corePoints(): Point<CoreRecipe>[] {
  const points: Point<CoreRecipe>[] = [];
  const add = (part: string, name: string, change: Partial<CoreRecipe>, seeds: readonly number[] = SEEDS): void => {
    for (const seed of seeds) points.push({part, name, recipe: {...CORE_BASE, ...change, seed}});
  };
  add("losses", "none", NONE);
  add("losses", "cosine-1", COSINE);
  for (const rate of [10, 100]) add("losses", `cosine-${rate}`, {consistency: "cosine", rate});
  for (const consistency of ["l1", "l2"] as const) add("losses", `${consistency}-1`, {consistency, rate: 1});
  for (const augmentation of augmentations) {
    add("augmentations", `${augmentation}-none`, {...NONE, augmentation});
    add("augmentations", `${augmentation}-cosine`, {...COSINE, augmentation});
  }
  for (const left of CORE_BASE.manipulations) {
    const manipulations = CORE_BASE.manipulations.filter((family) => family !== left);
    add("left-out", `${left}-none`, {...NONE, manipulations});
    add("left-out", `${left}-cosine`, {...COSINE, manipulations});
  }
  add("controls", "different-pictures", {...COSINE, pairing: "different"}, [1]);
  add("controls", "no-cross-entropy", {...COSINE, crossEntropy: false}, [1]);
  for (const [name, loss] of [
    ["none", NONE],
    ["cosine", COSINE]
  ] as const) {
    add("photographs", name, {...loss, sources: ["london", "canada"]}, [1]);
  }
  for (const [name, loss] of [
    ["none", NONE],
    ["cosine", COSINE]
  ] as const) {
    add("final", name, {...loss, size: 96, channels: [24, 48, 96, 192], views: 100_000});
  }
  return points;
}
