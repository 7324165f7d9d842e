// What crosses the port between the page and the worker that draws faces and judges them. Pictures cross as bytes that a
// canvas takes; a reader's own picture never leaves the worker.
import type {View} from "../images/augment/index.js";
import type {RemoteFile} from "../runtime/fetchCheckpoint.js";
import type {Progress} from "../runtime/fetchWeights.js";
import type {AppearanceModel} from "../images/appearance/index.js";
import type {Activation, Agreement, ForgerySpec, PersonSpec, Windows} from "./faceWork.js";

/** The appearance model; `people`: who may be drawn, default everybody. */
export interface OpenFacesArgs {
  readonly appearance: RemoteFile;
  readonly people?: Pick<AppearanceModel, "frames" | "neighbours">;
}

export interface OpenedFaces {
  /** appearance components that a person can be moved along */
  readonly components: number;
  /** portraits that the model was built from, and how many of them may be drawn from */
  readonly portraits: number;
  readonly frames: number;
}

export interface OpenDetectorsArgs {
  readonly detectors: Readonly<Record<string, RemoteFile>>;
  /** what finds faces in a reader's picture */
  readonly finder?: RemoteFile;
}

export interface OpenedDetectors {
  readonly threads: number;
  readonly version: string;
  /** name → SHA-256 */
  readonly models: Readonly<Record<string, string>>;
}

export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8ClampedArray<ArrayBuffer>;
}

/** Who is looked at: somebody who does not exist, as drawn or manipulated, or the reader's own picture. */
export type SubjectSpec =
  {readonly person: PersonSpec; readonly quality: number; readonly forgery?: ForgerySpec} | "own";

export interface Drawn {
  /** as drawn, whole */
  readonly face: Pixels;
  /** the aligned crop */
  readonly crop: Pixels;
}

export interface ViewsArgs {
  readonly subject: SubjectSpec;
  readonly views: readonly View[];
  /** detectors that are asked; none for the pictures alone */
  readonly detectors: readonly string[];
  readonly windows: Windows;
}

export interface ViewReading {
  readonly logit: number;
  readonly feature: Float32Array;
}

export interface ViewsAnswer {
  readonly crop: Pixels;
  readonly views: readonly Pixels[];
  /** by detector: what it makes of each view, and how well the first two agree */
  readonly readings: Readonly<Record<string, {readonly views: readonly ViewReading[]; readonly agreement?: Agreement}>>;
  /** milliseconds in the worker */
  readonly ms: number;
}

export interface ForgeArgs {
  readonly person: PersonSpec;
  readonly forgery: ForgerySpec;
  readonly quality: number;
  readonly detectors: readonly string[];
}

export interface ForgeAnswer {
  readonly pristine: Pixels;
  readonly forged: Pixels;
  /** none where the manipulation needs none */
  readonly donor?: Pixels;
  /** [height, width] in the crop's pixels, 0 to 1 */
  readonly mask: {readonly width: number; readonly height: number; readonly data: Float32Array};
  /** mean absolute difference of both crops, in grey levels */
  readonly change: number;
  /** mean absolute difference where the mask is above one half */
  readonly changeInside: number;
  readonly readings: Readonly<
    Record<string, {readonly pristine: number; readonly forged: number; readonly map: Activation}>
  >;
  readonly ms: number;
}

/** A reader's picture, as a canvas has it. */
export type OwnArgs = Pixels;

export type OwnAnswer =
  | {readonly found: false; readonly reason: string; readonly ms: number}
  | {
      readonly found: true;
      /** in the picture's pixels */
      readonly points: readonly (readonly [number, number])[];
      readonly crop: Pixels;
      readonly ms: number;
    };

/** What is told while something opens. */
export type FaceEvent = {readonly progress: Progress} | {readonly warning: string};
