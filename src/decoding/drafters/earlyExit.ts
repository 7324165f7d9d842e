// Self-drafting by double early exiting (Kangaroo, Liu et al. 2024, as in `kangaroo_forward` of the released
// evaluation/inference_kangaroo.py): the target's first ℓ layers and an exit head draft; the layers behind verify on the
// hidden states already computed, and both share the first layers' cache. A pass runs the first layers on the newest
// token. Drafting stops when γ tokens were drafted or the last one's confidence is below η; that token stays a draft, goes
// through the first layers and is verified. Every step drafts at least one token.
//
// The paper says γ = 6 and η = 0.6; the code's command line has 0.4 for η. The paper stops at ≤ η, the code, and this, at
// < η. The released loop ends up to γ + 1 tokens before the limit; here the last drafts are cut instead.
//
// At a temperature (the paper's Table 3; the code is greedy) drafts are drawn from the exit's distribution at it, and what
// is compared with η is the largest probability of its distribution as it is ("original") or at the temperature
// ("adjusted"). Whether drafting goes on depends on earlier drafts only, so speculative sampling stays exact.

import type {Adapter} from "../adapter.js";
import type {Batch} from "../batch.js";
import type {Model, StateRow} from "../model.js";
import {pick} from "../verification/pick.js";
import {checkDraftLength, checkThreshold, goesOn, stored} from "./confidence.js";
import {noTokens} from "./drafter.js";
import type {Drafter, Drafts, Verdict} from "./drafter.js";
import {AdapterHead, SharedHead} from "./exitHead.js";
import type {ExitHead} from "./exitHead.js";
import {ExitMeter} from "./exitMeter.js";

export interface EarlyExitOptions {
  /** layers that draft, ℓ: at least 1, fewer than the model has */
  readonly exitLayer: number;
  /** reads the states behind the exit layer; default none: they go straight to the target's own norm and head */
  readonly adapter?: Adapter;
  /** most drafts per step, γ; default 6 */
  readonly draftLength?: number;
  /** confidence below which drafting stops, η; default 0.6 */
  readonly threshold?: number;
  /** which distribution's largest probability is compared with η at a temperature; default "original" */
  readonly confidence?: "original" | "adjusted";
}

/**
 * Throws on invalid options, and, when it begins, on an exit layer that the model does not have, another vocabulary, and on
 * `vanilla-as-released`.
 */
export function earlyExit(options: EarlyExitOptions): Drafter {
  const {exitLayer, adapter, draftLength = 6, threshold = 0.6, confidence = "original"} = options;
  checkDraftLength(draftLength);
  checkThreshold(threshold);
  if (adapter && adapter.exitLayer !== exitLayer) {
    throw new Error(`early exit: the adapter reads layer ${adapter.exitLayer}, exitLayer is ${exitLayer}`);
  }
  let run: ExitRun | undefined;
  return {
    name: "early-exit",
    draftLength,
    async begin(batch, model) {
      checkExit(options, batch, model);
      run = new ExitRun(batch, model, {exitLayer, adapter, draftLength, threshold, confidence});
      return adapter ? await run.prefill() : undefined;
    },
    async draft() {
      return await started(run).draft();
    },
    async accepted(_, verdict) {
      await started(run).settle(verdict);
    }
  };
}

function checkExit({exitLayer, adapter}: EarlyExitOptions, {mode}: Batch, model: Model): void {
  if (!Number.isInteger(exitLayer) || exitLayer < 1 || exitLayer >= model.layers) {
    throw new Error(`invalid exitLayer: ${exitLayer} (the model's layers are [0, ${model.layers}))`);
  }
  if (adapter && adapter.vocabSize !== model.vocabSize) {
    throw new Error(
      `early exit: the adapter has a vocabulary of ${adapter.vocabSize}, the target of ${model.vocabSize}`
    );
  }
  if (mode === "vanilla-as-released") {
    throw new Error(`early exit: mode ${mode} verifies leftovers, which the first layers have not run on`);
  }
}

function started(run: ExitRun | undefined): ExitRun {
  if (!run) throw new Error("early exit: draft before begin");
  return run;
}

class ExitRun {
  private readonly meter: ExitMeter;
  private readonly head: ExitHead;
  /** this step's states behind the exit layer, of the last token, the drafts and the pads behind them [B] */
  private states: StateRow[][] = [];
  private drafts: number[][] = [];

