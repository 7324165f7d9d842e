// One batch, really run by every contestant, compared with greedy and with its own replay.
import {totalsOf, type Totals} from "../../src/traces/totals.js";
import type {ExitTimes, OracleAnswers, OracleModelRecord, Provenance, StepRecord} from "../../src/traces/index.js";
import {largestGap} from "./answers.js";
import {chainOf, comparedWith, contestantKey, type Contestant} from "./contestant.js";
import type {Networks} from "./networks.js";
import type {Prompt} from "./prompts.js";
import {replayBatch, runBatch, type RealRun} from "./run.js";
import {TOLERANCE} from "./tolerance.js";
import {agreement, flipsOf, type Flip} from "./verdict.js";

/** A batch to run. */
export interface Unit {
  readonly key: string;
  readonly domain: string;
  readonly batchSize: number;
  readonly repeat: number;
  /** place among the batches of its domain and size */
  readonly batch: number;
  /** false: it is run for the comparison with greedy only */
  readonly timed: boolean;
  /** which list of contestants runs it, where a chapter has several */
  readonly series?: string;
  readonly prompts: readonly Prompt[];
}

/** What became of one contestant's run. Times in milliseconds, over all steps of the batch. */
export interface Outcome {
  readonly tokens: number;
  readonly steps: number;
  readonly prefillMs: number;
  readonly decodeMs: number;
  readonly draftMs: number;
  readonly verifyMs: number;
  /** of an early exit's draftMs, by part */
  readonly exitMs?: ExitTimes;
  readonly flips: readonly Flip[];
  /** steps that equal their replay; where there is none, 0 */
  readonly replayed: number;
  /** a near tie came between run and replay */
  readonly nearTie: boolean;
  /** on a CPU: processor time of the run by its wall time; well below 1 something else had the processor */
  readonly busy?: number;
  /** counted in the run, where there is no replay or they are asked for */
  readonly totals?: Totals;
}

/** Outcomes by contestant, in the order in which they ran. */
export type UnitResult = Readonly<Record<string, Outcome>>;

export interface UnitOptions {
  readonly networks: Networks;
  /** who runs in a unit */
  readonly contestantsOf: (unit: Unit) => readonly Contestant[];
  readonly maxNewTokens: number;
  readonly eos: readonly number[];
  readonly padToken: number;
  readonly answers: ReadonlyMap<string, OracleAnswers>;
  readonly shape: OracleModelRecord;
  /** keep the counters of all runs; default: of those without a replay */
  readonly keepTotals?: boolean;
  readonly provenance?: Pick<Provenance, "provider">;
  readonly signal?: AbortSignal;
}

/** Who runs in a unit, in order; another contestant begins each time. */
export function inOrder(all: readonly Contestant[], unit: Pick<Unit, "batch" | "repeat">): Contestant[] {
  const shift = (unit.batch + unit.repeat) % all.length;
  return [...all.slice(shift), ...all.slice(0, shift)];
}

/** @throws where an output is not greedy's, or a replay takes other steps */
export async function runUnit(unit: Unit, options: UnitOptions): Promise<UnitResult> {
  const result: Record<string, Outcome> = {};
  for (const contestant of inOrder(options.contestantsOf(unit), unit)) {
    try {
      result[contestantKey(contestant)] = await runContestant(contestant, unit, options);
    } catch (error) {
      if (options.signal?.aborted) throw error;
      const [mode, name] = contestantKey(contestant).split(" ");
      const reason = error instanceof Error ? error.message : String(error);
      throw new Error(`${mode} with ${name}, batch of ${unit.batchSize}: ${reason}`, {cause: error});
    }
  }
  return result;
}

async function runContestant(contestant: Contestant, unit: Unit, options: UnitOptions): Promise<Outcome> {
  const answers = unit.prompts.map(({id}) => {
    const known = options.answers.get(id);
    if (!known) throw new Error(`${id}: no greedy output recorded`);
    return known;
  });
  const cpu = process.cpuUsage();
  const start = performance.now();
  const prompts = unit.prompts.map(({tokens}) => tokens);
  const real = await runBatch({...options, contestant, prompts}, options.networks);
  const {user, system} = process.cpuUsage(cpu);
  const busy = (user + system) / 1000 / (performance.now() - start);
  const compared = comparedWith(contestant);
  const flips = compared === "nothing" ? [] : await checkedFlips(real, answers, options);
  const replays = compared === "replay" && hasChains(answers, chainOf(contestant));
  const {steps: replayed, nearTie} = replays
    ? agreement(real, await replayBatch({...options, contestant}, answers, options.shape), flips)
    : {steps: 0, nearTie: false};
  const [prefill, ...decoding] = real.steps;
  return {
    tokens: real.outputs.reduce((n, output) => n + output.length, 0),
    steps: decoding.length,
    prefillMs: round(prefill.ms.total),
    decodeMs: sum(decoding, ({ms}) => ms.total),
    draftMs: sum(decoding, ({ms}) => ms.draft),
    verifyMs: sum(decoding, ({ms}) => ms.verify),
    ...exitTimes(decoding),
    flips,
    replayed,
    nearTie,
    ...(options.provenance?.provider === "cpu" ? {busy: round(busy)} : {}),
    ...(replays && !options.keepTotals ? {} : {totals: totalsOf([real.steps])})
  };
}

/** Texts that left greedy's at a near tie. Throws where one did so elsewhere. */
async function checkedFlips(real: RealRun, answers: readonly OracleAnswers[], options: UnitOptions): Promise<Flip[]> {
  const flips = flipsOf(real.outputs, answers, options.maxNewTokens);
  for (const {prompt, sample} of flips) {
    const gap = await largestGap(options.networks.target.model, answers[sample].prompt, real.outputs[sample]);
    if (gap > TOLERANCE) throw new Error(`${prompt}: a token lies ${gap} behind the largest logit of its prefix`);
  }
  return flips;
}

const hasChains = (answers: readonly OracleAnswers[], chain: string | undefined): boolean =>
  chain === undefined || answers.every(({chains}) => chain in chains);

function exitTimes(steps: readonly StepRecord[]): Pick<Outcome, "exitMs"> {
  if (!steps.some(({ms}) => ms.exit)) return {};
  const part = (name: keyof ExitTimes): number => sum(steps, ({ms}) => ms.exit?.[name] ?? 0);
  return {exitMs: {shallow: part("shallow"), adapter: part("adapter"), head: part("head")}};
}

/** Least share of its wall time for which a contestant had the processor; 1 where nobody knows. */
export const busyShare = (result: UnitResult): number =>
  Math.min(1, ...Object.values(result).map(({busy = 1}) => busy));

/** Whether no contestant had to wait for the processor: only then do a unit's times count. */
export const isSteady = (result: UnitResult | undefined, leastBusy: number): boolean =>
  result !== undefined && busyShare(result) >= leastBusy;

/** Of two results of a unit that in which contestants waited less. */
export const steadier = (before: UnitResult | undefined, now: UnitResult): UnitResult =>
  before && busyShare(before) > busyShare(now) ? before : now;

const sum = (steps: readonly StepRecord[], value: (step: StepRecord) => number): number =>
  round(steps.reduce((total, step) => total + value(step), 0));

/** Microseconds are enough. */
const round = (ms: number): number => Math.round(ms * 1000) / 1000;
