// Medusa-style heads (Cai et al. 2024) as Kangaroo's tables have them without a tree: the heads read the state from which
// the model chose its last token, and their top-1s are the draft, a chain. Every head guesses without knowing what the heads
// before it said, so their distributions are independent, and drawing from each is exact at a temperature.

import type {Heads} from "../heads.js";
import type {StateRow} from "../model.js";
import {pick} from "../verification/pick.js";
import {checkDraftLength, stored} from "./confidence.js";
import {noTokens} from "./drafter.js";
import type {Drafter} from "./drafter.js";

export interface MedusaOptions {
  readonly heads: Heads;
  /** heads that draft; default all (the papers: 4) */
  readonly draftLength?: number;
}

/** Throws on more drafts than heads, and, when it begins, on another vocabulary. */
export function medusa({heads, draftLength = heads.count}: MedusaOptions): Drafter {
  checkDraftLength(draftLength);
  if (draftLength > heads.count) throw new Error(`medusa: draftLength ${draftLength}, there are ${heads.count} heads`);
  let last: readonly (StateRow | undefined)[] = [];
  return {
    name: "medusa",
    draftLength,
    begin(_, {vocabSize}) {
      if (heads.vocabSize === vocabSize) return undefined;
      throw new Error(`medusa: the heads have a vocabulary of ${heads.vocabSize}, the target of ${vocabSize}`);
    },
    verified(states) {
      last = states;
    },
    async draft({samples, sampling}) {
      const drafting = Array.from(samples.keys()).filter((i) => samples[i].room > 0 && last[i]);
      const states = drafting.flatMap((i) => last[i] ?? []);
      if (states.length === 0) return {tokens: samples.map(() => noTokens)};
      const scores = await heads.score(states, sampling ? {temperature: sampling.temperature} : {});
      const drafts = samples.map((_, i) => {
        const place = drafting.indexOf(i);
        if (place < 0) return [];
        return Array.from({length: Math.min(samples[i].room, draftLength)}, (_unused, k) => {
          const where = `sample ${i}, head ${k}`;
          return pick(scores, place * heads.count + k, where, sampling && (() => sampling.random(i)));
        });
      });
      const all = drafts.map((list) => list.flatMap(({distribution}) => Array.from(distribution)));
      return {
        tokens: drafts.map((list) => Int32Array.from(list, ({token}) => token)),
        confidences: drafts.map((list) => list.map(({confidence}) => stored(confidence))),
        ...(sampling && {probabilities: all.map((list) => Float32Array.from(list))}),
        forwards: 1,
        rows: states.length
      };
    }
  };
}
