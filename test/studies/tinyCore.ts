// A detector of the CORE study in miniature: pictures of a few sampled people in a cache of its own, and one short run.
import {mkdirSync, mkdtempSync, readFileSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {gunzipSync} from "node:zlib";
import {decodeModel} from "../../src/images/appearance/format.js";
import {cacheFolder} from "../../studies/cache.js";
import {CORE_BASE, type CoreRecipe} from "../../studies/core/detector/recipe.js";
import {trainCore} from "../../studies/core/detector/train.js";
import {imagesDigest, imagesFolder, picturesOf, readImagesRecipe} from "../../studies/core/images.js";
import {readLandmarks} from "../../studies/core/landmarks.js";
import {chosenPortraits, readAppearanceRecipe} from "../../studies/core/recipe.js";
import {splitIdentities, splits} from "../../studies/core/splits.js";
import {subjects} from "../../studies/core/subjects.js";
import {recipeHash} from "../../studies/study/study.js";
import type {CachedRun} from "../../studies/core/detection/cachedRuns.js";
import type {DetectorRun} from "../../src/traces/detectorRun.js";

export const tinyRecipe: CoreRecipe = {...CORE_BASE, size: 32, channels: [4, 6, 8], pairs: 4, views: 1024};

/** Makes a cache, fills it, trains. The environment says from then on that this is the cache. */
export async function tinyCore(): Promise<{cache: string; run: CachedRun; line: DetectorRun<CoreRecipe>}> {
  const cache = mkdtempSync(join(tmpdir(), "concord-tiny-core-"));
  process.env.CONCORD_CACHE = cache;
  const landmarks = readLandmarks();
  const {seed, size, sources, people} = await readImagesRecipe();
  const model = decodeModel(gunzipSync(readFileSync("data/models/appearance/appearance.bin.gz")));
  mkdirSync(imagesFolder(), {recursive: true});
  for (const [split, count] of [
    ["train", 4],
    ["validation", 3],
    ["test", 4]
  ] as const) {
    const all = subjects("samples", split, {
      landmarks,
      model,
      portraits: chosenPortraits(landmarks, readAppearanceRecipe()),
      members: splitIdentities(landmarks.portraits, seed),
      seed,
      count: people[split],
      read: () => {
        throw new Error("no portraits here");
      }
    });
    const where = [seed, 2, sources.indexOf("samples"), splits.indexOf(split)];
    const made = all.slice(0, count).flatMap((entry, i) => picturesOf(entry, all, model, {source: "samples", split}, size, [...where, i])); // prettier-ignore
    const path = join(imagesFolder(), `samples-${split}-000`);
    writeFileSync(`${path}.json`, JSON.stringify(made.map(({record}) => record)));
    writeFileSync(`${path}.bin`, Buffer.concat(made.map(({image}) => Uint8Array.from(image.data))));
  }
  const hash = recipeHash(tinyRecipe);
  const folder = cacheFolder("studies", "core", hash);
  const line = await trainCore(tinyRecipe, {
    hash,
    folder,
    folderOf: () => folder,
    inputs: {images: imagesDigest()},
    device: "cpu",
    threads: 1,
    signal: new AbortController().signal,
    say: () => {}
  });
  if (!line) throw new Error("tiny core: interrupted");
  return {cache, run: {part: "losses", name: "tiny", hash, recipe: tinyRecipe, folder}, line};
}
