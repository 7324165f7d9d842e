// The decode loop: batched speculative decoding as in the EMS-SD code, for every mode, drafter and model. A step drafts,
// feeds each sample's last token and its drafts, verifies, and keeps the rows of what was accepted. The output is what the
// target alone would write, whatever the drafter proposes.
//
// A text never grows beyond `maxNewTokens` new tokens, nor beyond the model's `maxPositions` tokens in all. Drafts are cut
// so that a step at most reaches the limit; the sample then ends with "length" or "context". A finished sample feeds
// nothing where inputs are packed, and pads where they are padded.

import type {StepRecord} from "../traces/step.js";
import {attentionCounts, stepCounts} from "./accounting.js";
import {Sample} from "./batch.js";
import type {Batch} from "./batch.js";
import {checkDecode} from "./check.js";
import {noTokens} from "./drafters/drafter.js";
import type {Drafter, Drafts} from "./drafters/drafter.js";
import {none} from "./drafters/none.js";
import {capacity, Layout} from "./layouts/index.js";
import type {Mode, Placement, RowFeed} from "./layouts/index.js";
import {Leftovers} from "./layouts/leftovers.js";
import type {Model, StateRow} from "./model.js";
import {feedRecord, sampleStep} from "./record.js";
import {greedyVerifier, readChoice} from "./verification/greedy.js";
import type {Verifier, Walk} from "./verification/verifier.js";

export interface DecodeOptions {
  readonly model: Model;
  readonly mode: Mode;
  /** default none; mode "greedy" takes none */
  readonly drafter?: Drafter;
  /** token ids of each sample [B][≥ 1] */
  readonly prompts: readonly Int32Array[];
  /** most new tokens per sample, ≥ 1 */
  readonly maxNewTokens: number;
  /** token ids that end a text; they are part of the output; default none */
  readonly eos?: readonly number[];
  /** id that pad rows hold; default 0 */
  readonly padToken?: number;
  /** how tokens are chosen; default greedy */
  readonly verifier?: Verifier;
  readonly signal?: AbortSignal;
  /** clock in milliseconds; default performance.now */
  readonly now?: () => number;
}

/** Decode a batch; yields the prefill, then one record per step until every sample has finished. */
export async function* decode(options: DecodeOptions): AsyncGenerator<StepRecord, void, undefined> {
  checkDecode(options);
  const loop = new Loop(options);
  yield await loop.prefill();
  while (!loop.finished) yield await loop.step();
}

class Loop {
  private readonly batch: Batch;
  private readonly layout: Layout;
  private readonly drafter: Drafter;
  private readonly verifier: Verifier;
  private readonly leftovers: Leftovers | undefined;
  private readonly eos: ReadonlySet<number>;
  private readonly slots: number;
  private steps = 0;

  constructor(private readonly options: DecodeOptions) {
    const {model, mode, prompts, maxNewTokens, drafter = none(), padToken = 0, now = () => performance.now()} = options;
    const samples = prompts.map((prompt) => new Sample(prompt, maxNewTokens, model.maxPositions));
    const {draftLength} = drafter;
    const promptLengths = prompts.map((prompt) => prompt.length);
    this.slots = capacity({mode, promptLengths, limits: samples.map(({limit}) => limit), draftLength});
    this.layout = new Layout({mode, batchSize: prompts.length, padToken, maxPositions: model.maxPositions});
    this.batch = {mode, padToken, samples, layout: this.layout, now};
    this.drafter = drafter;
    this.verifier = options.verifier ?? greedyVerifier();
    this.eos = new Set(options.eos);
    if (mode === "vanilla-as-released") this.leftovers = new Leftovers(prompts.length, this.slots + 1, padToken);
  }

  get finished(): boolean {
    return this.batch.samples.every((sample) => sample.finished);
  }

  async prefill(): Promise<StepRecord> {
    const {batch, drafter, options} = this;
    const {model, prompts} = options;
    const start = batch.now();
    await model.begin({batchSize: prompts.length, slots: this.slots});
    const begun = batch.now();
    await drafter.begin(batch, model);
    options.signal?.throwIfAborted();
    const draft = batch.now() - begun;
    const feeds = prompts.map((tokens) => ({tokens, position: 0}));
    const tails = prompts.map(() => 1);
    return await this.verify({start, draft, feeds, tails, drafts: {tokens: prompts.map(() => noTokens)}});
  }

