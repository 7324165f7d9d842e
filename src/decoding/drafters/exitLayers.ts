// What early exits share, whether they draft chains (earlyExit.ts) or trees (treeExit.ts): passes of the target's first
// layers over the newest tokens, whose states the loop verifies from, and the head that reads them.

import type {Adapter} from "../adapter.js";
import type {Batch} from "../batch.js";
import type {RowFeed} from "../layouts/index.js";
import type {Model, StateRow, States} from "../model.js";
import type {DraftCost, EarlyStates, Prefill} from "./drafter.js";
import {AdapterHead, SharedHead} from "./exitHead.js";
import type {ExitHead} from "./exitHead.js";
import {ExitMeter} from "./exitMeter.js";

/** One pass of the first layers, over each sample's newest tokens. */
export interface ShallowPass {
  /** states behind the exit layer; `score` is asked for all tokens of the drafting samples */
  readonly after: States;
  /** what was fed [B] */
  readonly feeds: readonly RowFeed[];
  /** the states of these tokens, without pads [B] */
  readonly states: readonly (readonly StateRow[])[];
  /** samples whose next tokens are asked for, ascending */
  readonly drafting: readonly number[];
  /** passes before this one in the step */
  readonly ahead: number;
}

export interface ExitLayersOptions {
  /** layers that draft, ℓ */
  readonly exitLayer: number;
  readonly adapter?: Adapter;
  readonly draftLength: number;
  readonly treeRows?: number;
}

export class ExitLayers {
  readonly head: ExitHead;
  /** this step's states behind the exit layer, in the order fed, pads included [B] */
  states: StateRow[][] = [];
  private readonly meter: ExitMeter;

  /** Throws on an exit layer that the model does not have, another vocabulary, and on `vanilla-as-released`. */
  constructor(
    private readonly batch: Batch,
    private readonly model: Model,
    private readonly options: ExitLayersOptions
  ) {
    const {exitLayer, adapter} = options;
    if (!Number.isInteger(exitLayer) || exitLayer < 1 || exitLayer >= model.layers) {
      throw new Error(`invalid exitLayer: ${exitLayer} (the model's layers are [0, ${model.layers}))`);
    }
    if (adapter && adapter.vocabSize !== model.vocabSize) {
      const {vocabSize} = adapter;
      throw new Error(`early exit: the adapter has a vocabulary of ${vocabSize}, the target of ${model.vocabSize}`);
    }
    if (batch.mode === "vanilla-as-released") {
      throw new Error(`early exit: mode ${batch.mode} verifies leftovers, which the first layers have not run on`);
    }
    this.meter = new ExitMeter(exitLayer, batch.now);
    const {maxPositions} = model;
    this.head = adapter
      ? new AdapterHead(adapter, batch, this.meter, {...options, maxPositions})
      : new SharedHead(model, this.meter);
  }

  /** The prompts through the first layers and the adapter; the loop's own prefill goes on behind them. */
  async prefill(): Promise<Prefill | undefined> {
    if (!this.options.adapter) return undefined;
    this.begin();
    const feeds = this.batch.samples.map(({prompt}) => ({tokens: prompt, position: 0}));
    const {states} = await this.pass(feeds, 0, []);
    await this.head.prefill(states);
    return this.report();
  }

  /** Begin a step. */
  begin(): void {
    this.meter.reset();
    this.states = this.batch.samples.map(() => []);
  }

  /** Run tokens through the first layers, chains `ahead` slots behind the cursors. */
  async pass(feeds: readonly RowFeed[], ahead: number, drafting: readonly number[]): Promise<ShallowPass> {
    const {batch, meter, model, options} = this;
    const {rows, offsets, counts} = batch.layout.place(feeds, ahead);
    const scored = drafting.flatMap((i) => Array.from({length: counts[i]}, (_, j) => offsets[i] + j));
    const after = await meter.shallow(rows.tokens.length, () =>
      model.forward(rows, {to: options.exitLayer, scored: Int32Array.from(scored)})
    );
    const states = feeds.map((_, i) =>
      Array.from({length: counts[i]}, (_unused, j) => ({states: after, row: offsets[i] + j}))
    );
    rows.samples.forEach((i, row) => this.states[i].push({states: after, row}));
    return {after, feeds, states, drafting, ahead};
  }

  /** What the step's drafts carry along. */
  report(): DraftCost & Required<EarlyStates> {
    const {counts, ms} = this.meter.work;
    const {shallowForwards: forwards, shallowRows: rows} = counts;
    return {states: this.states, layer: counts.layer, forwards, rows, exit: {counts, ms}};
  }
}
