// The runs that the what-if figure shows: counters by the speed model, worked out once per setting, and their time on a
// device. Counters know no device, so changing it costs nothing.
import type {Mode} from "../../decoding/layouts/modes.js";
import type {Totals} from "../../traces/totals.js";
import {tokensPerSecond} from "../../traces/metrics/tokensPerSecond.js";
import type {CostData} from "../costData.js";
import {breather} from "./breathe.js";
import {decodeParts} from "./decodeMs.js";
import type {DeviceFit} from "./deviceCost.js";
import {evenGuessing, recordedGuessing} from "./guessing.js";
import {speedModel} from "./speedModel.js";
import type {TextLength} from "./speedModel.js";
import type {TimeBar} from "./timeBars.js";

export const shownModes = ["greedy", "vanilla", "ems-sd"] as const satisfies readonly Mode[];
export type ShownMode = (typeof shownModes)[number];

/** Set by hand: no domain. */
export const BY_HAND = "by-hand";

export interface Setting {
  /** a domain and a drafter, as "dialogue.lookup", or BY_HAND */
  readonly guesses: string;
  /** by hand: whether a network drafts, or a look-up, which costs nothing */
  readonly drafter: string;
  /** by hand: of a hundred steps, how many draft at all */
  readonly find: number;
  /** by hand: of a hundred drafts behind right ones, how many are right */
  readonly accept: number;
  readonly draft: number;
}

export type Counters = Readonly<Record<ShownMode, Totals>>;

/** texts that settings by hand are tried on: twice 128 tokens, a usual split in benchmarks */
const even: readonly TextLength[] = Array.from({length: 24}, () => ({prompt: 128, output: 128}));

/** The recorded distribution that a setting names. */
export const recordedOf = ({guessing}: CostData, guesses: string) =>
  guessing.find(({domain, drafter}) => `${domain}.${drafter}` === guesses);

/** Counters of all three modes, each worked out once; an AbortError where `signal` aborts meanwhile. */
export function whatIfRuns(
  data: CostData
): (setting: Setting, batchSize: number, signal?: AbortSignal) => Promise<Counters> {
  const known = new Map<string, Totals>();
  const breathe = breather();
  return async (setting, batchSize, signal) => {
    const pause = (): Promise<void> | undefined => {
      signal?.throwIfAborted();
      return breathe();
    };
    const recorded = recordedOf(data, setting.guesses);
    const {find, accept, draft, drafter} = setting;
    const network = recorded ? recorded.drafter !== "lookup" : drafter !== "lookup";
    const guessing = recorded
      ? recordedGuessing(recorded, draft)
      : evenGuessing({find: network ? 1 : find / 100, accept: accept / 100, draftLength: draft});
    const texts = recorded ? data.texts[recorded.domain] : even;
    const how = recorded ? [setting.guesses, draft] : [network, find, accept, draft];
    const totals: Totals[] = [];
    for (const shown of shownModes) {
      const mode = shown === "vanilla" && batchSize === 1 ? "ems-sd" : shown; // one sample waits for nobody
      const key = [mode, batchSize, ...(mode === "greedy" ? [recorded?.domain] : how)].join(" ");
      const run = {mode, batchSize, texts, maxNewTokens: data.maxNewTokens, guessing, network, pause};
      if (!known.has(key)) known.set(key, await speedModel(run));
      totals.push(known.get(key)!);
    }
    return {greedy: totals[0], vanilla: totals[1], "ems-sd": totals[2]};
  };
}

/** Whether the device's costs say what such a run takes. */
export const isTimed = (counters: Counters, {draft}: DeviceFit): boolean =>
  draft !== undefined || counters["ems-sd"].draftForwards === 0;

/** Decode tokens per second. */
export function speedOn(totals: Totals, fit: DeviceFit): number {
  const {steps, rows, attention, drafting} = decodeParts(totals, fit.target, fit.draft);
  return tokensPerSecond(totals.tokens - totals.samples, steps + rows + attention + drafting);
}

/** Speed over greedy decoding of the same texts at the same batch size. */
export const speedUpOn = (counters: Counters, mode: ShownMode, fit: DeviceFit): number =>
  speedOn(counters[mode], fit) / speedOn(counters.greedy, fit);

/** Milliseconds of a token, by what takes them. */
export function timePerToken(name: string, totals: Totals, fit: DeviceFit): TimeBar {
  const {steps, rows, attention, drafting} = decodeParts(totals, fit.target, fit.draft);
  const tokens = totals.tokens - totals.samples;
  const pads = rows * (totals.padRows / totals.rows);
  return {
    name,
    parts: {
      steps: steps / tokens,
      rows: (rows - pads) / tokens,
      pads: pads / tokens,
      attention: attention / tokens,
      drafting: drafting / tokens
    }
  };
}
