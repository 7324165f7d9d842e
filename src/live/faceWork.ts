// What the CORE chapter's live parts compute, without worker and page: people who do not exist, their manipulations, the
// aligned crop that a detector reads, and what it makes of it.
import {alignedCrop, sixPoints, type SixPoints} from "../images/align.js";
import {faceDrawer, samplePerson, shapeOf, walkPerson, type AppearanceModel} from "../images/appearance/index.js";
import type {FaceMesh, Subject} from "../images/faceMesh.js";
import {createImage, type Image, type Plane} from "../images/image.js";
import {jpeg} from "../images/jpeg.js";
import {expressionFor, graphics, reenact, rerender, swap, type Family, type Manipulated} from "../images/manipulate/index.js"; // prettier-ignore
import {middleWindow, testWindows, writeWindow} from "../images/window.js";
import {random} from "../training/random.js";
import {forgeryKnobs} from "./forgeryKnobs.js";
import type {Detector} from "../runtime/detector.js";

/** pixels along an edge of the crop that detectors are trained on */
export const CROP = 128;
/** JPEG quality of crops: the middle of what pictures are trained with */
export const QUALITY = 80;

/** Somebody who does not exist: from a seed, moved along the appearance components by so many deviations each. */
export interface PersonSpec {
  readonly seed: number;
  readonly walk: readonly number[];
}

/** Who is drawn from: the whole model, or the portraits of one split with their neighbours. */
export interface FaceTools {
  readonly model: AppearanceModel;
  readonly mesh: FaceMesh;
  subject(person: PersonSpec): Subject;
}

/** @param people portraits that may give a frame, and neighbours of each: those of a split; default all of the model */
export function faceTools(whole: AppearanceModel, people?: Pick<AppearanceModel, "frames" | "neighbours">): FaceTools {
  const model = people ? {...whole, ...people} : whole;
  const draw = faceDrawer(model);
  return {
    model,
    mesh: model.mesh,
    subject({seed, walk}) {
      const person = samplePerson(model, random(seed));
      return draw(walk.reduce((moved, deviations, k) => (deviations === 0 ? moved : walkPerson(model, moved, k, deviations)), person)); // prettier-ignore
    }
  };
}

/** What is done to a subject. Knobs are a slider's whole numbers (forgeryKnobs.ts). */
export interface ForgerySpec {
  readonly family: Family;
  readonly donor: PersonSpec;
  readonly knobs: Readonly<Record<string, number>>;
}

/** The manipulated picture, and its mask. @throws where a knob is missing */
export function forge({model, mesh, subject: drawn}: FaceTools, subject: Subject, spec: ForgerySpec): Manipulated {
  const knob = Object.fromEntries(
    forgeryKnobs[spec.family].map(({name, unit}) => {
      const value = spec.knobs[name];
      if (value === undefined) throw new Error(`${spec.family}: ${name} is missing`);
      return [name, value * unit];
    })
  );
  switch (spec.family) {
    case "swap":
      return swap(subject, drawn(spec.donor), mesh, knob);
    case "graphics":
      return graphics(subject, drawn(spec.donor), mesh, {...knob, offset: [knob.right, knob.down]});
    case "reenact": {
      const smile = expressionFor(subject.points, model.smile, shapeOf(model, [])); // prettier-ignore
      return reenact(subject, smile, mesh, knob);
    }
    case "rerender":
      return rerender(subject, mesh, knob);
  }
}

/** What a detector reads of a face whose landmarks are known: aligned, and compressed as pictures are. */
export function crop({mesh}: FaceTools, image: Image, points: Subject["points"], quality: number): Image {
  return jpeg(alignedCrop(image, sixPoints(points, mesh.groups), CROP), quality);
}

/** The same of a picture whose six points were found. */
export const cropAt = (image: Image, points: SixPoints): Image => jpeg(alignedCrop(image, points, CROP), QUALITY);

/** A mask in the crop's pixels. */
export function cropMask({mesh}: FaceTools, mask: Plane, points: Subject["points"]): Plane {
  const grey = createImage(mask.width, mask.height);
  mask.data.forEach((value, i) => grey.data.fill(value, 3 * i, 3 * i + 3));
  const {width, height, data} = alignedCrop(grey, sixPoints(points, mesh.groups), CROP);
  return {width, height, data: data.filter((_, i) => i % 3 === 0)};
}

/** Where a detector reads a crop: through the four windows of a test, or through one, as a pair is read in training. */
export type Windows = "four" | "one";