  async step(): Promise<StepRecord> {
    const {batch, drafter, options} = this;
    const start = batch.now();
    const proposed = await drafter.draft(batch, options.model);
    options.signal?.throwIfAborted();
    const draft = batch.now() - start;
    const drafts = {
      ...proposed,
      tokens: proposed.tokens.map((tokens, i) =>
        tokens.subarray(0, Math.min(batch.samples[i].room, drafter.draftLength))
      )
    };
    let feeds: RowFeed[] = batch.samples.map(({tokens, finished}, i) => ({
      tokens: finished ? noTokens : Int32Array.of(tokens[tokens.length - 1], ...drafts.tokens[i]),
      position: tokens.length - 1
    }));
    if (this.leftovers) {
      const most = batch.samples.map(({room}) => room + 1);
      feeds = this.leftovers.fill(feeds, this.layout.cursors, most);
    }
    return await this.verify({start, draft, feeds, tails: feeds.map(({tokens}) => tokens.length), drafts});
  }

  /** Feed the rows, score each sample's last `tails[i]`, walk them, commit what is kept. */
  private async verify({start, draft, feeds, tails, drafts}: StepPlan): Promise<StepRecord> {
    const {batch, layout, verifier, options} = this;
    const {model, signal} = options;
    const placement = layout.place(feeds);
    const {rows, offsets, counts} = placement;
    const firstScored = new Int32Array(tails.length);
    const scored: number[] = [];
    tails.forEach((tail, i) => {
      firstScored[i] = scored.length;
      for (let j = counts[i] - tail; j < counts[i]; j++) scored.push(offsets[i] + j);
    });

    const fed = batch.now();
    const from = drafts.layer ?? 0;
    const carried = drafts.states && carriedStates(placement, drafts.states, layout.cursors);
    const states = await model.forward(rows, {from, states: carried, scored: Int32Array.from(scored)});
    signal?.throwIfAborted();
    const scores = await model.score(states, verifier.scoring);
    signal?.throwIfAborted();
    const scoredAt = batch.now();

    const walks = batch.samples.map((sample, i): Walk => {
      if (sample.finished) return {emitted: noTokens, confidence: [], margin: []};
      const end = offsets[i] + counts[i];
      return verifier.walk({
        sample: i,
        tokens: rows.tokens.subarray(end - tails[i], end),
        scores,
        first: firstScored[i],
        draftProbabilities: drafts.probabilities?.[i],
        eos: this.eos,
        limit: sample.room + 1
      });
    });
    if (this.leftovers && this.steps > 0) {
      const choices = tails.map((tail, i) =>
        Int32Array.from({length: tail}, (_, j) => readChoice(scores, firstScored[i] + j, `sample ${i}, row ${j}`))
      );
      this.leftovers.store(placement, choices);
    }
    const attention = attentionCounts(placement, layout.cursors);
    const keep = walks.map(({emitted}, i) => counts[i] - tails[i] + emitted.length);
    const {kept, masked} = layout.settle(keep);
    const committing = batch.now();
    await model.commit(kept, masked);
    signal?.throwIfAborted();
    const committed = batch.now();

    const samples = walks.map((walk, i) =>
      sampleStep({i, walk, drafted: drafts.tokens[i], tail: tails[i], placement, layout})
    );
    batch.samples.forEach((sample, i) => {
      if (!sample.finished) sample.emit(walks[i].emitted, this.eos);
      if (sample.finish && walks[i].emitted.length > 0) samples[i] = {...samples[i], finish: sample.finish};
    });
    const settled = batch.now();
    const prefilling = this.steps === 0;
    if (!prefilling) {
      const drafted = Int32Array.from(samples, (sample) => sample.drafted.length);
      await this.drafter.accepted?.(batch, {drafted, accepted: Int32Array.from(samples, ({accepted}) => accepted)});
      signal?.throwIfAborted();
    }
    const end = batch.now();
    return {
      step: this.steps++,
      samples,
      feed: feedRecord(placement, samples, prefilling),
      counts: stepCounts(placement, attention, layout, this.slots * samples.length, drafts),
      ms: {
        draft: draft + end - settled,
        verify: scoredAt - fed + committed - committing,
        total: end - start
      }
    };
  }
}

interface StepPlan {
  readonly start: number;
  readonly draft: number;
  readonly feeds: readonly RowFeed[];
  readonly tails: readonly number[];
  readonly drafts: Drafts;
}

/** The state of every placed row, from the drafter's lists per sample. */
function carriedStates({rows}: Placement, states: readonly (readonly StateRow[])[], cursors: Int32Array): StateRow[] {
  return Array.from(rows.samples, (i, row) => {
    const state = states[i].at(rows.slots[row] - cursors[i]);
    if (!state) throw new Error(`verify: the drafter gave no state for sample ${i}, slot ${rows.slots[row]}`);
    return state;
  });
}
