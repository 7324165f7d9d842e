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
import type {Model} from "../model.js";
import {pick} from "../verification/pick.js";
import {checkDraftLength, checkThreshold, goesOn, stored} from "./confidence.js";
import {noTokens} from "./drafter.js";
import type {Drafter, Drafts, Verdict} from "./drafter.js";
import {ExitLayers} from "./exitLayers.js";

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
      run = new ExitRun(batch, model, {exitLayer, adapter, draftLength, threshold, confidence});
      return await run.layers.prefill();
    },
    async draft() {
      return await started(run).draft();
    },
    async accepted(_, verdict) {
      await started(run).settle(verdict);
    }
  };
}

function started(run: ExitRun | undefined): ExitRun {
  if (!run) throw new Error("early exit: draft before begin");
  return run;
}

class ExitRun {
  readonly layers: ExitLayers;
  private drafts: number[][] = [];

  constructor(
    private readonly batch: Batch,
    model: Model,
    private readonly options: Required<Omit<EarlyExitOptions, "adapter">> & Pick<EarlyExitOptions, "adapter">
  ) {
    this.layers = new ExitLayers(batch, model, options);
  }

  async draft(): Promise<Drafts> {
    const {layers} = this;
    const {samples, sampling, layout} = this.batch;
    const {draftLength, threshold, confidence} = this.options;
    layers.begin();
    this.drafts = samples.map(() => []);
    const probabilities = samples.map((): Float32Array[] => []);
    const confidences = samples.map((): number[] => []);
    const most = samples.map(({room}) => Math.min(room, draftLength));
    let newest: ArrayLike<number>[] = samples.map(({tokens, finished}) => (finished ? noTokens : tokens.slice(-1)));
    let going = most.map((count) => count > 0);
    for (let ahead = 0; newest.some(({length}) => length > 0); ahead++) {
      const drafting = Array.from(going.keys()).filter((i) => going[i]);
      const feeds = newest.map((tokens, i) => ({tokens, position: layout.live[i] + ahead}));
      const pass = await layers.pass(feeds, ahead, drafting);
      newest = samples.map(() => noTokens);
      if (drafting.length === 0) break;
      const scores = await layers.head.read(pass, sampling ? {temperature: sampling.temperature} : {});
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
      ...layers.report()
    };
  }

  async settle({accepted}: Verdict): Promise<void> {
    await this.layers.head.settle(
      this.drafts.map(({length}, i) => ({
        fed: Array.from({length: Math.max(Math.min(accepted[i], length - 1), 0)}, (_, place) => place),
        missing: accepted[i] === length ? this.layers.states[i].slice(length, length + 1) : []
      }))
    );
  }
}

function joined(lists: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(lists.reduce((sum, {length}) => sum + length, 0));
  lists.reduce((at, list) => (all.set(list, at), at + list.length), 0);
  return all;
}
