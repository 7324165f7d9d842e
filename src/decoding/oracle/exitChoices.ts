// What the target would say if it left after a layer, at every position of the greedy output: its own norm and head on that
// layer's states. The text is fed once, layer by layer up to the deepest one asked for.

import type {Chains, OracleAnswers} from "../../traces/oracle.js";
import {toSteps} from "../drafters/confidence.js";
import type {Model, Rows, StateRow} from "../model.js";

/**
 * Top-1 token and its probability behind each of `layers`, as chains of depth 1 [samples][layers].
 * The model needs an exit head. Throws on layers that are not ascending in [1, model.layers).
 */
export async function exitChoices(
  model: Model,
  answers: readonly Pick<OracleAnswers, "prompt" | "output">[],
  layers: readonly number[]
): Promise<Chains[][]> {
  layers.forEach((layer, k) => {
    if (Number.isInteger(layer) && layer > (layers[k - 1] ?? 0) && layer < model.layers) return;
    throw new Error(`exit choices: invalid layer ${layer} (ascending in [1, ${model.layers}))`);
  });
  const chains = answers.map((): Chains[] => []);
  if (layers.length === 0) return chains;
  const {rows, scored} = textRows(answers);
  const slots = Math.max(...answers.map(({prompt, output}) => prompt.length + output.length));
  await model.begin({batchSize: answers.length, slots});
  let states: StateRow[] = [];
  for (const [k, to] of layers.entries()) {
    const after = await model.forward(rows, {from: layers[k - 1] ?? 0, to, states, scored});
    states = Array.from(rows.tokens, (_, row) => ({states: after, row}));
    const {choice, confidence} = await model.score(after);
    let at = 0;
    answers.forEach(({output}, i) => {
      const tokens = choice.slice(at, at + output.length);
      chains[i].push({
        depth: 1,
        tokens,
        confidence: Uint16Array.from(confidence.slice(at, at + output.length), toSteps)
      });
      at += output.length;
    });
  }
  return chains;
}

/** Whole texts as rows; the output's tokens are scored. */
function textRows(answers: readonly Pick<OracleAnswers, "prompt" | "output">[]): {rows: Rows; scored: Int32Array} {
  const tokens: number[] = [];
  const samples: number[] = [];
  const positions: number[] = [];
  const scored: number[] = [];
  answers.forEach(({prompt, output}, i) => {
    [...prompt, ...output].forEach((token, position) => {
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
