// What one run of the CORE study is, as data: the detector, the pictures, how views are drawn, the loss.
import type {Augmentation} from "../../../src/images/augment/index.js";
import type {Family} from "../../../src/images/manipulate/index.js";
import type {Consistency} from "../../../src/nets/detector/train.js";
import type {SetSource} from "../subjects.js";

export interface CoreRecipe {
  /** pixels of a window, cut from pictures of 128 and never shrunk */
  readonly size: number;
  readonly channels: readonly number[];
  readonly sources: readonly SetSource[];
  /** manipulations that are trained on */
  readonly manipulations: readonly Family[];
  readonly augmentation: Augmentation;
  readonly consistency: Consistency;
  readonly rate: number;
  /** false: nothing but the penalty is brought down */
  readonly crossEntropy: boolean;
  /** whether a pair are two views of one picture, or of two pictures as in a known reimplementation */
  readonly pairing: "same" | "different";
  /** pairs in a batch */
  readonly pairs: number;
  /** views in all */
  readonly views: number;
  readonly schedule: {readonly peak: number; readonly warmup: number; readonly decay: number; readonly floor: number};
  readonly weightDecay: number;
  readonly seed: number;
}

/** The recipe that others differ from. */
export const CORE_BASE: CoreRecipe = {
  size: 64,
  channels: [24, 48, 96, 160],
  sources: ["samples"],
  manipulations: ["swap", "graphics", "reenact", "rerender"],
  augmentation: "RE",
  consistency: "cosine",
  rate: 1,
  crossEntropy: true,
  pairing: "same",
  pairs: 16,
  views: 60_000,
  schedule: {peak: 2e-3, warmup: 0.03, decay: 0.3, floor: 0.02},
  weightDecay: 0.01,
  seed: 1
};
