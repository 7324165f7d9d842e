// Early exits that were really timed, one text at a time, against greedy decoding of the same texts in the same repeats.
import type {ExitTimed} from "../../src/figures/exitGridData.js";
import type {CountsRecord, TimingRecord, TraceLine} from "../../src/traces/index.js";
import {exitMs} from "../../src/traces/metrics/exitCost.js";
import type {ExitCost} from "../../src/traces/metrics/exitCost.js";
import {domainOf} from "./domainOf.js";
import {pairedSpeed} from "./pairedSpeed.js";

export interface TimedSources {
  readonly timing: readonly TraceLine[];
  readonly counts: readonly TraceLine[];
  /** of the parts, by exit layer */
  readonly costs: ReadonlyMap<number, ExitCost>;
  /** predicted microseconds a token of greedy decoding, by domain */
  readonly greedyUs: Readonly<Record<string, number>>;
}

/**
 * Every point (ℓ, γ, η) behind the paper's adapter once a domain; of a point that two series have timed, the one with more
 * texts.
 */
export function timedPoints({timing, counts, costs, greedyUs}: TimedSources): ExitTimed[] {
  const single = timing.filter((line) => line.type === "timing").filter(({batchSize}) => batchSize === 1);
  const counted = counts.filter((line) => line.type === "counts").filter(({batchSize}) => batchSize === 1);
  const found = new Map<string, {readonly weight: number; readonly point: ExitTimed}>();
  for (const line of single.filter(isExit)) {
    const {options, prompts, tokens, steps} = line;
    const domain = domainOf(prompts[0]);
    const [layer, draftLength, threshold] = [options.exitLayer, options.draftLength, options.threshold].map(Number);
    const greedy = single.find((other) => other.mode === "greedy" && isBeside(other, line));
    const totals = counted.find((other) => other.domain === domain && isOf(other, line))?.totals;
    const cost = costs.get(layer);
    if (!greedy || !totals?.exit || !cost) continue;
    const {speedUp, quartiles, pairs} = pairedSpeed(line, greedy);
    const predictedUs = (1000 * exitMs({...totals, exit: totals.exit}, cost)) / (tokens - prompts.length);
    const point: ExitTimed = {
      domain,
      layer,
      draftLength,
      threshold,
      compression: rounded((tokens - prompts.length) / steps),
      speedUp,
      quartiles,
      predicted: rounded(greedyUs[domain] / predictedUs)
    };
    const key = [domain, layer, draftLength, threshold].join();
    if ((found.get(key)?.weight ?? 0) < pairs) found.set(key, {weight: pairs, point});
  }
  return [...found.values()].map(({point}) => point);
}

const isExit = ({drafter, options}: TimingRecord): boolean =>
  drafter === "early-exit" && options.adapter === `exit-${options.exitLayer}` && options.temperature === undefined;

/** Whether two lines are of the same texts and repeats. */
const isBeside = (a: TimingRecord, b: TimingRecord): boolean =>
  a.prompts.join() === b.prompts.join() && a.decodeMs.length === b.decodeMs.length;

/** Whether counters are those of a timed line. */
const isOf = ({drafter, options, totals}: CountsRecord, line: TimingRecord): boolean =>
  drafter === line.drafter &&
  totals.samples === line.prompts.length &&
  JSON.stringify(options) === JSON.stringify(line.options);

const rounded = (value: number): number => Number(value.toFixed(4));
