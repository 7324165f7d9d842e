// A second, smaller model as drafter (EMS-SD's draft-model variant, gpt_specutive_decoding_EMS.py): draftLength tokens, one
// forward each. Its own cache has the target's kind of layout. Catch-up: when all drafts were accepted, the cache lacks the
// last of them, so the first forward of the next step takes two tokens, for that sample only where inputs are packed.
//
// Ours: an optional confidence threshold makes drafts ragged. A token below it is still drafted; drafting stops after it.

import type {Batch} from "../batch.js";
import type {Placement, RowFeed} from "../layouts/index.js";
import type {Model, Scores} from "../model.js";
import {pick} from "../verification/pick.js";
import {checkDraftLength, checkThreshold, goesOn, stored} from "./confidence.js";
import {DraftCache} from "./draftCache.js";
import {noTokens} from "./drafter.js";
import type {Drafter, Drafts, DraftCost, Verdict} from "./drafter.js";

export interface DraftModelOptions {
  /** a model with the target's vocabulary */
  readonly model: Model;
  /** tokens drafted per step; default 4 */
  readonly draftLength?: number;
  /** stop after a token with a probability below this; default 0 (never) */
  readonly threshold?: number;
  readonly name?: string;
}

/** Throws on invalid lengths and thresholds, and, when it begins, on another vocabulary or a prompt that is too long. */
export function draftModel({model, draftLength = 4, threshold = 0, name = "draft-model"}: DraftModelOptions): Drafter {
  checkDraftLength(draftLength);
  checkThreshold(threshold);
  let run: DraftRun | undefined;
  return {
    name,
    draftLength,
    async begin(batch, target) {
      if (model.vocabSize !== target.vocabSize) {
        throw new Error(`draft model: vocabulary of ${model.vocabSize}, the target has ${target.vocabSize}`);
      }
      run = new DraftRun(model, draftLength, threshold, batch);
      return await run.prefill();
    },
    async draft() {
      return await started(run).draft();
    },
    async accepted(_, verdict) {
      await started(run).settle(verdict);
    }
  };
}

function started(run: DraftRun | undefined): DraftRun {
  if (!run) throw new Error("draft model: draft before begin");
  return run;
}

class DraftRun {
  private readonly cache: DraftCache;
  private drafts: number[][] = [];
  private cost = {forwards: 0, rows: 0};

  constructor(
    private readonly model: Model,
    private readonly draftLength: number,
    private readonly threshold: number,
    private readonly batch: Batch
  ) {
    this.cache = new DraftCache(model, batch, {draftLength, maxPositions: model.maxPositions});
    batch.samples.forEach(({prompt}, i) => {
      if (prompt.length <= model.maxPositions) return;
      throw new Error(`draft model: prompt ${i} has ${prompt.length} tokens, its context is ${model.maxPositions}`);
    });
  }

  async prefill(): Promise<DraftCost> {
    await this.cache.begin();
    const {counts} = await this.forward(this.batch.samples.map(({prompt}) => ({tokens: prompt, position: 0})));
    await this.cache.keep(counts);
    return this.cost;
  }

  async draft(): Promise<Drafts> {
    const {cache, model} = this;
    const {samples, sampling} = this.batch;
    this.cost = {forwards: 0, rows: 0};
    this.drafts = samples.map(() => []);
    const want = samples.map(({room, length}) => Math.min(this.draftLength, room, model.maxPositions - length + 1));
    let going = want.map((most) => most > 0);
    const confidences = samples.map((): number[] => []);
    const probabilities = samples.map((): number[] => []);
    for (let ahead = -1; going.some(Boolean); ahead++) {
      const feeds = samples.map(({tokens, length}, i): RowFeed => {
        if (!going[i]) return {tokens: noTokens, position: length};
        if (ahead < 0) return {tokens: tokens.subarray(cache.cached[i]), position: cache.cached[i]};
        return {tokens: this.drafts[i].slice(-1), position: length + ahead};
      });
      const {scores, counts} = await this.forward(feeds, Math.max(ahead, 0), sampling?.temperature);
      if (ahead < 0) await cache.keep(counts);
      let row = 0;
      going = going.map((goes, i) => {
        if (!goes) return false;
        const where = `sample ${i}, draft ${this.drafts[i].length}`;
        const {token, confidence, distribution} = pick(scores, row++, where, sampling && (() => sampling.random(i)));
        this.drafts[i].push(token);
        confidences[i].push(stored(confidence));
        probabilities[i].push(...distribution);
        return this.drafts[i].length < want[i] && goesOn(confidence, this.threshold);
      });
    }
    return {
      tokens: this.drafts.map((tokens) => Int32Array.from(tokens)),
      confidences,
      ...(sampling ? {probabilities: probabilities.map((list) => Float32Array.from(list))} : {}),
      ...this.cost
    };
  }

  async settle({accepted}: Verdict): Promise<void> {
    await this.cache.settle(
      this.drafts.map(({length}) => length),
      accepted
    );
  }

  /** Run the rows; scores for the last row of every sample that feeds any, in order. */
  private async forward(feeds: RowFeed[], ahead = 0, temperature?: number): Promise<Placement & {scores: Scores}> {
    const placement = this.cache.layout.place(feeds, ahead);
    const {rows, offsets, counts} = placement;
    const last = Array.from(counts.keys()).filter((i) => counts[i] > 0);
    const scored = Int32Array.from(last, (i) => offsets[i] + counts[i] - 1);
    const states = await this.model.forward(rows, {scored});
    this.cost = {forwards: this.cost.forwards + 1, rows: this.cost.rows + rows.tokens.length};
    return {...placement, scores: await this.model.score(states, temperature ? {temperature} : {})};
  }
}
