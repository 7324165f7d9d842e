// No drafts: every step emits one token per sample, which is greedy decoding.

import {noTokens} from "./drafter.js";
import type {Drafter} from "./drafter.js";

export function none(): Drafter {
  return {
    name: "none",
    draftLength: 0,
    begin: () => undefined,
    draft: ({samples}) => ({tokens: samples.map(() => noTokens)})
  };
}
