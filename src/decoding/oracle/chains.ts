// Recording a drafter's chains: it drafts from every position of the greedy output, one position further each step. None of
// its drafts are verified, so it sees exactly what it would see after any accepted prefix. Of an early exit the target goes
// on from the last token's state and forgets the drafts'.

import type {Chains} from "../../traces/oracle.js";
import {noTokens} from "../drafters/drafter.js";
import type {Drafter} from "../drafters/drafter.js";
import {toSteps} from "../drafters/confidence.js";

/** A drafter that proposes nothing and keeps what `drafter` would have; its draftLength is the chains' depth. */
export interface ChainRecorder extends Drafter {
  /** chains of each sample so far [B] */
  chains(): Chains[];
}

/**
 * Decode greedily (mode "ems-sd", the greedy output's length) with this; `drafter` should have threshold 0. For an early
 * exit the model has to be the target itself, for others an oracle of it is enough.
 */
export function chainRecorder(drafter: Drafter): ChainRecorder {
  const depth = drafter.draftLength;
  let lists: {tokens: number[]; confidence: number[]}[] = [];
  return {
    name: `${drafter.name}, recorded`,
    draftLength: 0,
    begin(batch, model) {
      lists = batch.samples.map(() => ({tokens: [], confidence: []}));
      return drafter.begin(batch, model);
    },
    async draft(batch, model) {
      const {tokens, confidences, states, layer} = await drafter.draft(batch, model);
      batch.samples.forEach(({finished}, i) => {
        if (finished) return;
        for (let k = 0; k < depth; k++) {
          lists[i].tokens.push(k < tokens[i].length ? tokens[i][k] : -1);
          lists[i].confidence.push(toSteps(confidences?.[i][k] ?? 0));
        }
      });
      return {tokens: tokens.map(() => noTokens), states, layer};
    },
    verified(last) {
      drafter.verified?.(last);
    },
    async accepted(batch) {
      const none = new Int32Array(batch.samples.length);
      await drafter.accepted?.(batch, {drafted: none, accepted: none, paths: batch.samples.map(() => [])});
    },
    chains: () =>
      lists.map(({tokens, confidence}) => ({
        depth,
        tokens: Int32Array.from(tokens),
        confidence: Uint16Array.from(confidence)
      }))
  };
}
