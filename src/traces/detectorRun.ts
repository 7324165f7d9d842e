// One training run of a forgery detector, as data/runs/core.jsonl holds it.
import type {RecordedRun} from "./studyRun.js";

/** How well pristine and manipulated pictures of one set are told apart. */
export interface DetectorScore {
  /** where the pictures are from: samples, mixtures, london, … */
  readonly source: string;
  /** a manipulation, "all" of them, or "null": the whole pipeline with every knob at 0 */
  readonly kind: string;
  /** quality of a JPEG compression that no training picture had; absent: as the pictures are */
  readonly jpeg?: number;
  readonly pristine: number;
  readonly manipulated: number;
  /** area under the ROC curve and its 95 % interval, by a bootstrap over people and not over pictures */
  readonly auc: number;
  readonly interval: readonly [low: number, high: number];
  /** share of manipulated pictures found at a share of false alarms of at most 0.1 %; only where there are 1000 pristine ones */
  readonly tdr?: number;
  /** share of right answers where "manipulated" is said above one half */
  readonly accuracy: number;
}

export interface DetectorRun<Recipe = unknown> extends RecordedRun<Recipe> {
  /** SHA-256 of the picture sets' recipe and model */
  readonly inputs: {readonly images: string};
  /** weights in all */
  readonly parameters: number;
  readonly trained: {readonly steps: number; readonly views: number};
  /** means over stretches: step at the end, cross-entropy, penalty before its rate, mean cosine and mean norm of features, gradient norm */
  readonly curve: readonly (readonly [
    step: number,
    entropy: number,
    penalty: number,
    agreement: number,
    norm: number,
    gradientNorm: number
  ])[];
  /** AUC on the validation split */
  readonly evaluations: readonly (readonly [step: number, auc: number])[];
  /** the step whose weights were chosen on the validation split */
  readonly chosen: number;
  /** the step at which loss or gradient was no number */
  readonly diverged?: number;
  readonly scores: readonly DetectorScore[];
  /** mean cosine of the features of two views of a test picture, drawn as in training */
  readonly consistency?: {readonly pristine: number; readonly manipulated: number; readonly norm: number};
}
