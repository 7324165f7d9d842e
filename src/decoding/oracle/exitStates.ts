// Texts fed once, layer by layer: the states behind each of some layers, for whoever asks what would be said there.

import type {Model, Rows, StateRow, States} from "../model.js";

/** A text whose `output` is of interest. */
export interface ProbedText {
  readonly prompt: ArrayLike<number>;
  readonly output: ArrayLike<number>;
}

export interface ExitStates {
  /** layers that the rows have run */
  readonly layer: number;
  /** all tokens of all texts */
  readonly rows: Rows;
  /** rows of the outputs' tokens; these can be scored */
  readonly scored: Int32Array;
  readonly after: States;
  /** the same states row by row */
  readonly states: readonly StateRow[];
}

/** States behind each of `layers`. Throws on layers that are not ascending in [1, model.layers]. */
export async function* exitStates(
  model: Model,
  texts: readonly ProbedText[],
  layers: readonly number[]
): AsyncGenerator<ExitStates> {
  layers.forEach((layer, k) => {
    if (Number.isInteger(layer) && layer > (layers[k - 1] ?? 0) && layer <= model.layers) return;
    throw new Error(`exit states: invalid layer ${layer} (ascending in [1, ${model.layers}])`);
  });
  if (layers.length === 0) return;
  const {rows, scored} = textRows(texts);
  const slots = Math.max(...texts.map(({prompt, output}) => prompt.length + output.length));
  await model.begin({batchSize: texts.length, slots});
  let states: StateRow[] = [];
  for (const [k, layer] of layers.entries()) {
    const after = await model.forward(rows, {from: layers[k - 1] ?? 0, to: layer, states, scored});
    states = Array.from(rows.tokens, (_, row) => ({states: after, row}));
    yield {layer, rows, scored, after, states};
  }
}

/** Whole texts as rows; the output's tokens are scored. */
function textRows(texts: readonly ProbedText[]): {rows: Rows; scored: Int32Array} {
  const tokens: number[] = [];
  const samples: number[] = [];
  const positions: number[] = [];
  const scored: number[] = [];
  texts.forEach(({prompt, output}, i) => {
    [...Array.from(prompt), ...Array.from(output)].forEach((token, position) => {
      if (position >= prompt.length) scored.push(tokens.length);
      tokens.push(token);
      samples.push(i);
      positions.push(position);
    });
  });
  const places = Int32Array.from(positions);
  const rows = {tokens: Int32Array.from(tokens), samples: Int32Array.from(samples), positions: places, slots: places};
  return {rows, scored: Int32Array.from(scored)};
}
