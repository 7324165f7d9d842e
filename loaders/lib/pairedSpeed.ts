// How much faster a method is than plain decoding of the same texts: a unit of work runs all contestants on one batch, one
// after the other, so what slows the machine meets both, and ratios are taken batch by batch and repeat by repeat.
import {median, quantile} from "../../src/traces/metrics/index.js";
import type {TimingRecord} from "../../src/traces/index.js";

export interface PairedSpeed {
  readonly speedUp: number;
  readonly quartiles: readonly [number, number];
  /** batches × repeats */
  readonly pairs: number;
}

type Timed = Pick<TimingRecord, "tokens" | "batchSize" | "decodeMs" | "busy" | "batches" | "prompts">;

/** Below this share of the processor a run's wall time says more of the other work than of its own */
export const QUIET = 0.9;

/**
 * Median and quartiles of the ratios of tokens a second, prefills and their tokens left out. Pairs of which either run had to
 * share the processor are compared by processor time, which for one thread is wall time × share. NaN where nothing pairs.
 */
export function pairedSpeed(own: Timed, plain: Timed): PairedSpeed {
  const [a, b] = [runsOf(own), runsOf(plain)];
  const ratios = a
    .flatMap((run, i) => {
      const other = b[i];
      if (!other) return [];
      const shared = Math.min(run.busy ?? 1, other.busy ?? 1) < QUIET;
      const ms = (one: Run): number => one.ms * (shared ? (one.busy ?? 1) : 1);
      return [run.tokens / ms(run) / (other.tokens / ms(other))];
    })
    .filter(Number.isFinite);
  const digits = (value: number): number => Number(value.toFixed(4));
  return {
    speedUp: digits(median(ratios)),
    quartiles: [digits(quantile(ratios, 0.25)), digits(quantile(ratios, 0.75))],
    pairs: ratios.length
  };
}

interface Run {
  readonly tokens: number;
  readonly ms: number;
  readonly busy?: number;
}

/** Every batch in every repeat, always in the same order; all batches together where they were not kept one by one. */
function runsOf({tokens, batchSize, decodeMs, busy, batches, prompts}: Timed): Run[] {
  const all = {tokens: tokens - prompts.length, decodeMs, busy};
  const each = batches?.map((batch) => ({...batch, tokens: batch.tokens - batchSize})) ?? [all];
  return each.flatMap((one) => one.decodeMs.map((ms, k) => ({tokens: one.tokens, ms, busy: one.busy?.[k]})));
}

/** The least share of the processor that either had; undefined where it is unknown. */
export function leastBusy(...lines: readonly Pick<TimingRecord, "busy">[]): number | undefined {
  const shares = lines.flatMap(({busy}) => busy ?? []);
  return shares.length > 0 ? Number(Math.min(...shares).toFixed(3)) : undefined;
}
