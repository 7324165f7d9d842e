// Picture sets in memory, and windows of them as a detector reads them.
import {readdir} from "node:fs/promises";
import {join} from "node:path";
import {augment, type Augmentation} from "../../../src/images/augment/index.js";
import {jpeg} from "../../../src/images/jpeg.js";
import {readPictures, type PictureRecord} from "../images.js";
import type {Image} from "../../../src/images/image.js";
import type {Random} from "../../../src/images/random.js";
import type {Split} from "../splits.js";
import type {SetSource} from "../subjects.js";

export interface Picture {
  readonly record: PictureRecord;
  readonly image: Image;
}

/** All pictures of a source in some splits. @throws where a set is not made, naming the command that makes it */
export async function picturesIn(
  folder: string,
  source: SetSource,
  splits: readonly Split[],
  size: number
): Promise<Picture[]> {
  const names = (await readdir(folder).catch(() => []))
    .filter((name) => name.endsWith(".json") && splits.some((split) => name.startsWith(`${source}-${split}-`)))
    .sort();
  if (names.length === 0) {
    throw new Error(`pictures of ${source} are not made; run npm run train -- core-images --only ${source}`);
  }
  const found: Picture[] = [];
  for (const name of names) {
    const {records, pixels} = await readPictures(join(folder, name.replace(/\.json$/, "")), size);
    const length = size * size * 3;
    records.forEach((record, i) => {
      const data = Float32Array.from(pixels.subarray(i * length, (i + 1) * length));
      found.push({record, image: {width: size, height: size, data}});
    });
  }
  return found;
}

/** Whether a picture is manipulated; a null manipulation is none, and stands by itself in tests. */
export const isManipulated = ({record}: Picture): boolean => record.kind !== "pristine" && record.kind !== "null";

/** A view of a picture as CORE draws it. */
export const viewOf = ({image}: Picture, augmentation: Augmentation, random: Random): Image =>
  augment(augmentation, image, image.width, random);

/** The pictures after a compression that no training picture had. */
export const compressed = (pictures: readonly Picture[], quality: number): Picture[] =>
  pictures.map(({record, image}) => ({record, image: jpeg(image, quality)}));
