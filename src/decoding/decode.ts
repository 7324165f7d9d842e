// The decode loop: batched speculative decoding as in the EMS-SD code, for every mode, drafter and model. A step drafts,
// feeds each sample's last token and its drafts, verifies, and keeps the rows of what was accepted. The output is what the
// target alone would write, whatever the drafter proposes.
//
// A text never grows beyond `maxNewTokens` new tokens, nor beyond the model's `maxPositions` tokens in all. Drafts are cut
// so that a step at most reaches the limit; the sample then ends with "length" or "context". A finished sample feeds
// nothing where inputs are packed, and pads where they are padded.

import type {SampleStep, StepRecord} from "../traces/step.js";
import {attentionCounts, stepCounts} from "./accounting.js";
import {Sample} from "./batch.js";
import type {Batch} from "./batch.js";
import {checkDecode} from "./check.js";
import {noTokens} from "./drafters/drafter.js";
import type {Drafter, Drafts} from "./drafters/drafter.js";
import {none} from "./drafters/none.js";
import {treeFeed} from "./drafters/treeFeed.js";
import {capacity, Layout} from "./layouts/index.js";
import type {Mode, Placement, RowFeed} from "./layouts/index.js";
import {Leftovers} from "./layouts/leftovers.js";
import type {Model} from "./model.js";
import {acceptedPath, feedRecord, sampleStep} from "./record.js";
import {allChoices, lastRows} from "./reading.js";
import type {Reading} from "./reading.js";
import {Target} from "./target.js";
import {greedyVerifier} from "./verification/greedy.js";
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

/** Rows to feed, of which each sample's last `tails[i]` are verified. */
interface StepPlan {
  readonly start: number;
  /** milliseconds spent drafting */
  readonly draft: number;
  readonly feeds: readonly RowFeed[];
  readonly tails: readonly number[];
  readonly drafts: Drafts;
}

class Loop {
  private readonly batch: Batch;
  private readonly layout: Layout;
  private readonly drafter: Drafter;
  private readonly verifier: Verifier;
  private readonly target: Target;
  private readonly leftovers: Leftovers | undefined;
  private readonly eos: ReadonlySet<number>;
  private readonly slots: number;
  private readonly now: () => number;
  private steps = 0;

  constructor(private readonly options: DecodeOptions) {
    const {model, mode, prompts, maxNewTokens, drafter = none(), padToken = 0, now = () => performance.now()} = options;
    const {maxPositions} = model;
    const samples = prompts.map((prompt) => new Sample(prompt, maxNewTokens, maxPositions));
    this.slots = capacity({
      mode,
      promptLengths: prompts.map(({length}) => length),
      limits: samples.map(({limit}) => limit),
      draftLength: drafter.draftLength,
      treeRows: drafter.treeRows
    });
    this.layout = new Layout({mode, batchSize: prompts.length, padToken, maxPositions});
    this.now = now;
    this.drafter = drafter;
    this.verifier = options.verifier ?? greedyVerifier();
    this.batch = {mode, padToken, samples, layout: this.layout, sampling: this.verifier.sampling, now};
    this.target = new Target(model, this.verifier, now, options.signal);
    this.eos = new Set(options.eos);
    if (mode === "vanilla-as-released") this.leftovers = new Leftovers(prompts.length, this.slots + 1, padToken);
  }

  get finished(): boolean {
    return this.batch.samples.every((sample) => sample.finished);
  }

  async prefill(): Promise<StepRecord> {
    const {model, prompts, signal} = this.options;
    const start = this.now();
    await model.begin({batchSize: prompts.length, slots: this.slots});
    const begun = this.now();
    const begins = await this.drafter.begin(this.batch, model);
    signal?.throwIfAborted();
    const draft = this.now() - begun;
    const feeds = prompts.map((tokens) => ({tokens, position: 0}));
    const drafts = {...begins, tokens: prompts.map(() => noTokens)};
    return await this.verify({start, draft, feeds, tails: prompts.map(() => 1), drafts});
  }

