// What the target would say if it left after a layer, at every position of the greedy output: its own norm and head on that
// layer's states. The text is fed once, layer by layer up to the deepest one asked for.

import type {Chains, OracleAnswers} from "../../traces/oracle.js";
import {toSteps} from "../drafters/confidence.js";
import type {Model} from "../model.js";
import {exitStates} from "./exitStates.js";

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
  for await (const {after} of exitStates(model, answers, layers)) {
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
