// npm run train -- core-images [--only <source>]
//
// Makes the picture sets that detectors are trained on and tested with, once, into the cache (cacheFolder("core-images", …)).
// Of everybody there is a pristine picture and one of each manipulation, and in the test split one null manipulation: the
// whole way with every knob at 0. All go through studies/core/finish.ts. It can be stopped at any time; the same command
// goes on with the next file.
import {existsSync, readFileSync} from "node:fs";
import {mkdir, readFile, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {gunzipSync} from "node:zlib";
import {decodeModel} from "../../src/images/appearance/format.js";
import {shapeOf, type AppearanceModel} from "../../src/images/appearance/model.js";
import type {Subject} from "../../src/images/faceMesh.js";
import type {Image, Plane} from "../../src/images/image.js";
import {drawManipulation, expressionFor, families, pristine, type Family, type Manipulated} from "../../src/images/manipulate/index.js"; // prettier-ignore
import {writeWhole} from "../../src/runtime/writeWhole.js";
import {random, pick, below, type Random} from "../../src/training/random.js";
import {UsageError} from "../../tools/commandLine.js";
import {cacheFolder} from "../cache.js";
import {fingerprint} from "../checkpoints.js";
import {modelFolder} from "../exportModel.js";
import {openProgress} from "../progress.js";
import {recipeFile} from "../recipeFile.js";
import {finishMasked} from "./finish.js";
import {readLandmarks, type Portrait} from "./landmarks.js";
import {portraitFolder, readPortrait} from "./portraits.js";
import {chosenPortraits, readAppearanceRecipe} from "./recipe.js";
import {splitIdentities, splits, type Split} from "./splits.js";
import {subjects, type Entry, type SetSource} from "./subjects.js";

/** studies/recipes/core-images.json */
export interface ImagesRecipe {
  readonly seed: number;
  /** pixels along each side */
  readonly size: number;
  /** how many people are sampled, and as many mixed, for each split */
  readonly people: Readonly<Record<Split, number>>;
  readonly sources: readonly SetSource[];
}

/** What one picture is. */
export interface PictureRecord {
  readonly source: SetSource;
  readonly split: Split;
  readonly id: string;
  readonly kind: "pristine" | "null" | Family;
  /** of the manipulation that was made, or left at 0 */
  readonly family?: Family;
  /** whose pictures it is made of; the donor's too */
  readonly identities: readonly string[];
  /** mean of the mask: share of the picture, before cropping, that is new */
  readonly changed: number;
}

/** A file of pictures: `pixels` [n, size, size, 3] bytes. */
export interface PictureFile {
  readonly records: readonly PictureRecord[];
  readonly pixels: Uint8Array;
}

/** people in one file */
const PEOPLE = 40;

export async function readImagesRecipe(): Promise<ImagesRecipe> {
  return JSON.parse(await readFile(recipeFile("core-images"), "utf8")) as ImagesRecipe;
}

/** The pictures of one person with their masks, as [size, size], made from `entry` and a donor of `others`. Without a donor there are those that need none. */
export function picturesOf(
  entry: Entry,
  others: readonly Entry[],
  model: AppearanceModel,
  where: Omit<PictureRecord, "id" | "kind" | "identities" | "changed">,
  size: number,
  seed: readonly number[]
): {record: PictureRecord; image: Image; mask: Plane}[] {
  const {mesh} = model;
  const next = random(...seed);
  const subject = entry.draw();
  const smile = expressionFor(subject.points, model.smile, shapeOf(model, [])); // prettier-ignore
  const donors = others.filter(
    ({sex, identities}) => sex === entry.sex && !identities.some((identity) => entry.identities.includes(identity))
  );
  const donor = donors.length > 0 ? pick(next, donors) : undefined;
  const possible = donor ? families : families.filter((family) => family === "reenact" || family === "rerender");
  const face: Subject = donor?.draw() ?? subject;
  const draw = (family: Family, from: Random, nothing: boolean): Manipulated =>
    drawManipulation(family, subject, from, {mesh, donor: face, smile, nothing});
  const nothing = possible[below(next, possible.length)];
  const plan: {kind: PictureRecord["kind"]; family?: Family; make: (from: Random) => Manipulated}[] = [
    {kind: "pristine", make: () => pristine(subject)},
    ...possible.map((family) => ({kind: family, family, make: (from: Random) => draw(family, from, false)})),
    ...(where.split === "test" ? [{kind: "null" as const, family: nothing, make: (from: Random) => draw(nothing, from, true)}] : []) // prettier-ignore
  ];
  return plan.map(({kind, family, make}, k) => {
    const from = random(...seed, k + 1);
    const {image, mask} = make(from);
    const used =
      family === "swap" || family === "graphics"
        ? [...entry.identities, ...(donor?.identities ?? [])]
        : entry.identities;
    const changed = mask.data.reduce((a, b) => a + b, 0) / mask.data.length;
    const record = {...where, id: entry.id, kind, ...(family ? {family} : {}), identities: used, changed};
    const finished = finishMasked({image, mask}, subject.points, mesh.groups, size, from);
    return {record, ...finished};
  });
}

/** What the sets of a recipe are known by: another name for another model, other portraits or another recipe. */
export function imagesDigest(): string {
  const recipe = JSON.parse(readFileSync(recipeFile("core-images"), "utf8")) as ImagesRecipe;
  const packed = readFileSync(join(modelFolder("appearance"), "appearance.bin.gz"), "base64");
  return fingerprint(recipe, packed, readAppearanceRecipe().leftOut).slice(0, 16);
}

/** Where the sets lie. */
export const imagesFolder = (): string => cacheFolder("core-images", imagesDigest());

/** Makes what is not there yet, and returns the folder. @throws {UsageError} on a source that there is not */
export async function makeImages(only?: string): Promise<string> {
  const recipe = await readImagesRecipe();
  if (only !== undefined && !recipe.sources.some((source) => source === only)) {
    throw new UsageError(`--only: ${only}; there are ${recipe.sources.join(", ")}`);
  }
  const packed = await readFile(join(modelFolder("appearance"), "appearance.bin.gz"));
  const model = decodeModel(gunzipSync(packed));
  const landmarks = readLandmarks();
  const appearance = readAppearanceRecipe();
  const faces = portraitFolder();
  const folder = imagesFolder();
  await mkdir(folder, {recursive: true});
  const common = {
    landmarks,
    model,
    portraits: chosenPortraits(landmarks, appearance),
    members: splitIdentities(landmarks.portraits, recipe.seed),
    seed: recipe.seed,
    read: (portrait: Portrait): Image => readPortrait(faces, portrait, landmarks.sources[portrait.source].via)
  };
  const parts = recipe.sources
    .filter((source) => only === undefined || source === only)
    .flatMap((source) => splits.map((split) => ({source, split, people: subjects(source, split, {...common, count: recipe.people[split]})}))); // prettier-ignore
  const progress = openProgress(parts.reduce((sum, {people}) => sum + people.length, 0), 0); // prettier-ignore
  let done = 0;
  for (const {source, split, people} of parts) {
    const [s, t] = [recipe.sources.indexOf(source), splits.indexOf(split)];
    for (let first = 0; first < people.length; first += PEOPLE) {
      const batch = people.slice(first, first + PEOPLE);
      const path = join(folder, `${source}-${split}-${String(first / PEOPLE).padStart(3, "0")}`);
      if (!existsSync(`${path}.json`)) {
        const made = batch.flatMap((entry, i) => {
          progress.update(done + i, `${source} ${split}: ${first + i} of ${people.length}`);
          return picturesOf(entry, people, model, {source, split}, recipe.size, [recipe.seed, 2, s, t, first + i]);
        });
        const pixels = Buffer.concat(made.map(({image}) => Uint8Array.from(image.data)));
        await writeFile(`${path}.bin`, pixels);
        writeWhole(`${path}.json`, JSON.stringify(made.map(({record}) => record)));
      }
      done += batch.length;
      progress.update(done, `${source} ${split}: ${first + batch.length} of ${people.length}`);
    }
  }
  progress.end();
  return folder;
}

/** Reads one file of a set, by its path without an ending. */
export async function readPictures(path: string, size: number): Promise<PictureFile> {
  const records = JSON.parse(await readFile(`${path}.json`, "utf8")) as PictureRecord[];
  const pixels = new Uint8Array(await readFile(`${path}.bin`));
  if (pixels.length !== records.length * size * size * 3) {
    throw new Error(`${path}.bin: ${pixels.length} bytes for ${records.length} pictures of ${size} × ${size}; remove it and its .json to make them again`); // prettier-ignore
  }
  return {records, pixels};
}
