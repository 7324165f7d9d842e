// What the shape workbench needs, as loaders/shapes.json.ts prints it: networks to start from, and what a study measured of
// shapes, where it has run. Nothing here is guessed: where there are no measurements the figure says so.
import type {Provenance} from "../traces/identity.js";

/** The shape of a Llama-type network. */
export interface Shape {
  /** layers */
  readonly depth: number;
  /** of the hidden states */
  readonly width: number;
  /** query heads */
  readonly heads: number;
  /** heads of keys and values */
  readonly kvHeads: number;
  /** channels of a head */
  readonly headSize: number;
  /** channels inside the MLP over the width */
  readonly expansion: number;
  /** entries */
  readonly vocabulary: number;
  /** whether one matrix is embedding and head */
  readonly tied: boolean;
}

/** A network to start from. */
export interface NamedShape extends Shape {
  readonly name: string;
  /** whose it is: ours are in data/models, the paper's are counted as Llama-type networks */
  readonly from: "ours" | "paper";
  /** whether it is drawn beside the reader's */
  readonly beside: boolean;
}

/** One shape, timed: a single sequence decoded greedily, and training steps. */
export interface ShapeSpeed {
  readonly depth: number;
  readonly width: number;
  readonly heads: number;
  readonly expansion: number;
  readonly vocabulary: number;
  readonly parameters: number;
  readonly decodeTokensPerSecond: number;
  readonly trainTokensPerSecond: number;
}

/** One shape, trained: held-out bits per byte at equal training. */
export interface ShapeRun {
  readonly name: string;
  readonly depth: number;
  readonly width: number;
  readonly expansion: number;
  readonly vocabulary: number;
  readonly parameters: number;
  readonly bitsPerByte: number;
}

export interface ShapeData {
  /** the first one stands there at first */
  readonly shapes: readonly NamedShape[];
  /** absent until the study has timed shapes */
  readonly speeds?: readonly ShapeSpeed[];
  /** where and when `speeds` were taken */
  readonly provenance?: Provenance;
  /** absent until the study has trained shapes */
  readonly runs?: readonly ShapeRun[];
}
