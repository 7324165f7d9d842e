// A network without some of its layers, as data/runs/tiny-lm-skipping.json holds it.
import type {Provenance} from "./identity.js";

export interface Skipped {
  /** first layer that is left out, from 0 */
  readonly first: number;
  /** how many in a row */
  readonly count: number;
  /** of held-out text, by domain */
  readonly bitsPerByte: Readonly<Record<string, number>>;
}

export interface LayerSkipping {
  readonly type: "layer-skipping";
  readonly layers: number;
  /** SHA-256 of the text and of the network's weights */
  readonly inputs: {readonly text: string; readonly parent: string};
  /** of the whole network */
  readonly whole: Readonly<Record<string, number>>;
  readonly skipped: readonly Skipped[];
  readonly provenance: Provenance;
}
