// Self-drafting by double early exiting (Kangaroo, Liu et al. 2024, as in evaluation/inference_kangaroo.py): the target's
// first layers and its exit head draft; the layers behind verify on the hidden states already computed. Drafting stops after
// γ tokens, or after a token whose probability is below η; that token stays a draft and is verified. The exit head and its
// cache with its catch-up are the model's business.

import type {StateRow} from "../model.js";
import {readChoice} from "../verification/greedy.js";
import {checkDraftLength, checkThreshold, goesOn, stored} from "./confidence.js";
import {noTokens} from "./drafter.js";
import type {Drafter} from "./drafter.js";

export interface EarlyExitOptions {
  /** layers that draft, ℓ: at least 1, fewer than the model has */
  readonly exitLayer: number;
  /** most drafts per step, γ; default 6 */
  readonly draftLength?: number;
  /** confidence below which drafting stops, η; default 0.6 */
  readonly threshold?: number;
}

/** Greedy only. Throws on invalid options, and, when it begins, on an exit layer that the model does not have. */
export function earlyExit({exitLayer, draftLength = 6, threshold = 0.6}: EarlyExitOptions): Drafter {
  checkDraftLength(draftLength);
  checkThreshold(threshold);
  return {
    name: "early-exit",
    draftLength,
    begin({sampling}, {layers}) {
      if (sampling) throw new Error("early exit: drafts greedily; take another drafter for a temperature above 0");
      if (!Number.isInteger(exitLayer) || exitLayer < 1 || exitLayer >= layers) {
        throw new Error(`invalid exitLayer: ${exitLayer} (the model's layers are [0, ${layers}))`);
      }
    },
    async draft({samples, layout}, model) {
      const drafts = samples.map((): number[] => []);
      const confidences = samples.map((): number[] => []);
      const states = samples.map((): StateRow[] => []);
      const most = samples.map(({room}) => Math.min(room, draftLength));
      let newest = samples.map(({tokens, finished}) => (finished ? noTokens : tokens.slice(-1)));
      let going = most.map((count) => count > 0);
      let rows = 0;
      let forwards = 0;
      while (newest.some(({length}) => length > 0)) {
        const ahead = forwards++;
        const feeds = newest.map((tokens, i) => ({tokens, position: samples[i].length - 1 + ahead}));
        const placement = layout.place(feeds, ahead);
        const drafting = Array.from(going.keys()).filter((i) => going[i]);
        const scored = Int32Array.from(drafting, (i) => placement.offsets[i]);
        const after = await model.forward(placement.rows, {to: exitLayer, scored});
        placement.rows.samples.forEach((i, row) => states[i].push({states: after, row}));
        rows += placement.rows.tokens.length;
        newest = samples.map(() => noTokens);
        if (drafting.length === 0) break;
        const scores = await model.score(after);
        going = samples.map(() => false);
        drafting.forEach((i, index) => {
          const token = readChoice(scores, index, `sample ${i}, draft ${ahead}`);
          drafts[i].push(token);
          confidences[i].push(stored(scores.confidence[index]));
          newest[i] = Int32Array.of(token);
          going[i] = drafts[i].length < most[i] && goesOn(scores.confidence[index], threshold);
        });
      }
      const tokens = drafts.map((list) => Int32Array.from(list));
      return {tokens, confidences, states, layer: exitLayer, forwards, rows};
    }
  };
}
