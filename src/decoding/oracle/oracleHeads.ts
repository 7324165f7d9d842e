// Heads that answer from recorded chains. They are asked about rows of an oracle's target that are on the greedy text.

import type {OracleAnswers} from "../../traces/oracle.js";
import type {Heads} from "../heads.js";

export interface OracleHeadsOptions {
  /** what is known of each sample of the batch, in its order [B] */
  readonly answers: readonly OracleAnswers[];
  readonly vocabSize: number;
  /** the chains' name; their depth is the number of heads */
  readonly chain: string;
}

/** Heads for one batch, beside an `oracleModel` of the same answers. Throws when a sample lacks the chain. */
export function oracleHeads({answers, vocabSize, chain}: OracleHeadsOptions): Heads {
  const known = answers.map(({id, prompt, chains}) => {
    if (!(chain in chains)) throw new Error(`oracle ${id}: no chains of ${chain}`);
    return {...chains[chain], promptLength: prompt.length};
  });
  const count = Math.max(...known.map(({depth}) => depth));
  return {
    count,
    vocabSize,
    score(states, {topK = 0, temperature} = {}) {
      if (topK > 0 || temperature !== undefined) {
        return Promise.reject(new Error("oracle: only arg-maxes were recorded; sampling needs real heads"));
      }
      const choice = new Int32Array(states.length * count).fill(-1);
      const confidence = new Float32Array(states.length * count).fill(NaN);
      states.forEach(({states: {rows}, row}, s) => {
        const {tokens, confidence: steps, depth, promptLength} = known[rows.samples[row]];
        // the row chose the next token; the heads go on behind that
        const first = (rows.positions[row] + 1 - promptLength) * depth;
        for (let k = 0; k < depth && first + k < tokens.length; k++) {
          choice[s * count + k] = tokens[first + k];
          confidence[s * count + k] = steps[first + k] / 65535;
        }
      });
      return Promise.resolve({choice, confidence, margin: new Float32Array(choice.length).fill(NaN)});
    }
  };
}
