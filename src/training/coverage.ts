// Which tokens of a shard a training run has seen: so that another model can be trained on the same ones, each once.

import type {Run} from "./kneserNey.js";
import type {Row, Shard} from "./sampling.js";

/** Per domain: 1 for each token that was in a row [tokens]. */
export type Coverage = Readonly<Record<string, Uint8Array>>;

/** Nothing covered yet. */
export function noCoverage(shards: Readonly<Record<string, Shard>>): Coverage {
  return Object.fromEntries(
    Object.entries(shards).map(([domain, {tokens}]) => [domain, new Uint8Array(tokens.length)])
  );
}

/** Marks the tokens of `rows` in `coverage`. */
export function cover(coverage: Coverage, rows: readonly Row[]): void {
  for (const {domain, ranges} of rows) for (const [from, to] of ranges) coverage[domain].fill(1, from, to);
}

/** The longest stretches of covered tokens, in order. */
export function* coveredRuns({tokens, starts}: Shard, covered: Uint8Array): Generator<Run> {
  const documents = new Set(starts);
  for (let from = covered.indexOf(1); from >= 0;) {
    const gap = covered.indexOf(0, from);
    const to = gap < 0 ? covered.length : gap;
    yield {tokens: tokens.subarray(from, to), opened: documents.has(from)};
    from = covered.indexOf(1, to);
  }
}
