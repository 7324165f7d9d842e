// How well prices from the cost of parts meet what runs took: at the paper's point and at those spread over the grid. Of runs
// that had to wait, the processor time counts.
import {exitMs} from "../../../src/traces/metrics/exitCost.js";
import {median} from "../../../src/traces/metrics/median.js";
import {predictedMs} from "../../../src/traces/metrics/stepCost.js";
import type {CountsRecord, TimingRecord} from "../../../src/traces/index.js";
import type {Journals} from "../journals.js";
import {prices} from "./parts.js";
import {exitName} from "./modules.js";
import type {ExitPoint, Setting} from "./setting.js";

/** Milliseconds of decode steps, by what the processor gave. */
const spent = ({decodeMs, busy}: TimingRecord): number =>
  median(decodeMs.map((ms, i) => ms * Math.min(busy?.[i] ?? 1, 1)));

/** Relative errors over points and domains of series `variants`, of milliseconds and of the speed-up over greedy decoding. */
export function priceErrors(
  recorded: Journals<Setting>,
  timing: readonly TimingRecord[],
  counts: readonly CountsRecord[]
): Readonly<Record<string, number>> {
  const {points, exitLayer, standard, domains} = recorded.setting;
  const cost = prices(recorded);
  const here = timing.filter(({series}) => series === "variants");
  const found = domains.flatMap((domain) => {
    const lines = here.filter(({prompts}) => recorded.prompts.domains.get(domain)?.some(({id}) => id === prompts[0]));
    const totalsOf = ({drafter, options}: TimingRecord) =>
      counts.find(
        (line) =>
          line.series === "variants" &&
          line.domain === domain &&
          line.drafter === drafter &&
          JSON.stringify(line.options) === JSON.stringify(options)
      )?.totals;
    const greedy = lines.find(({drafter}) => drafter === "none");
    const greedyTotals = greedy && totalsOf(greedy);
    if (!greedy || !greedyTotals) return [];
    const greedyMs = predictedMs(cost.greedy, {...greedyTotals, cachedSlots: greedyTotals.attentionSlots});
    return [{exitLayer, ...standard}, ...points].flatMap((point) => {
      const line = lines.find(({options}) => isAt(options, point));
      const totals = line && totalsOf(line);
      if (!line || !totals?.exit) return [];
      const ms = exitMs({...totals, exit: totals.exit}, cost.exit(point.exitLayer));
      return [{ms: ms / spent(line) - 1, speedUp: (greedyMs / ms) * (spent(line) / spent(greedy)) - 1}];
    });
  });
  if (found.length === 0) return {};
  const sizes = (name: "ms" | "speedUp"): number[] => found.map((error) => Math.abs(error[name]));
  return {
    pricedRuns: found.length,
    priceErrorMedian: rounded(median(sizes("ms"))),
    priceErrorLargest: rounded(Math.max(...sizes("ms"))),
    priceErrorMean: rounded(found.reduce((sum, {ms}) => sum + ms, 0) / found.length),
    speedUpErrorMedian: rounded(median(sizes("speedUp"))),
    speedUpErrorLargest: rounded(Math.max(...sizes("speedUp")))
  };
}

const isAt = (options: TimingRecord["options"], {exitLayer, draftLength, threshold}: ExitPoint): boolean =>
  options.adapter === exitName(exitLayer) && options.draftLength === draftLength && options.threshold === threshold;

const rounded = (value: number): number => Math.round(value * 1000) / 1000;