  async step(): Promise<StepRecord> {
    const {samples} = this.batch;
    const start = this.now();
    const proposed = await this.drafter.draft(this.batch, this.options.model);
    this.options.signal?.throwIfAborted();
    const draft = this.now() - start;
    const {trees} = proposed;
    const most = samples.map(({room}) => (trees ? Infinity : Math.min(room, this.drafter.draftLength)));
    const drafts = {...proposed, tokens: proposed.tokens.map((tokens, i) => tokens.subarray(0, most[i]))};
    let feeds: RowFeed[] = samples.map(({tokens, finished}, i) => ({
      tokens: finished ? noTokens : Int32Array.of(tokens[tokens.length - 1], ...drafts.tokens[i]),
      position: tokens.length - 1,
      ...(trees && {tree: treeFeed(trees[i])})
    }));
    if (this.leftovers) {
      const rows = samples.map(({room}) => room + 1);
      feeds = this.leftovers.fill(feeds, this.layout.cursors, rows);
    }
    return await this.verify({start, draft, feeds, tails: feeds.map(({tokens}) => tokens.length), drafts});
  }

  /** Feed the rows, walk each sample's verified ones, commit what is kept. */
  private async verify({start, draft, feeds, tails, drafts}: StepPlan): Promise<StepRecord> {
    const {batch, drafter, layout, slots, target} = this;
    const prefilling = this.steps === 0;
    const placement = layout.place(feeds);
    target.ms = 0;
    const reading = await target.read(placement, tails, drafts);
    const walks = batch.samples.map((_, i) => this.walk(i, tails[i], placement, reading, drafts));
    if (!prefilling) this.leftovers?.store(placement, allChoices(reading, tails));
    const attention = attentionCounts(placement, layout.cursors);
    const kept = walks.map(({rows}, i) => {
      const tree = feeds[i].tree;
      return tree ? rows.map((row) => tree.places[row]) : placement.counts[i] - tails[i] + rows.length;
    });
    await target.commit(layout.settle(kept));

    const samples = walks.map((walk, i): SampleStep => {
      const sample = batch.samples[i];
      if (!sample.finished) sample.emit(walk.emitted, this.eos);
      const drafted = drafts.tokens[i];
      const draftConfidence = drafts.confidences?.[i];
      const tree = drafts.trees?.[i];
      const step = sampleStep({i, walk, drafted, draftConfidence, tree, tail: tails[i], placement, layout});
      return sample.finish && walk.emitted.length > 0 ? {...step, finish: sample.finish} : step;
    });
    const settled = this.now();
    drafter.verified?.(lastRows(reading, walks, tails, placement));
    if (!prefilling && drafter.accepted) {
      const drafted = Int32Array.from(samples, (sample) => sample.drafted.length);
      const accepted = Int32Array.from(samples, (sample) => sample.accepted);
      await drafter.accepted(batch, {drafted, accepted, paths: walks.map(acceptedPath)});
      this.options.signal?.throwIfAborted();
    }
    const end = this.now();
    return {
      step: this.steps++,
      samples,
      feed: feedRecord(placement, samples, prefilling),
      counts: stepCounts(placement, attention, layout, slots * samples.length, drafts),
      ms: {
        draft: draft + end - settled,
        verify: target.ms,
        total: end - start,
        ...(drafts.exit && {exit: drafts.exit.ms})
      }
    };
  }

  private walk(i: number, tail: number, {rows, offsets, counts}: Placement, reading: Reading, drafts: Drafts): Walk {
    const sample = this.batch.samples[i];
    if (sample.finished) return {emitted: noTokens, rows: [], confidence: [], margin: []};
    const end = offsets[i] + counts[i];
    const tree = drafts.trees?.[i];
    return this.verifier.walk({
      sample: i,
      tokens: rows.tokens.subarray(end - tail, end),
      ...(tree && {parents: [-1, ...tree.parents.map((parent) => parent + 1)]}),
      scores: reading.scores,
      first: reading.first[i],
      draftProbabilities: drafts.probabilities?.[i],
      eos: this.eos,
      limit: sample.room + 1
    });
  }
}
