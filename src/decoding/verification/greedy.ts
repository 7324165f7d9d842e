// Greedy verification, as in the EMS-SD code: walk the rows while the target's choice equals the next row's token; stop at
// the first that differs, at the last row, or at an end token. In a tree the next row is the child that holds the choice. The choice at the stop is the target's own token. An end
// token that was drafted and chosen therefore counts as the target's, not as an accepted draft.

import type {Scores} from "../model.js";
import {childOf, known} from "./verifier.js";
import type {Verifier} from "./verifier.js";

export function greedyVerifier(): Verifier {
  return {
    scoring: {},
    walk(task) {
      const {sample, tokens, scores, first, eos, limit} = task;
      const emitted: number[] = [];
      const rows: number[] = [];
      for (let row = 0; row >= 0;) {
        const choice = readChoice(scores, first + row, `sample ${sample}, row ${row} of ${tokens.length}`);
        emitted.push(choice);
        rows.push(row);
        row = eos.has(choice) || emitted.length === limit ? -1 : childOf(task, row, choice);
      }
      return {
        emitted: Int32Array.from(emitted),
        rows,
        confidence: known(scores.confidence, first, rows),
        margin: known(scores.margin, first, rows)
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
