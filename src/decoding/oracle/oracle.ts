// A Model that answers from records instead of running a network. Greedy speculation is lossless and every cache is a pure
// function of the accepted prefix, so with it every batch, order, mode, drafter, draft length and threshold replays exactly,
// at once. It knows the greedy text, and behind it the recorded chains of a drafter: a row behind a rejected token, or a pad,
// has no answer (choice −1), and whoever reads one throws. `vanilla-as-released` reads such rows and needs a real model.
//
// The same class stands for a draft model (drafters/draftModel.ts then runs as it is, counters included), for the target's
// early exit, and for an adapter (oracleAdapter.ts). Approximate: equal arg-maxes are assumed wherever the prefix is equal, whatever the batch's shape.

import type {OracleAnswers} from "../../traces/oracle.js";
import type {ForwardOptions, Model, Rows, ScoreOptions, Scores, Slots, States} from "../model.js";
import {Path} from "./path.js";

export interface OracleOptions {
  /** what is known of each sample of the batch, in its order [B]; decode `prompts` of the same order */
  readonly answers: readonly OracleAnswers[];
  readonly layers: number;
  readonly vocabSize: number;
  readonly maxPositions: number;
  /** answer from this drafter's chains: at all layers for a draft model, or, with `exitLayer`, at the target's early exit */
  readonly chain?: string;
  /** layer whose states are scored with the chain; behind the last layer the answer is the greedy text */
  readonly exitLayer?: number;
}

interface OracleStates extends States {
  readonly scored: Int32Array;
}

/** An oracle for one batch. Throws when a sample lacks the chain that is asked for. */
export function oracleModel(options: OracleOptions): Model {
  return new OracleModel(options);
}

class OracleModel implements Model {
  readonly layers: number;
  readonly vocabSize: number;
  readonly maxPositions: number;
  private paths: Path[] = [];

  constructor(private readonly options: OracleOptions) {
    this.layers = options.layers;
    this.vocabSize = options.vocabSize;
    this.maxPositions = options.maxPositions;
    const {answers, chain} = options;
    const without = chain === undefined ? undefined : answers.find(({chains}) => !(chain in chains));
    if (without) throw new Error(`oracle ${without.id}: no chains of ${chain}`);
  }

  begin({batchSize}: {batchSize: number}): Promise<void> {
    const {answers, chain} = this.options;
    if (batchSize !== answers.length) {
      return Promise.reject(new Error(`oracle: a batch of ${batchSize}, records of ${answers.length}`));
    }
    this.paths = answers.map((known) => new Path(known, chain === undefined ? undefined : known.chains[chain]));
    return Promise.resolve();
  }

  forward(rows: Rows, {from = 0, to = this.layers, scored}: ForwardOptions = {}): Promise<States> {
    if (rows.parents) return Promise.reject(new Error("oracle: trees were not recorded"));
    const {tokens, samples, positions, slots} = rows;
    if (from === 0) tokens.forEach((token, r) => this.paths[samples[r]].enter(token, positions[r], slots[r]));
    const states: OracleStates = {rows, layer: to, scored: scored ?? Int32Array.from(tokens.keys())};
    return Promise.resolve(states);
  }

  commit({samples, slots}: Slots): Promise<void> {
    const kept = this.paths.map((): number[] => []);
    slots.forEach((slot, k) => kept[samples[k]].push(slot));
    this.paths.forEach((path, i) => path.commit(kept[i]));
    return Promise.resolve();
  }

  score(states: States, {topK = 0, temperature}: ScoreOptions = {}): Promise<Scores> {
    if (topK > 0 || temperature !== undefined) {
      return Promise.reject(new Error("oracle: only arg-maxes were recorded; sampling needs a real model"));
    }
    const {rows, scored, layer} = states as OracleStates;
    const {chain, exitLayer = this.layers} = this.options;
    const scores = {
      choice: new Int32Array(scored.length).fill(-1),
      confidence: new Float32Array(scored.length).fill(NaN),
      margin: new Float32Array(scored.length).fill(NaN)
    };
    scored.forEach((row, index) => {
      const path = this.paths[rows.samples[row]];
      const standing = path.standing(rows.slots[row]);
      if (!standing) return;
      if (chain !== undefined && layer === exitLayer) {
        const at = path.chainIndex(standing);
        if (at < 0) return;
        scores.choice[index] = path.answers.chains[chain].tokens[at];
        scores.confidence[index] = path.answers.chains[chain].confidence[at] / 65535;
      } else if (standing.onText) {
        const {prompt, confidence, margin} = path.answers;
        const position = rows.positions[row];
        const at = position + 1 - prompt.length;
        scores.choice[index] = path.textAfter(position);
        if (confidence) scores.confidence[index] = confidence[at];
        if (margin) scores.margin[index] = margin[at];
      }
    });
    return Promise.resolve(scores);
  }
}
