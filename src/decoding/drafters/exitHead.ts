// What says the next token behind the target's first layers: the target's own final norm and head, or an adapter with a
// cache of its own. An adapter is fed the states of all tokens that something is drafted behind. When a step accepted a
// draft that nothing was drafted behind, its state goes in beside the next step's first (`kangaroo_forward`: two at once).

import type {Adapter} from "../adapter.js";
import type {Batch} from "../batch.js";
import type {TreeFeed} from "../layouts/index.js";
import type {Model, ScoreOptions, Scores, StateRow, States} from "../model.js";
import {DraftCache} from "./draftCache.js";
import type {ShallowPass} from "./exitLayers.js";
import type {ExitMeter} from "./exitMeter.js";

/** What verification left of a sample's drafts. */
export interface Accepted {
  /** accepted drafts that the head was fed, by place: 0 is the first behind the last token of the text, then on */
  readonly fed: readonly number[];
  /** state of the accepted draft that it was not fed, the path's last; none where all were */
  readonly missing: readonly StateRow[];
}

export interface ExitHead {
  /** The prompts' states, per sample [B][prompt]. */
  prefill(states: readonly (readonly StateRow[])[]): Promise<void>;
  /** Scores of all tokens of the pass's drafting samples, in order. */
  read(pass: ShallowPass, options: ScoreOptions): Promise<Scores>;
  settle(accepted: readonly Accepted[]): Promise<void>;
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

  async read(pass: ShallowPass, options: ScoreOptions): Promise<Scores> {
    return await this.meter.head(readRows(pass), () => this.model.score(pass.after, options));
  }

  async settle(): Promise<void> {
    // nothing to forget
  }
}

export class AdapterHead implements ExitHead {
  private readonly cache: DraftCache;
  private missing: readonly (readonly StateRow[])[];

  constructor(
    private readonly adapter: Adapter,
    private readonly batch: Batch,
    private readonly meter: ExitMeter,
    options: {draftLength: number; treeRows?: number; maxPositions: number}
  ) {
    this.cache = new DraftCache(adapter, batch, options);
    this.missing = batch.samples.map(() => []);
  }

  async prefill(states: readonly (readonly StateRow[])[]): Promise<void> {
    await this.cache.begin();
    await this.forward(states, {ahead: 0, scored: () => 0});
    await this.cache.keep(states.map(({length}) => length));
  }

  async read(pass: ShallowPass, options: ScoreOptions): Promise<Scores> {
    const {drafting, feeds, ahead} = pass;
    const first = ahead === 0;
    const rows = this.batch.samples.map((): readonly StateRow[] => []);
    for (const i of drafting) rows[i] = [...(first ? this.missing[i] : []), ...pass.states[i]];
    const states = await this.forward(rows, {
      // the first pass is kept at once; drafts lie behind it
      ahead: Math.max(ahead - 1, 0),
      trees: first ? [] : feeds.map(({tree}) => tree && behindText(tree)),
      scored: (i) => pass.states[i].length
    });
    const scores = await this.meter.head(readRows(pass), () => this.adapter.score(states, options));
    if (first) await this.cache.keep(rows.map(({length}) => length));
    return scores;
  }

  async settle(accepted: readonly Accepted[]): Promise<void> {
    await this.cache.keep(accepted.map(({fed}) => fed));
    this.missing = accepted.map(({missing}) => missing);
  }

  /** Run the states' rows; of a sample that feeds any, the last `scored(i)` are scored. */
  private async forward(
    feeds: readonly (readonly StateRow[])[],
    {
      ahead,
      trees = [],
      scored
    }: {ahead: number; trees?: readonly (TreeFeed | undefined)[]; scored: (i: number) => number}
  ): Promise<States> {
    const {samples} = this.batch;
    const {rows, offsets, counts} = this.cache.layout.place(
      feeds.map((feed, i) => {
        const tokens = feed.map(({states, row}) => states.rows.tokens[row]);
        if (feed.length === 0) return {tokens, position: samples[i].length};
        const position = feed[0].states.rows.positions[feed[0].row];
        const tree = trees[i];
        return tree ? {tokens, position: position - tree.depths[0], tree} : {tokens, position};
      }),
      ahead
    );
    const fed = Array.from(counts.keys()).filter((i) => counts[i] > 0);
    const any = feeds[fed[0]][0]; // what a pad holds is never read
    const states = Array.from(rows.samples, (i, row) => feeds[i].at(row - offsets[i]) ?? any);
    const last = fed.flatMap((i) => Array.from({length: scored(i)}, (_, j) => offsets[i] + counts[i] - scored(i) + j));
    return await this.meter.adapter(rows.tokens.length, () =>
      this.adapter.forward(rows, {states, scored: Int32Array.from(last)})
    );
  }
}

const readRows = ({drafting, states}: ShallowPass): number => drafting.reduce((sum, i) => sum + states[i].length, 0);

/** A tree without the last token of the text, which is committed already. */
function behindText({places, parents, depths}: TreeFeed): TreeFeed {
  return {
    places: places.map((place) => place - 1),
    parents: parents.map((parent) => parent - 1),
    depths: depths.map((depth) => depth - 1)
  };
}
