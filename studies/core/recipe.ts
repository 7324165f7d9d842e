// studies/recipes/appearance.json
import {readFileSync} from "node:fs";
import {recipeFile} from "../recipeFile.js";
import type {Landmarks, Portrait, Source} from "./landmarks.js";

export interface AppearanceRecipe {
  readonly name: string;
  readonly about: string;
  readonly source: Source;
  /** portraits turned further to the side are left out */
  readonly largestYaw: number;
  /** reason → portraits */
  readonly leftOut: Readonly<Record<string, readonly string[]>>;
  readonly innerOnly: {readonly what: string; readonly portraits: readonly string[]};
  readonly shapeComponents: number;
  readonly textureComponents: number;
  readonly appearanceComponents: number;
  readonly neighbours: number;
  /** steps of the mean texture and of the components', as shares of JPEG's tables at quality 50 */
  readonly scales: readonly [mean: number, components: number];
}

export function readAppearanceRecipe(): AppearanceRecipe {
  const text = readFileSync(recipeFile("appearance"), "utf8");
  return JSON.parse(text) as AppearanceRecipe;
}

/** The portraits that the recipe takes, in the order of the list. */
export function chosenPortraits({portraits}: Landmarks, {source, largestYaw, leftOut}: AppearanceRecipe): Portrait[] {
  const out = new Set(Object.values(leftOut).flat().map((name) => `${source}-${name}`)); // prettier-ignore
  return portraits.filter(
    (portrait) => portrait.source === source && Math.abs(portrait.yaw) < largestYaw && !out.has(portrait.identity)
  );
}
