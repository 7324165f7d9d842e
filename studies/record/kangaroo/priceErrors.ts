// How well prices from the cost of parts meet measured times: at the paper's point and at those spread over the grid.
import {exitMs} from "../../../src/traces/metrics/exitCost.js";
import {median} from "../../../src/traces/metrics/median.js";
import type {CountsRecord, TimingRecord} from "../../../src/traces/index.js";
import type {Journals} from "../journals.js";
import {prices} from "./parts.js";
import type {Setting} from "./setting.js";

/** Median and largest relative error over points and domains, of batch 1; none where nothing was measured. */
export function priceErrors(
  recorded: Journals<Setting>,
  timing: readonly TimingRecord[],
  counts: readonly CountsRecord[]
): Readonly<Record<string, number>> {
  const {points, exitLayer, standard} = recorded.setting;
  const nine = [{exitLayer, ...standard}, ...points];
  const cost = prices(recorded);
  const errors = timing.flatMap((line) => {
    const {mode, drafter, options, batchSize, prompts, decodeMs} = line;
    const {exitLayer: layer, adapter, draftLength, threshold} = options;
    const point = nine.find((one) => one.exitLayer === layer && one.draftLength === draftLength && one.threshold === threshold); // prettier-ignore
    if (!point || batchSize !== 1 || drafter !== "early-exit" || options.temperature !== undefined) return [];
    if (adapter !== `exit-${point.exitLayer}`) return [];
    const totals = counts.find(
      (one) =>
        one.mode === mode &&
        one.batchSize === 1 &&
        JSON.stringify(one.options) === JSON.stringify(options) &&
        one.totals.samples === prompts.length &&
        prompts[0].startsWith(one.domain)
    )?.totals;
    if (!totals?.exit) return [];
    return [exitMs({...totals, exit: totals.exit}, cost.exit(point.exitLayer)) / median(decodeMs) - 1];
  });
  if (errors.length === 0) return {};
  const sizes = errors.map(Math.abs);
  const rounded = (value: number): number => Math.round(value * 1000) / 1000;
  return {
    priceErrorMedian: rounded(median(sizes)),
    priceErrorLargest: rounded(Math.max(...sizes)),
    priceErrorMean: rounded(errors.reduce((sum, error) => sum + error, 0) / errors.length),
    pricedRuns: errors.length
  };
}
