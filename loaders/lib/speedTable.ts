// From a recording's times, counters and step costs to a table of speeds: one row per domain, batch size, mode and drafter.
import {fitGrid, predictedDecodeMs} from "../../src/figures/kit/decodeMs.js";
import {median, quantile} from "../../src/traces/metrics/index.js";
import type {StepCost} from "../../src/traces/metrics/stepCost.js";
import {tokensPerSecond} from "../../src/traces/metrics/tokensPerSecond.js";
import type {CostRecord, CountsRecord, ModelIdentity, TimingRecord} from "../../src/traces/index.js";

export {predictedDecodeMs};

export interface SpeedRow {
  readonly domain: string;
  readonly batchSize: number;
  readonly mode: string;
  readonly drafter: string;
  /** decode tokens per second, prefill and its tokens left out: median and quartiles over the repeats */
  readonly tokensPerSecond: number;
  readonly quartiles: readonly [number, number];
  /** new tokens per second, prefill included: median over the repeats */
  readonly withPrefill: number;
  /** medians' ratio to greedy at the same batch size */
  readonly speedUp: number;
  /** decode tokens per second on all prompts of the domain, from counters and the cost of a step */
  readonly predicted?: number;
  readonly repeats: number;
}

export interface SpeedSources {
  readonly timing: readonly TimingRecord[];
  readonly counts: readonly CountsRecord[];
  readonly cost: readonly CostRecord[];
}

/** Rows in the order of the `timing` lines. The domain of a line is that of its prompts, `dialogue-02` being a dialogue. */
export function speedTable({timing, counts, cost}: SpeedSources): SpeedRow[] {
  const [target, draft] = (["target", "draft"] as const).map((role) => costOf(cost, role));
  const rows = timing.map((line) => {
    const {batchSize, mode, drafter, tokens, prompts, decodeMs, prefillMs} = line;
    const domain = prompts[0].replace(/-\d+$/, "");
    const speeds = decodeMs.map((ms) => tokensPerSecond(tokens - prompts.length, ms));
    const totals = counts.find(
      (known) =>
        known.texts === "prompts" &&
        known.domain === domain &&
        known.batchSize === batchSize &&
        known.mode === mode &&
        known.drafter === drafter
    )?.totals;
    const ms = totals && target ? predictedDecodeMs(totals, target, draft) : undefined;
    return {
      domain,
      batchSize,
      mode,
      drafter,
      tokensPerSecond: median(speeds),
      quartiles: [quantile(speeds, 0.25), quantile(speeds, 0.75)] as const,
      withPrefill: median(decodeMs.map((decode, i) => tokensPerSecond(tokens, decode + prefillMs[i]))),
      ...(totals && ms !== undefined ? {predicted: tokensPerSecond(totals.tokens - totals.samples, ms)} : {}),
      repeats: decodeMs.length
    };
  });
  return rows.map((row) => {
    const greedy = rows.find(
      ({mode, domain, batchSize}) => mode === "greedy" && domain === row.domain && batchSize === row.batchSize
    );
    return {...row, speedUp: row.tokensPerSecond / (greedy?.tokensPerSecond ?? NaN)};
  });
}

/** The cost of a step of the target or the draft model, from the fastest repeats. */
export function costOf(cost: readonly CostRecord[], role: ModelIdentity["role"]): StepCost | undefined {
  return fitGrid(
    cost.filter(({model}) => model.role === role).map((step) => ({...step, fastest: Math.min(...step.ms)}))
  );
}
