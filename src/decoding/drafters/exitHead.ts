// What says the next token behind the target's first layers: the target's own final norm and head, or an adapter with a
// cache of its own. An adapter is fed one state per draft. When all drafts of a step were accepted, the last one's state
// was never fed; it then goes in beside the next step's first (`kangaroo_forward`: two states at once).

import type {Adapter} from "../adapter.js";
import type {Batch} from "../batch.js";
import type {Model, ScoreOptions, Scores, StateRow, States} from "../model.js";
import {DraftCache} from "./draftCache.js";
import type {ExitMeter} from "./exitMeter.js";

/** The shallow layers' pass over each sample's newest token. */
export interface ShallowPass {
  /** states after the exit layer; those of drafting samples are what `score` is asked for */
  readonly after: States;
  /** samples that draft, in order */
  readonly drafting: readonly number[];
  /** row of each sample's newest token in `after` [B] */
  readonly rows: Int32Array;
  /** drafts made in this step before this pass */
  readonly ahead: number;
}

export interface ExitHead {
  /** The prompts' states, per sample [B][prompt]. */
  prefill(states: readonly (readonly StateRow[])[]): Promise<void>;
  /** Scores of the newest token of each drafting sample, in order. */
  read(pass: ShallowPass, options: ScoreOptions): Promise<Scores>;
  /** After verification; `states[i]` are the step's shallow states, of the last token and of the drafts [B][drafted + 1…]. */
  settle(states: readonly (readonly StateRow[])[], drafted: readonly number[], accepted: Int32Array): Promise<void>;
}

/** The target's own head, straight behind the exit layer; nothing is cached. */
export class SharedHead implements ExitHead {
  constructor(
    private readonly model: Model,
    private readonly meter: ExitMeter
  ) {}

  async prefill(): Promise<void> {
    // nothing to remember
  }

  async read({after, drafting}: ShallowPass, options: ScoreOptions): Promise<Scores> {
    return await this.meter.head(drafting.length, () => this.model.score(after, options));
  }

  async settle(): Promise<void> {
    // nothing to forget
  }
}

export class AdapterHead implements ExitHead {
  private readonly cache: DraftCache;
  /** states of accepted tokens that the adapter was not fed: one where all drafts were accepted, else none [B] */
  private missing: (readonly StateRow[])[];

  constructor(
    private readonly adapter: Adapter,
    private readonly batch: Batch,
    private readonly meter: ExitMeter,
    {draftLength, maxPositions}: {draftLength: number; maxPositions: number}
  ) {
    this.cache = new DraftCache(adapter, batch, draftLength, maxPositions);
    this.missing = batch.samples.map(() => []);
  }

  async prefill(states: readonly (readonly StateRow[])[]): Promise<void> {
    await this.cache.begin();
    await this.forward(states, 0, new Int32Array(0));
    await this.cache.keep(states.map(({length}) => length));
  }

  async read({after, drafting, rows, ahead}: ShallowPass, options: ScoreOptions): Promise<Scores> {
    const feeds = this.batch.samples.map((): StateRow[] => []);
    for (const i of drafting) feeds[i] = [...(ahead === 0 ? this.missing[i] : []), {states: after, row: rows[i]}];
    // behind the first pass, which is kept at once, the drafts follow
    const states = await this.forward(feeds, Math.max(ahead - 1, 0));
    const scores = await this.meter.head(drafting.length, () => this.adapter.score(states, options));
    if (ahead === 0) await this.cache.keep(feeds.map(({length}) => length));
    return scores;
  }

  async settle(states: readonly (readonly StateRow[])[], drafted: readonly number[], accepted: Int32Array) {
    await this.cache.settle(drafted, accepted);
    this.missing = drafted.map((count, i) => (accepted[i] === count ? states[i].slice(count, count + 1) : []));
  }

  /** Run the states' rows; by default the last row of every sample that feeds any is scored. */
  private async forward(feeds: readonly (readonly StateRow[])[], ahead: number, scored?: Int32Array): Promise<States> {
    const {samples} = this.batch;
    const {rows, offsets, counts} = this.cache.layout.place(
      feeds.map((feed, i) => ({
        tokens: feed.map(({states, row}) => states.rows.tokens[row]),
        position: feed.length > 0 ? feed[0].states.rows.positions[feed[0].row] : samples[i].length
      })),
      ahead
    );
    const last = Array.from(counts.keys()).filter((i) => counts[i] > 0);
    const any = feeds[last[0]][0]; // what a pad holds is never read
    const states = Array.from(rows.samples, (i, row) => feeds[i].at(row - offsets[i]) ?? any);
    return await this.meter.adapter(rows.tokens.length, () =>
      this.adapter.forward(rows, {
        states,
        scored: scored ?? Int32Array.from(last, (i) => offsets[i] + counts[i] - 1)
      })
    );
  }
}
