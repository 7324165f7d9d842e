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

type Timed = Pick<TimingRecord, "tokens" | "batchSize" | "decodeMs" | "batches" | "prompts">;

/** Median and quartiles of the ratios of tokens a second, prefills and their tokens left out. NaN where nothing pairs. */
export function pairedSpeed(own: Timed, plain: Timed): PairedSpeed {
  const [a, b] = [ratesOf(own), ratesOf(plain)];
  const ratios = a
    .flatMap((rates, batch) =>
      rates.map(
        (rate, repeat) => rate / (b[batch]?.length === rates.length ? b[batch][repeat] : median(b[batch] ?? []))
      )
    )
    .filter(Number.isFinite);
  const digits = (value: number): number => Number(value.toFixed(4));
  return {
    speedUp: digits(median(ratios)),
    quartiles: [digits(quantile(ratios, 0.25)), digits(quantile(ratios, 0.75))],
    pairs: ratios.length
  };
}

/** Tokens a millisecond [batches][repeats]; of all batches together where they were not kept one by one. */
function ratesOf({tokens, batchSize, decodeMs, batches, prompts}: Timed): number[][] {
  if (!batches) return [decodeMs.map((ms) => (tokens - prompts.length) / ms)];
  return batches.map((batch) => batch.decodeMs.map((ms) => (batch.tokens - batchSize) / ms));
}

/** The least share of the processor that either had; undefined where it is unknown. */
export function leastBusy(...lines: readonly Pick<TimingRecord, "busy">[]): number | undefined {
  const shares = lines.flatMap(({busy}) => busy ?? []);
  return shares.length > 0 ? Number(Math.min(...shares).toFixed(3)) : undefined;
}
