// From a recording's times, counters and step costs to a table of speeds: one row per domain, batch size, mode and drafter.
// What is counted is there for every batch size, so rows are predicted that nobody has timed yet.
import {fitGrid, predictedDecodeMs} from "../../src/figures/kit/decodeMs.js";
import type {Measure, Speed} from "../../src/figures/speedData.js";
import {median, quantile} from "../../src/traces/metrics/index.js";
import type {StepCost} from "../../src/traces/metrics/stepCost.js";
import {tokensPerSecond} from "../../src/traces/metrics/tokensPerSecond.js";
import type {CostRecord, CountsRecord, ModelIdentity, TimingRecord} from "../../src/traces/index.js";
import {domainOf} from "./domainOf.js";

export {predictedDecodeMs};

export interface SpeedSources {
  readonly timing: readonly TimingRecord[];
  readonly counts: readonly CountsRecord[];
  readonly cost: readonly CostRecord[];
}

type Configuration = Pick<Speed, "domain" | "batchSize" | "mode" | "drafter">;

/** Rows in the order of the `timing` lines, then of the `counts` lines. */
export function speedTable({timing, counts, cost}: SpeedSources): Speed[] {
  const [target, draft] = (["target", "draft"] as const).map((role) => costOf(cost, role));
  const timed = new Map(timing.map((line) => [keyOf(configurationOf(line)), line]));
  const counted = new Map(
    counts.flatMap((line): [string, CountsRecord][] => (line.texts === "prompts" ? [[keyOf(line), line]] : []))
  );
  const predictedSpeed = (configuration: Configuration): number | undefined => {
    const totals = counted.get(keyOf(configuration))?.totals;
    if (!totals || !target || (totals.draftForwards > 0 && !draft)) return undefined;
    return tokensPerSecond(totals.tokens - totals.samples, predictedDecodeMs(totals, target, draft));
  };
  const configurations = [...timing.map(configurationOf), ...counted.values()];
  const first = new Map(configurations.map((configuration) => [keyOf(configuration), configuration]));
  return [...first.values()].map((line): Speed => {
    const {domain, batchSize, mode, drafter} = line;
    const own = timed.get(keyOf(line));
    const plain = {domain, batchSize, mode: "greedy", drafter: "none"};
    const greedy = timed.get(keyOf(plain));
    const speed = predictedSpeed(line);
    const greedySpeed = predictedSpeed(plain);
    return {
      domain,
      batchSize,
      mode,
      drafter,
      ...(own
        ? {
            decode: measure(decodeSpeeds(own), greedy && decodeSpeeds(greedy)),
            withPrefill: measure(allSpeeds(own), greedy && allSpeeds(greedy))
          }
        : {}),
      ...(speed === undefined
        ? {}
        : {
            predicted: {
              tokensPerSecond: rounded(speed, 1),
              ...(greedySpeed === undefined ? {} : {speedUp: rounded(speed / greedySpeed, 4)})
            }
          }),
      repeats: own?.decodeMs.length ?? 0
    };
  });
}

/** The domain of a line is that of its prompts, `dialogue-02` being a dialogue. */
const configurationOf = ({batchSize, mode, drafter, prompts}: TimingRecord): Configuration => ({
  domain: domainOf(prompts[0]),
  batchSize,
  mode,
  drafter
});

const keyOf = ({domain, batchSize, mode, drafter}: Configuration): string =>
  JSON.stringify([domain, batchSize, mode, drafter]);

/** Per repeat: as in the paper, without the prefill and the tokens that it writes. */
const decodeSpeeds = ({decodeMs, tokens, prompts}: TimingRecord): number[] =>
  decodeMs.map((ms) => tokensPerSecond(tokens - prompts.length, ms));

/** Per repeat: all new tokens by all the time. */
const allSpeeds = ({decodeMs, prefillMs, tokens}: TimingRecord): number[] =>
  decodeMs.map((ms, i) => tokensPerSecond(tokens, ms + prefillMs[i]));

/**
 * Medians and quartiles. A unit of work runs all modes one after the other, so a repeat is compared with greedy of the same
 * repeat, and what slows the machine meets both; where greedy has other repeats, with the median of those.
 */
function measure(speeds: readonly number[], greedy: readonly number[] | undefined): Measure {
  const quartiles = (values: readonly number[], digits: number): readonly [number, number] => [
    rounded(quantile(values, 0.25), digits),
    rounded(quantile(values, 0.75), digits)
  ];
  const own = {tokensPerSecond: rounded(median(speeds), 1), quartiles: quartiles(speeds, 1)};
  if (!greedy) return own;
  const paired = greedy.length === speeds.length;
  const ratios = speeds.map((speed, i) => speed / (paired ? greedy[i] : median(greedy)));
  return {...own, speedUp: rounded(median(ratios), 4), speedUpQuartiles: quartiles(ratios, 4)};
}

const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));

/** The cost of a step of the target or the draft model, from the fastest repeats. */
export function costOf(cost: readonly CostRecord[], role: ModelIdentity["role"]): StepCost | undefined {
  return fitGrid(
    cost.filter(({model}) => model.role === role).map((step) => ({...step, fastest: Math.min(...step.ms)}))
  );
}
