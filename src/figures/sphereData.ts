// What the figures of recorded detections draw: loaders/core/sphere.json.ts and activation.json.ts give it.
import type {DetectionPointing, DrawnView, Provenance, Quantized} from "../traces/index.js";

/** Where recorded detections come from. */
export interface DetectionSource {
  readonly models: readonly {readonly name: string; readonly sha256: string}[];
  /** name of the picture sets */
  readonly images: string;
  /** runs that are not trained yet */
  readonly missing: readonly string[];
  readonly provenance: Provenance;
}

export interface SphereFace {
  readonly person: string;
  /** pristine, or how it was manipulated */
  readonly kind: string;
  /** corner of the window in the picture of 128 × 128, pixels */
  readonly corner: readonly number[];
  readonly views: readonly DrawnView[];
}

/** One run over its training. */
export interface SphereRun {
  readonly name: string;
  readonly consistency: "none" | "cosine" | "l1" | "l2";
  readonly rate: number;
  readonly hash: string;
  readonly seed: number;
  readonly featureLength: number;
  /** step that was chosen on the validation split, and its AUC there */
  readonly chosen: number;
  readonly validation: number;
  /** mean share of a feature's squared length that its point keeps */
  readonly share: number;
  readonly steps: readonly number[];
  /** [step][face][view][3], in the unit ball */
  readonly points: Quantized;
  /** of the two views' features [step][face] */
  readonly cosine: Quantized;
  /** logits, manipulated less real [step][face][view] */
  readonly differences: Quantized;
  /** lengths of the features [step][face][view] */
  readonly norms: Quantized;
}

export interface SphereData {
  readonly source: DetectionSource;
  /** pixels along a window */
  readonly size: number;
  readonly augmentation: string;
  readonly faces: readonly SphereFace[];
  readonly runs: readonly SphereRun[];
}

/** A true mask, or a map of where a run sees the evidence. */
export interface ActivationMap {
  readonly run: string;
  readonly person: string;
  readonly kind: string;
  readonly size: number;
  /** [size, size] */
  readonly activation: Quantized;
  /** mean difference of logits over windows */
  readonly score: number;
  /** means within the mask and outside it, and their difference under the same mask in the pristine picture; absent of pristine ones */
  readonly inside?: number;
  readonly outside?: number;
  readonly control?: number;
  readonly hit?: boolean;
}

export interface ActivationMask {
  readonly person: string;
  readonly kind: string;
  readonly size: number;
  /** packed bytes [size, size] */
  readonly mask: string;
}

export interface ActivationData {
  readonly source: DetectionSource;
  readonly runs: readonly Pick<
    SphereRun,
    "name" | "consistency" | "rate" | "hash" | "seed" | "chosen" | "validation"
  >[];
  readonly masks: readonly ActivationMask[];
  readonly maps: readonly ActivationMap[];
  readonly pointing: readonly DetectionPointing[];
}
