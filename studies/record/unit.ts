// One batch, really run by every contestant, compared with greedy and with its own replay.
import {totalsOf, type Totals} from "../../src/traces/totals.js";
import type {OracleAnswers, OracleModelRecord, Provenance} from "../../src/traces/index.js";
import {largestGap} from "./answers.js";
import {asReleased, contestantKey, contestants, type Contestant, type Networks} from "./contestants.js";
import {isCheck, type Unit} from "./plan.js";
import {replayBatch, runBatch} from "./run.js";
import {TOLERANCE, type Setting} from "./setting.js";
import {agreement, flipsOf, type Flip} from "./verdict.js";

/** What became of one contestant's run. Times in milliseconds, over all steps of the batch. */
export interface Outcome {
  readonly tokens: number;
  readonly steps: number;
  readonly prefillMs: number;
  readonly decodeMs: number;
  readonly draftMs: number;
  readonly verifyMs: number;
  readonly flips: readonly Flip[];
  /** steps that equal their replay; for `vanilla-as-released`, which has none, 0 */
  readonly replayed: number;
  /** a near tie came between run and replay */
  readonly nearTie: boolean;
  /** on a CPU: processor time of the run by its wall time; well below 1 something else had the processor */
  readonly busy?: number;
  /** counted in the run, for `vanilla-as-released` only */
  readonly totals?: Totals;
}

/** Outcomes by contestant, in the order in which they ran. */
export type UnitResult = Readonly<Record<string, Outcome>>;

export interface UnitOptions {
  readonly networks: Networks;
  readonly setting: Setting;
  readonly eos: readonly number[];
  readonly padToken: number;
  readonly answers: ReadonlyMap<string, OracleAnswers>;
  readonly shape: OracleModelRecord;
  readonly provenance?: Pick<Provenance, "provider">;
  readonly signal?: AbortSignal;
}

/** Who runs in a unit; another contestant begins each time. */
export function unitContestants(unit: Unit, setting: Setting, draft: string): Contestant[] {
  const all = [...contestants(draft), ...(isCheck(unit, setting) ? asReleased(draft) : [])];
  const shift = (unit.batch + unit.repeat) % all.length;
  return [...all.slice(shift), ...all.slice(0, shift)];
}

/** @throws where an output is not greedy's, or a replay takes other steps */
export async function runUnit(unit: Unit, options: UnitOptions): Promise<UnitResult> {
  const result: Record<string, Outcome> = {};
  for (const contestant of unitContestants(unit, options.setting, options.networks.draft.name)) {
    try {
      result[contestantKey(contestant)] = await runContestant(contestant, unit, options);
    } catch (error) {
      if (options.signal?.aborted) throw error;
      const {mode, drafter} = contestant;
      const reason = error instanceof Error ? error.message : String(error);
      throw new Error(`${mode} with ${drafter}, batch of ${unit.batchSize}: ${reason}`, {cause: error});
    }
  }
  return result;
}

async function runContestant(contestant: Contestant, unit: Unit, options: UnitOptions): Promise<Outcome> {
  const {networks, setting, shape} = options;
  const answers = unit.prompts.map(({id}) => {
    const known = options.answers.get(id);
    if (!known) throw new Error(`${id}: no greedy output recorded`);
    return known;
  });
  const cpu = process.cpuUsage();
  const start = performance.now();
  const real = await runBatch({...options, contestant, prompts: unit.prompts.map(({tokens}) => tokens)}, networks);
  const {user, system} = process.cpuUsage(cpu);
  const busy = (user + system) / 1000 / (performance.now() - start);
  const flips = flipsOf(real.outputs, answers, setting.maxNewTokens);
  for (const {prompt, sample} of flips) {
    const gap = await largestGap(networks.target.model, answers[sample].prompt, real.outputs[sample]);
    if (gap > TOLERANCE) throw new Error(`${prompt}: a token lies ${gap} behind the largest logit of its prefix`);
  }
  const released = contestant.mode === "vanilla-as-released";
  const {steps: replayed, nearTie} = released
    ? {steps: 0, nearTie: false}
    : agreement(real, await replayBatch({...options, contestant}, answers, shape), flips);
  const [prefill, ...decoding] = real.steps;
  const sum = (time: "total" | "draft" | "verify"): number =>
    round(decoding.reduce((ms, step) => ms + step.ms[time], 0));
  return {
    tokens: real.outputs.reduce((n, output) => n + output.length, 0),
    steps: decoding.length,
    prefillMs: round(prefill.ms.total),
    decodeMs: sum("total"),
    draftMs: sum("draft"),
    verifyMs: sum("verify"),
    flips,
    replayed,
    nearTie,
    ...(options.provenance?.provider === "cpu" ? {busy: round(busy)} : {}),
    ...(released ? {totals: totalsOf([real.steps])} : {})
  };
}

/** Whether no contestant had to wait for the processor: only then do a unit's times count. */
export const isSteady = (result: UnitResult | undefined, leastBusy: number): boolean =>
  result !== undefined && Object.values(result).every(({busy = 1}) => busy >= leastBusy);

/** Microseconds are enough. */
const round = (ms: number): number => Math.round(ms * 1000) / 1000;
