// How many cache slots a sample needs, at worst. The released code allocates max_input + gen_len · (copy_length + 1) slots
// for vanilla padding and about max_input + gen_len + 2 · copy_length + 1 for EMS-SD; these are the same bounds, tight.

import {paddingOf} from "./modes.js";
import type {Mode} from "./modes.js";

export interface CapacityOptions {
  readonly mode: Mode;
  /** prompt tokens of each sample [B] */
  readonly promptLengths: readonly number[];
  /** new tokens that each sample may emit [B] */
  readonly limits: readonly number[];
  /** most drafts per sample and step */
  readonly draftLength: number;
  /** for a tree: most rows that one step places behind the text's last token; default 0 */
  readonly treeRows?: number;
}

/**
 * Slots to allocate per sample. The last token emitted is never fed, so a text of n tokens needs n − 1 slots.
 * Aligned: every step moves the shared cursor by at most draftLength + 1, and by no more than all samples emit together.
 * Padded inputs on per-sample caches: pads stand behind the longest text. So do the branches of a tree.
 */
export function capacity({mode, promptLengths, limits, draftLength, treeRows = 0}: CapacityOptions): number {
  const padding = paddingOf(mode);
  const steps = Math.max(...limits) - 1;
  if (padding.cache) {
    const emitted = limits.reduce((sum, limit) => sum + limit - 1, 0);
    return Math.max(...promptLengths) + Math.min(steps * (draftLength + 1), emitted);
  }
  const longest = Math.max(...promptLengths.map((length, i) => length + limits[i] - 1));
  const pads = padding.inputs && promptLengths.length > 1 && steps > 0 ? draftLength + 1 : 0;
  return longest + pads + treeRows;
}
