// Hidden states of rows that a llama has run, and how another graph is fed them: the layers behind, an adapter, heads.
import type {Rows, Scores, StateRow, States} from "../decoding/model.js";

export class LlamaStates implements States {
  constructor(
    readonly rows: Rows,
    readonly layer: number,
    /** hidden states [T, d]; after the last layer only those of the scored rows [R, d] */
    readonly hidden: Float32Array,
    /** rows that are scored */
    readonly scored: Int32Array,
    /** after the last layer: what its head said */
    readonly scores?: Scores
  ) {}

  /** Where row `row` is in `hidden`; −1 where it was not kept. */
  place(row: number): number {
    return this.scores ? this.scored.indexOf(row) : row;
  }
}

/**
 * Hidden states of earlier forwards as rows of a new one [T, width].
 * @throws where a state is of another layer or model, or of a row that left nothing but its cache entry
 */
export function hiddenOf(states: readonly StateRow[], layer: number, width: number): Float32Array {
  const hidden = new Float32Array(states.length * width);
  states.forEach(({states: source, row}, i) => {
    if (!(source instanceof LlamaStates) || source.layer !== layer) {
      throw new Error(`forward: state ${i} is of layer ${source.layer}, layers from ${layer} were asked for`);
    }
    const place = source.place(row);
    if (place < 0) throw new Error(`forward: state ${i} is of row ${row}, which was not scored`);
    hidden.set(source.hidden.subarray(place * width, (place + 1) * width), i * width);
  });
  return hidden;
}
