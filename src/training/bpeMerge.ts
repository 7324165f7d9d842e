// How byte pair encoding cuts one word: of all neighbours that a merge joins, the oldest merge goes first, from the left,
// until none is left. What happens inside a token doesn't depend on what stands around it: a merge that crosses its border
// would have made another token.

import type {TokenizerJson} from "./tokenizerFiles.js";

/** Of two neighbours' ids (`left * 65536 + right`): when their merge comes, and what it gives. */
export type MergeRanks = ReadonlyMap<number, readonly [rank: number, id: number]>;

/** The merges of `tokenizer` by the ids that they join. */
export function mergeRanks({model: {vocab, merges}}: TokenizerJson): MergeRanks {
  return new Map(merges.map(([a, b], rank) => [vocab[a] * 65536 + vocab[b], [rank, vocab[a + b]]]));
}

/** Merges `ids`, those of a word's bytes, in place; every id that a merge gives goes to `passed`, in order. */
export function mergeWord(ids: number[], ranks: Pick<MergeRanks, "get">, passed?: (id: number) => void): number[] {
  for (;;) {
    let at = -1;
    let best: readonly [rank: number, id: number] | undefined;
    for (let i = 1; i < ids.length; ++i) {
      const merge = ranks.get(ids[i - 1] * 65536 + ids[i]);
      if (merge && (!best || merge[0] < best[0])) [at, best] = [i - 1, merge];
    }
    if (!best) return ids;
    ids.splice(at, 2, best[1]);
    passed?.(best[1]);
  }
}
