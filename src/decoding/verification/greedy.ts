// Greedy verification, as in the EMS-SD code: walk the rows while the target's choice equals the next row's token; stop at
// the first that differs, at the last row, or at an end token. The choice at the stop is the target's own token. An end
// token that was drafted and chosen therefore counts as the target's, not as an accepted draft.

import type {Scores} from "../model.js";
import {known} from "./verifier.js";
import type {Verifier} from "./verifier.js";

export function greedyVerifier(): Verifier {
  return {
    scoring: {},
    walk({sample, tokens, scores, first, eos, limit}) {
      const emitted: number[] = [];
      for (let i = 0; i < tokens.length; i++) {
        const choice = readChoice(scores, first + i, `sample ${sample}, row ${i} of ${tokens.length}`);
        emitted.push(choice);
        if (choice !== tokens[i + 1] || eos.has(choice) || emitted.length === limit) break;
      }
      return {
        emitted: Int32Array.from(emitted),
        confidence: known(scores.confidence, first, emitted.length),
        margin: known(scores.margin, first, emitted.length)
      };
    }
  };
}

/** The choice at `index`. An oracle has none (−1) for a pad or for a row behind a rejected token: throws. */
export function readChoice(scores: Scores, index: number, where: string): number {
  const choice = scores.choice[index];
  if (choice < 0) {
    throw new Error(`${where}: no answer recorded: a pad, or a row behind a rejected token; only a real model can say`);
  }
  return choice;
}
