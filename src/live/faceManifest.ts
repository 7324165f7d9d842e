// What loaders/core/manifest.json.ts tells the page of the CORE chapter's files, and where they are.
import {FileAttachment} from "observablehq:stdlib";
import {formatBytes} from "./manifest.js";
import type {FaceSources} from "./faces.js";
import type {AppearanceModel} from "../images/appearance/index.js";

interface File {
  readonly bytes: number;
  /** as hex */
  readonly sha256: string;
}

/** A threshold on the score, and which share of pristine pictures scored that or more. */
export interface Alarm {
  readonly threshold: number;
  readonly share: number;
}

/** A detector there is, and what it was when it was tested. */
export interface DetectorFile extends File {
  /** pixels along an edge of a window */
  readonly size: number;
  readonly parameters: number;
  /** hash of its run's recipe in data/runs/core.jsonl */
  readonly run: string;
  /** AUC on test pictures of sampled people, all manipulations */
  readonly auc?: number;
  /** the threshold 0, and those that let at most one pristine picture in ten, in a hundred and in a thousand pass for manipulated */
  readonly alarms?: readonly Alarm[];
  /** pristine pictures, of sampled people, that those were measured on */
  readonly pristine?: number;
}

export interface FaceManifest {
  readonly appearance: File;
  /** people whose portraits no detector was trained on */
  readonly people?: Pick<AppearanceModel, "frames" | "neighbours">;
  /** "none", "cosine" */
  readonly detectors: Readonly<Record<string, DetectorFile>>;
  readonly finder?: File;
  /** ONNX Runtime's WebAssembly, as it is and as hosts send it that compress */
  readonly runtime: {readonly bytes: number; readonly compressed: number};
}

/** What the two detectors are called on the page. */
export const detectorNames: Readonly<Record<string, string>> = {
  none: "without consistency",
  cosine: "with consistency"
};

/** Why nothing can be judged, in words; undefined where it can. */
export const missingWords = ({detectors}: FaceManifest): string | undefined =>
  Object.keys(detectors).length > 0
    ? undefined
    : "The detectors are still being trained: nothing can be judged here yet.";

/** What will be fetched, in words. */
export function fetchWords({appearance, detectors, finder, runtime}: FaceManifest, judge: boolean): string {
  const models = Object.values(detectors).reduce((sum, {bytes}) => sum + bytes, finder?.bytes ?? 0);
  return judge ? formatBytes(appearance.bytes + models + runtime.compressed) : formatBytes(appearance.bytes);
}

/** Addresses of the files. File names are literal, since the site's bundler looks for them. */
export function faceSources({appearance, people, detectors, finder}: FaceManifest): FaceSources {
  const urls: Readonly<Record<string, string>> = {
    none: FileAttachment("../data/models/core/none.safetensors").href,
    cosine: FileAttachment("../data/models/core/cosine.safetensors").href
  };
  const found = Object.entries(detectors).map(([name, {bytes, sha256}]) => [name, {name: `${name}.safetensors`, url: urls[name], bytes, sha256}] as const); // prettier-ignore
  return {
    faces: {
      appearance: {name: "appearance.bin.gz", url: FileAttachment("../data/models/appearance.bin").href, ...appearance},
      ...(people ? {people} : {})
    },
    detectors: {
      detectors: Object.fromEntries(found),
      ...(finder
        ? {
            finder: {
              name: "blazeface.safetensors",
              url: FileAttachment("../data/models/blazeface.safetensors").href,
              ...finder
            }
          }
        : {})
    }
  };
}
