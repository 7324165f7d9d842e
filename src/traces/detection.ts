// What trained detectors of the CORE chapter say of a fixed set of faces, over their training: two views of each face, their
// features, and where in a face the evidence lies. Faces are sampled from the appearance model and nobody's; they can be
// drawn again from it, so no picture is in a trace.
import {provenance} from "./identity.js";
import {array, flag, integer, number, object, oneOf, optional, record, text} from "./schema.js";
import type {Schema, Static} from "./schema.js";
import type {Quantized} from "./quantized.js";

/** Numbers that quantized.ts packs. */
const quantized = (doc: string): Schema<Quantized> =>
  object(
    {
      low: number("what 0 stands for"),
      high: number("what the largest integer stands for, 255 or 65535"),
      values: text("packed integers, `u8:` or `u16:`")
    },
    doc
  );

const rectangle = (doc: string) =>
  object(
    {
      left: integer("pixels from the left"),
      top: integer("pixels from the top"),
      width: integer("pixels", 1),
      height: integer("pixels", 1)
    },
    doc
  );

const drawn = object(
  {
    flipped: optional(flag("mirrored left to right")),
    erased: optional(rectangle("what was blackened, in pixels of the view")),
    cropped: optional(rectangle("what was kept, in pixels of the picture"))
  },
  "what the augmentation drew; absent: not done"
);

const kind = text("pristine, a manipulation (swap, graphics, reenact, rerender), or null: one with every knob at 0");

export const detectionHead = object(
  {
    type: oneOf(["detection"], "kind of line"),
    models: array(
      object({name: text("name"), sha256: text("SHA-256 of its file, hexadecimal")}, "a model in data/models"),
      "what the faces are drawn from"
    ),
    files: record(text("SHA-256, hexadecimal"), "what else it was made from, by path: the pictures' recipe"),
    images: text("name of the picture sets: a digest of recipe and model"),
    runs: array(text("name of a run"), "runs that are recorded, as the study names them"),
    missing: array(text("name of a run"), "runs that were not trained when this was recorded"),
    provenance
  },
  "What heads each file of recorded detections"
);

export const detectionFace = object(
  {
    type: oneOf(["detection-face"], "kind of line"),
    person: text("who: number of the sampled person in the test split"),
    kind,
    corner: array(integer("pixels"), "where the part begins that is read of both views: from left, from top"),
    views: array(drawn, "the two views")
  },
  "A face of the fixed set"
);

export const detectionRun = object(
  {
    type: oneOf(["detection-run"], "kind of line"),
    name: text("name of the run in its part of the study"),
    hash: text("SHA-256 of its recipe, first 16 hex digits, as in data/runs/core.jsonl"),
    consistency: oneOf(["none", "cosine", "l1", "l2"], "penalty on the features of two views"),
    rate: number("what the penalty is multiplied by"),
    augmentation: text("what views are drawn by"),
    seed: integer("seed of weights and pictures"),
    size: integer("pixels along what is read of a view", 1),
    featureLength: integer("numbers in a feature", 1),
    chosen: integer("step whose weights were chosen on the validation split"),
    validation: number("their AUC there"),
    weights: text("SHA-256 of the chosen weights' file, hexadecimal"),
    steps: array(integer("step"), "steps at which weights were kept"),
    kept: array(text("SHA-256, hexadecimal"), "of their files, in the same order"),
    share: number(
      "mean share of a feature's squared length that its point keeps: points are unit features projected to the three directions of largest second moment, of all views at all steps of this run"
    ),
    points: quantized(
      "points [step][face][view][3], in the unit ball; the mean of the last step lies on the first axis"
    ),
    cosine: quantized("cosine of the two views' features [step][face]"),
    logits: quantized("real and manipulated [step][face][view][2]"),
    norms: quantized("length of the features [step][face][view]")
  },
  "A run, asked about the faces at the steps whose weights it kept"
);

export const detectionMask = object(
  {
    type: oneOf(["detection-mask"], "kind of line"),
    person: text("number of the sampled person in the test split"),
    kind,
    size: integer("places along an edge", 1),
    mask: text("share of each place that is new, 0 to 255, packed in rows [size, size]")
  },
  "What a manipulation changed in a face"
);

export const detectionMap = object(
  {
    type: oneOf(["detection-map"], "kind of line"),
    run: text("name of the run"),
    person: text("number of the sampled person in the test split"),
    kind,
    size: integer("places along an edge", 1),
    activation: quantized(
      "class activation [size, size] of the chosen weights, mean over all parts that are read while they slide over the face by 8 pixels; positive speaks for manipulated"
    ),
    score: number("mean over these parts of the difference of logits"),
    inside: optional(number("mean activation within the mask; absent where nothing was changed")),
    outside: optional(number("mean activation outside it")),
    control: optional(number("inside less outside of the same mask, on the same person's pristine picture")),
    hit: optional(flag("whether the place of highest activation lies in the mask, by half at least"))
  },
  "Where a run sees the evidence in one face"
);

const mean = (doc: string) =>
  object({mean: number("mean"), low: number("of its 95 % interval"), high: number("of its 95 % interval")}, doc);

export const detectionPointing = object(
  {
    type: oneOf(["detection-pointing"], "kind of line"),
    run: text("name of the run"),
    kind,
    pictures: integer("pictures, each of another person", 1),
    score: mean("activation inside the mask less outside, in logits; bootstrap over people"),
    control: mean("the same of the same masks on the pristine pictures"),
    gain: mean("score less control, picture by picture: what the change itself adds"),
    hits: mean("share of pictures whose place of highest activation lies in the mask"),
    covered: number("mean share of the face that the mask covers: what hits would be, were all places alike")
  },
  "How well a run's activation maps point at one manipulation"
);

export const detectionScores = object(
  {
    type: oneOf(["detection-scores"], "kind of line"),
    run: text("name of the run"),
    part: text("its part of the study"),
    hash: text("SHA-256 of its recipe, first 16 hex digits"),
    weights: text("SHA-256 of the chosen weights' file, hexadecimal"),
    source: text("where the pictures are from: samples, mixtures, london, …"),
    pristine: array(
      number("score"),
      "difference of logits of each pristine picture, manipulated less real, to 3 digits"
    ),
    manipulated: record(array(number("score"), "scores"), "of each manipulated picture, by kind, and of null ones"),
    auc: number("area under the ROC curve, all manipulations together"),
    interval: array(number("AUC"), "its 95 % interval, by a bootstrap over people"),
    rates: array(
      object(
        {
          limit: number("largest share of false alarms"),
          rate: number("share of the manipulated pictures that is found"),
          interval: array(number("rate"), "its 95 % interval, by a bootstrap over people")
        },
        "TDR at a limit of FPR"
      ),
      "at the limits that the number of pristine pictures can tell"
    )
  },
  "Scores of one source's test pictures"
);

export const detectionLines = {
  detection: detectionHead,
  "detection-face": detectionFace,
  "detection-run": detectionRun,
  "detection-mask": detectionMask,
  "detection-map": detectionMap,
  "detection-pointing": detectionPointing,
  "detection-scores": detectionScores
} as const;

export type DetectionHead = Static<typeof detectionHead>;
export type DetectionFace = Static<typeof detectionFace>;
export type DetectionRun = Static<typeof detectionRun>;
export type DetectionMask = Static<typeof detectionMask>;
export type DetectionMap = Static<typeof detectionMap>;
export type DetectionPointing = Static<typeof detectionPointing>;
export type DetectionScores = Static<typeof detectionScores>;
export type DrawnView = Static<typeof drawn>;