  constructor(
    private readonly batch: Batch,
    private readonly model: Model,
    private readonly options: Required<Omit<EarlyExitOptions, "adapter">> & Pick<EarlyExitOptions, "adapter">
  ) {
    const {exitLayer, adapter, draftLength} = options;
    this.meter = new ExitMeter(exitLayer, batch.now);
    const {maxPositions} = model;
    this.head = adapter
      ? new AdapterHead(adapter, batch, this.meter, {draftLength, maxPositions})
      : new SharedHead(model, this.meter);
  }

  /** The prompts through the first layers and the adapter; the loop's own prefill goes on behind them. */
  async prefill(): Promise<Omit<Drafts, "tokens">> {
    const {samples} = this.batch;
    this.begin();
    await this.shallow(
      samples.map(({prompt}) => prompt),
      0,
      []
    );
    await this.head.prefill(samples.map(({prompt}, i) => this.states[i].slice(0, prompt.length)));
    return this.report();
  }

  async draft(): Promise<Drafts> {
    const {samples, sampling} = this.batch;
    const {draftLength, threshold, confidence} = this.options;
    this.begin();
    const probabilities = samples.map((): Float32Array[] => []);
    const confidences = samples.map((): number[] => []);
    const most = samples.map(({room}) => Math.min(room, draftLength));
    let newest: ArrayLike<number>[] = samples.map(({tokens, finished}) => (finished ? noTokens : tokens.slice(-1)));
    let going = most.map((count) => count > 0);
    for (let ahead = 0; newest.some(({length}) => length > 0); ahead++) {
      const drafting = Array.from(going.keys()).filter((i) => going[i]);
      const pass = await this.shallow(newest, ahead, drafting);
      newest = samples.map(() => noTokens);
      if (drafting.length === 0) break;
      const scores = await this.head.read(pass, sampling ? {temperature: sampling.temperature} : {});
      going = samples.map(() => false);
      drafting.forEach((i, index) => {
        const where = `sample ${i}, draft ${ahead}`;
        const {token, distribution} = pick(scores, index, where, sampling && (() => sampling.random(i)));
        const adjusted = sampling !== undefined && confidence === "adjusted";
        const top = adjusted ? distribution.reduce((a, b) => Math.max(a, b)) : scores.confidence[index];
        this.drafts[i].push(token);
        confidences[i].push(stored(top));
        probabilities[i].push(distribution);
        newest[i] = [token];
        going[i] = this.drafts[i].length < most[i] && goesOn(top, threshold);
      });
    }
    return {
      tokens: this.drafts.map((list) => Int32Array.from(list)),
      confidences,
      ...(sampling && {probabilities: probabilities.map(joined)}),
      ...this.report()
    };
  }

  async settle({accepted}: Verdict): Promise<void> {
    const drafted = this.drafts.map(({length}) => length);
    await this.head.settle(this.states, drafted, accepted);
  }

  private begin(): void {
    const {samples} = this.batch;
    this.meter.reset();
    this.states = samples.map(() => []);
    this.drafts = samples.map(() => []);
  }

  /** Run each sample's tokens through the first layers, `ahead` slots behind the cursors. */
  private async shallow(tokens: readonly ArrayLike<number>[], ahead: number, drafting: readonly number[]) {
    const {batch, model, meter, states} = this;
    const feeds = tokens.map((list, i) => ({tokens: list, position: this.position(i) + ahead}));
    const {rows, offsets} = batch.layout.place(feeds, ahead);
    const scored = Int32Array.from(drafting, (i) => offsets[i]);
    const {exitLayer} = this.options;
    const after = await meter.shallow(rows.tokens.length, () => model.forward(rows, {to: exitLayer, scored}));
    rows.samples.forEach((i, row) => states[i].push({states: after, row}));
    return {after, drafting, rows: offsets, ahead};
  }

  /** Position of the first token that the target's cache lacks. */
  private position(i: number): number {
    return this.batch.layout.live[i];
  }

  private report() {
    const {counts, ms} = this.meter.work;
    const {shallowForwards: forwards, shallowRows: rows} = counts;
    return {states: this.states, layer: counts.layer, forwards, rows, exit: {counts, ms}};
  }
}

function joined(lists: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(lists.reduce((sum, {length}) => sum + length, 0));
  lists.reduce((at, list) => (all.set(list, at), at + list.length), 0);
  return all;
}