/** What a detector makes of a crop: means over its windows. */
export interface Reading {
  /** logit of "manipulated" less that of "real" */
  readonly logit: number;
  /** pooled feature */
  readonly feature: Float32Array;
  /** class activation map, by the mean of the windows that see a place */
  readonly map: Activation;
}

export interface Activation {
  /** places along an edge */
  readonly places: number;
  /** pixels of the crop: where the map begins, and how wide a place is */
  readonly start: number;
  readonly step: number;
  /** [places, places]: how much it speaks for "manipulated" */
  readonly values: Float32Array;
}

/** Readings of crops that are all of one size. */
export async function read(detector: Detector, crops: readonly Image[], windows: Windows): Promise<Reading[]> {
  if (crops.length === 0) return [];
  const {size} = detector.config;
  const {width: full} = crops[0];
  const corners = windows === "four" ? testWindows(full, size) : [middleWindow(full, size)];
  const length = 3 * size * size;
  const all = new Float32Array(crops.length * corners.length * length);
  crops.forEach((image, i) => corners.forEach((corner, w) => writeWindow(image, corner, size, all, (i * corners.length + w) * length))); // prettier-ignore
  const {features, logits, activation} = await detector.detect(all);
  const {featureLength: width, mapSize: cells} = detector;
  return crops.map((_, i) => {
    const feature = new Float32Array(width);
    let logit = 0;
    corners.forEach((__, w) => {
      const k = i * corners.length + w;
      for (let j = 0; j < width; j++) feature[j] += features[k * width + j] / corners.length;
      logit += (logits[2 * k + 1] - logits[2 * k]) / corners.length;
    });
    const maps = activation.subarray(i * corners.length * cells ** 2, (i + 1) * corners.length * cells ** 2);
    return {logit, feature, map: stitched(maps, corners, cells, size / cells)};
  });
}

/** Maps of overlapping windows as one. Windows lie apart by whole places, or by what is nearest to it. */
function stitched(
  maps: Float32Array,
  corners: readonly (readonly [number, number])[],
  cells: number,
  step: number
): Activation {
  const start = Math.min(...corners.map(([x]) => x));
  const places = Math.max(...corners.map(([x]) => Math.round((x - start) / step))) + cells;
  const [values, seen] = [new Float32Array(places ** 2), new Float32Array(places ** 2)];
  corners.forEach(([x0, y0], w) => {
    const [dx, dy] = [Math.round((x0 - start) / step), Math.round((y0 - start) / step)];
    for (let y = 0; y < cells; y++) {
      for (let x = 0; x < cells; x++) {
        const place = (y + dy) * places + x + dx;
        values[place] += maps[w * cells ** 2 + y * cells + x];
        seen[place] += 1;
      }
    }
  });
  return {places, start, step, values: values.map((value, i) => value / Math.max(1, seen[i]))};
}

/** How far two features are apart, by the three measures that the released code knows, and their angle. */
export interface Agreement {
  readonly cosine: number;
  /** degrees */
  readonly angle: number;
  /** (1 − cos)² */
  readonly penalty: number;
  /** means over all elements */
  readonly l1: number;
  readonly l2: number;
  readonly norms: readonly [number, number];
}

export function agreement(a: Float32Array, b: Float32Array): Agreement {
  let [dot, aa, bb, l1, l2] = [0, 0, 0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    dot += a[i] * b[i];
    aa += a[i] ** 2;
    bb += b[i] ** 2;
    l1 += Math.abs(a[i] - b[i]) / a.length;
    l2 += (a[i] - b[i]) ** 2 / a.length;
  }
  const norms = [Math.sqrt(aa), Math.sqrt(bb)] as const;
  const cosine = Math.min(1, Math.max(-1, dot / (norms[0] * norms[1] || 1)));
  return {cosine, angle: (Math.acos(cosine) * 180) / Math.PI, penalty: (1 - cosine) ** 2, l1, l2, norms};
}

/** Cross-entropy of one view in nats, before the class weight. */
export const entropyOf = (logit: number, manipulated: boolean): number =>
  Math.log1p(Math.exp(-Math.abs(logit))) + Math.max(0, manipulated ? -logit : logit);

/** Mean absolute difference of two pictures, in grey levels. */
export function changeOf(a: Image, b: Image): number {
  return a.data.reduce((sum, value, i) => sum + Math.abs(value - b.data[i]), 0) / a.data.length;
}
