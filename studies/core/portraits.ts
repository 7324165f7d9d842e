// Reads portraits from the folder that CONCORD_FACES names.
import {createHash} from "node:crypto";
import {existsSync, readFileSync} from "node:fs";
import {join} from "node:path";
import codec from "jpeg-js";
import {fromRgba, type Image} from "../../src/images/image.js";
import type {Portrait} from "./landmarks.js";

/** The folder in CONCORD_FACES. Throws when the variable is not set or names no folder. */
export function portraitFolder(environment: NodeJS.ProcessEnv = process.env): string {
  const folder = environment.CONCORD_FACES;
  if (!folder) {
    throw new Error(
      "CONCORD_FACES is not set: point it at a folder with the aligned portraits (320 × 320, JPEG) that " +
        "studies/core/landmarks.json lists; they were cropped from the sources named there, and no source serves them as they are"
    );
  }
  if (!existsSync(folder)) throw new Error(`CONCORD_FACES: no such folder: ${folder}`);
  return folder;
}

/** Reads one portrait, 320 × 320. Throws, saying where it comes from, when it is missing or of another size. */
export function readPortrait(folder: string, {file}: Portrait, via: string | undefined): Image {
  const path = join(folder, file);
  if (!existsSync(path)) throw new Error(`portrait missing: ${file} is not in the folder CONCORD_FACES names; it was cropped from ${via ?? "its source"}`); // prettier-ignore
  const {width, height, data} = codec.decode(readFileSync(path), {useTArray: true, formatAsRGBA: true});
  if (width !== 320 || height !== 320)
    throw new Error(`${file}: ${width} × ${height} pixels; aligned portraits have 320 × 320`);
  return fromRgba(data, width, height);
}

/** One SHA-256 for the files of some portraits, in their order. */
export function portraitsDigest(folder: string, portraits: readonly Portrait[]): string {
  const hash = createHash("sha256");
  for (const {file} of portraits) hash.update(readFileSync(join(folder, file)));
  return hash.digest("hex");
}
