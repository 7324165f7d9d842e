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

/** Writes a window of an image as [3, size, size], around 0, into `into` from `at` on. */
export function writeWindow(
  image: Image,
  [x0, y0]: readonly [number, number],
  size: number,
  into: Float32Array,
  at: number
): void {
  // prettier-ignore
  const plane = size * size;
  for (let y = 0; y < size; y++) {
    let from = ((y0 + y) * image.width + x0) * 3;
    for (let x = 0, to = at + y * size; x < size; x++, to++, from += 3) {
      into[to] = image.data[from] / 127.5 - 1;
      into[to + plane] = image.data[from + 1] / 127.5 - 1;
      into[to + 2 * plane] = image.data[from + 2] / 127.5 - 1;
    }
  }
}

/** A view of a picture as CORE draws it. */
export const viewOf = ({image}: Picture, augmentation: Augmentation, random: Random): Image =>
  augment(augmentation, image, image.width, random);

/** Corners of the windows that a test reads: two by two, so that they overlap and cover the face. */
export function testWindows(full: number, size: number): [number, number][] {
  const edge = Math.round((full - size) / 4);
  const far = full - size - edge;
  return [edge, far].flatMap((y) => [edge, far].map((x): [number, number] => [x, y]));
}

/** The pictures after a compression that no training picture had. */
export const compressed = (pictures: readonly Picture[], quality: number): Picture[] =>
  pictures.map(({record, image}) => ({record, image: jpeg(image, quality)}));
