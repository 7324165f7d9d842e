// What decode() asks of its options, checked before anything runs.

import type {DecodeOptions} from "./decode.js";
import {paddingOf} from "./layouts/index.js";

/** Throws on options that cannot be decoded, naming the value and what to do. */
export function checkDecode({
  model,
  mode,
  drafter,
  prompts,
  maxNewTokens,
  padToken = 0,
  verifier
}: DecodeOptions): void {
  paddingOf(mode);
  const {vocabSize, maxPositions} = model;
  if (mode === "greedy" && drafter && drafter.draftLength > 0) {
    throw new Error(`mode greedy: takes no drafter, got ${drafter.name}`);
  }
  if (mode === "vanilla-as-released" && verifier?.sampling) {
    throw new Error("mode vanilla-as-released: greedy only; its leftovers were drawn from no distribution");
  }
  if (prompts.length === 0) throw new Error("prompts: none (a batch has at least one sample)");
  if (!Number.isInteger(maxNewTokens) || maxNewTokens < 1) {
    throw new Error(`invalid maxNewTokens: ${maxNewTokens} (an integer ≥ 1)`);
  }
  if (!(padToken >= 0 && padToken < vocabSize)) {
    throw new Error(`invalid padToken: ${padToken} (the vocabulary is [0, ${vocabSize}))`);
  }
  prompts.forEach((prompt, i) => {
    if (prompt.length === 0) throw new Error(`prompt ${i}: empty (a model needs one token to start from)`);
    if (prompt.length >= maxPositions) {
      throw new Error(`prompt ${i}: ${prompt.length} tokens leave no room in ${maxPositions} positions; shorten it`);
    }
    const outside = prompt.find((token) => token < 0 || token >= vocabSize);
    if (outside !== undefined) throw new Error(`prompt ${i}: token ${outside} is outside [0, ${vocabSize})`);
  });
}
