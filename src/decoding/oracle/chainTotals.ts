// What an early exit does at batch 1 on one recorded text, added up: its steps follow from the text and the chains alone, so
// no loop has to run. The same counters as of `decode` on an oracle (a test compares them), some thousand times faster, for
// all of a grid of draft lengths and thresholds.

import type {GridCell} from "../../traces/gridCells.js";
import type {OracleAnswers} from "../../traces/oracle.js";
import {toSteps} from "../drafters/confidence.js";

export interface ChainTotalsOptions {
  /** the chains' name */
  readonly chain: string;
  /** most drafts per step, γ: at most the chains' depth */
  readonly draftLength: number;
  /** confidence below which drafting stops, η */
  readonly threshold: number;
  /** at most as many as were recorded */
  readonly maxNewTokens: number;
  readonly eos?: readonly number[];
}

/** Counters of decode steps, as a cell of a grid has them; the prefill is none. */
export interface ChainTotals extends Omit<GridCell, "draftLength" | "threshold"> {
  /** new tokens, the prefill's included */
  readonly tokens: number;
}

/** Throws where the chains are missing or not as deep as `draftLength`. */
export function chainTotals(known: OracleAnswers, options: ChainTotalsOptions): ChainTotals {
  const {chain, draftLength, threshold, maxNewTokens, eos = []} = options;
  if (!(chain in known.chains)) throw new Error(`chain totals ${known.id}: no chains of ${chain}`);
  const {depth, tokens, confidence} = known.chains[chain];
  if (draftLength > depth) throw new Error(`chain totals: draftLength ${draftLength}, chains are ${depth} deep`);
  const output = known.output.subarray(0, maxNewTokens);
  // a text that did not end by itself ended at the limit
  const limit = eos.includes(output[output.length - 1]) ? maxNewTokens : output.length;
  const least = toSteps(threshold);
  const list = (): number[] => Array<number>(draftLength).fill(0);
  const [drafted, reached, accepted] = [list(), list(), list()];
  let [steps, attentionSlots, raggedSlots, adapterRows, missing] = [0, 0, 0, 0, 0];
  for (let emitted = 1; emitted < output.length; steps++) {
    const at = (emitted - 1) * depth;
    const most = Math.min(draftLength, limit - emitted - 1);
    let [drafts, right] = [0, 0];
    while (drafts < most && tokens[at + drafts] >= 0 && (drafts === 0 || confidence[at + drafts - 1] >= least)) {
      const follows = right === drafts;
      const token = tokens[at + drafts];
      drafted[drafts]++;
      if (follows) reached[drafts]++;
      // an end token that was drafted and chosen is the target's own
      if (follows && token === output[emitted + drafts] && !eos.includes(token)) {
        accepted[right]++;
        right++;
      }
      drafts++;
    }
    const live = known.prompt.length + emitted - 1;
    const rows = drafts + 1;
    attentionSlots += rows * (live + rows);
    raggedSlots += rows * live + (rows * (rows + 1)) / 2;
    adapterRows += drafts > 0 ? drafts + missing : 0;
    missing = Number(right === drafts);
    emitted += right + 1;
  }
  return {tokens: output.length, steps, drafted, reached, accepted, attentionSlots, raggedSlots, adapterRows};
}

/** The totals of two texts. */
export function addChainTotals(a: ChainTotals, b: ChainTotals): ChainTotals {
  const each = (x: readonly number[], y: readonly number[]): number[] => x.map((value, k) => value + y[k]);
  return {
    tokens: a.tokens + b.tokens,
    steps: a.steps + b.steps,
    drafted: each(a.drafted, b.drafted),
    reached: each(a.reached, b.reached),
    accepted: each(a.accepted, b.accepted),
    attentionSlots: a.attentionSlots + b.attentionSlots,
    raggedSlots: a.raggedSlots + b.raggedSlots,
    adapterRows: a.adapterRows + b.adapterRows
  };
}
