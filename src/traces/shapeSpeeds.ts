// How fast networks of some shapes decode and train, as data/runs/tiny-lm-speeds.json holds it.
import type {Provenance} from "./identity.js";

/** Median and quartiles over passes, tokens per second of processor time. */
export interface Speed {
  readonly median: number;
  readonly quartiles: readonly [number, number];
}

export interface ShapeSpeed {
  readonly layers: number;
  readonly width: number;
  readonly heads: number;
  readonly kvHeads: number;
  readonly headDim: number;
  readonly intermediateSize: number;
  readonly vocabulary: number;
  readonly parameters: number;
  /** new tokens, greedily, one text at a time */
  readonly decode: Speed;
  /** new tokens of all texts, twenty at a time as in the paper's table 2 */
  readonly decode20: Speed;
  /** training steps of 16 × 128 tokens */
  readonly train: Speed;
}

export interface ShapeSpeeds {
  readonly type: "shape-speeds";
  /** passes over all shapes */
  readonly passes: number;
  readonly newTokens: number;
  readonly shapes: readonly ShapeSpeed[];
  readonly provenance: Provenance;
}
