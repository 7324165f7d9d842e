// npx tsx studies/core/checkImages.ts [<source> …]
//
// What studies/core/shortcuts.ts finds in the picture sets of the cache. Ends with 1 where a null manipulation is told apart.
import {existsSync} from "node:fs";
import {readdir} from "node:fs/promises";
import {commandLine, refuse, UsageError} from "../../tools/commandLine.js";
import {imagesFolder, readImagesRecipe} from "./images.js";
import {findShortcuts, samplesOf} from "./shortcuts.js";
import type {SetSource} from "./subjects.js";

const recipe = await readImagesRecipe();
const sources = recipe.sources.join(", ");
const {words} = commandLine({
  usage: "npx tsx studies/core/checkImages.ts [<source> …]",
  about: `Whether a linear classifier tells null manipulations of the cache’s picture sets (${sources}) from pristine pictures.`,
  options: {},
  words: recipe.sources.length
});
const unknown = words.find((word) => !recipe.sources.some((source) => source === word));
if (unknown !== undefined) refuse(new UsageError(`${unknown}; there are ${sources}`));
const folder = imagesFolder();
if (!existsSync(folder)) throw new Error(`no picture sets in ${folder}; make them with npm run train -- core-images`);
const names = await readdir(folder);
for (const source of words.length > 0 ? (words as SetSource[]) : recipe.sources) {
  const there = (split: string): boolean =>
    names.some((name) => name.startsWith(`${source}-${split}-`) && name.endsWith(".json"));
  if (!there("train") || !there("test")) {
    console.log(`${source}: not made yet`);
    continue;
  }
  const [train, test] = await Promise.all(
    ["train", "test"].map((split) => samplesOf(folder, source, split, recipe.size))
  );
  const found = findShortcuts(train, test);
  const cells = Object.entries(found).map(([kind, {auc, low, high}]) => `${kind} ${auc.toFixed(3)} [${low.toFixed(3)}, ${high.toFixed(3)}]`); // prettier-ignore
  console.log(`${source}: ${train.length} and ${test.length} pictures; ${cells.join(", ")}`);
  if (found.null.low > 0.5 || found.null.high < 0.5) process.exitCode = 1;
}
