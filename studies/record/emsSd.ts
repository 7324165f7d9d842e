// The recording of the EMS-SD chapter. Every stage keeps what it finds in a journal of the work folder, one result at a
// time, and does only what the journal lacks; the committed files are then written from the journals. A recording that is
// stopped, by hand or by its time limit, goes on where it was.
import {mkdirSync, renameSync, rmSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {workOf} from "../../src/figures/kit/decodeMs.js";
import {fitStepCost, predictedMs} from "../../src/traces/metrics/stepCost.js";
import {unpackOracle, writeTrace, type Provenance, type Totals, type TraceLine} from "../../src/traces/index.js";
import {oracleModelOf, recordAnswers, type Answer} from "./answers.js";
import type {Networks} from "./contestants.js";
import {countAll} from "./counts.js";
import type {TimedSteps} from "../../src/decoding/timeSteps.js";
import {costEntries, measureCosts, measuredCosts} from "./cost.js";
import {Journal} from "./journal.js";
import {isCheck, plan, type Unit} from "./plan.js";
import type {Prompt, Prompts} from "./prompts.js";
import type {Setting} from "./setting.js";
import {costLines, countsLines, oracleLines, recordingLine, timingLines, type Recorded} from "./trace.js";
import {isSteady, runUnit, unitContestants, type UnitResult} from "./unit.js";

/** Shows one stage's progress. */
export type Stage = (
  name: string,
  total: number,
  from: number
) => {update(done: number, text: string): void; end(): void};

export interface EmsSdOptions {
  readonly prompts: Prompts;
  /** held-out documents by domain, where the prepared text is at hand */
  readonly heldOut?: ReadonlyMap<string, readonly Prompt[]>;
  readonly networks: Networks;
  readonly setting: Setting;
  readonly eos: readonly number[];
  readonly padToken: number;
  readonly provenance: Provenance;
  /** where journals are kept */
  readonly work: string;
  readonly stage: Stage;
  /** least share of the wall time that a run must have had a processor for its times to count */
  readonly leastBusy: number;
  readonly signal?: AbortSignal;
}

export function openRecorded(options: EmsSdOptions): Recorded {
  const {prompts, networks, setting, eos, provenance, work, leastBusy} = options;
  const journal = <T>(name: string): Journal<T> => new Journal<T>(join(work, `${name}.jsonl`));
  return {
    prompts,
    networks,
    shape: oracleModelOf(networks),
    setting,
    eos,
    provenance,
    leastBusy,
    units: plan(prompts.domains, setting),
    answers: journal<Answer>("answers"),
    results: journal<UnitResult>("units"),
    counts: journal<Totals>("counts"),
    costs: journal<readonly TimedSteps[]>("costs"),
    heldOutCounts: journal<Totals>("held-out-counts")
  };
}

/**
 * Do all that is missing, or as much as the signal allows; then the signal's reason is thrown.
 * @throws also where a run is not lossless or a replay takes other steps
 */
export async function recordEmsSd(options: EmsSdOptions, recorded: Recorded): Promise<void> {
  const {prompts, networks, setting, stage, signal} = options;
  const {units, shape, costs, results} = recorded;
  const all = [...prompts.domains.values()].flat();

  const answering = stage("greedy outputs and draft chains", all.length, 0);
  await recordAnswers({
    ...options,
    prompts: all,
    journal: recorded.answers,
    progress: (done) => answering.update(done, `${done} of ${all.length} prompts`)
  });
  answering.end();

  const grid = setting.cost;
  for (const {name, model} of [networks.target, networks.draft]) {
    const total = costEntries(grid);
    const measuring = stage(`cost of a step of ${name}`, total, 0);
    const progress = (done: number): void => measuring.update(done, `${done} of ${total}`);
    await measureCosts({name, model, grid, journal: costs, signal, progress});
    measuring.end();
  }

  const answers = new Map(all.map(({id}) => [id, unpackOracle((recorded.answers.get(id) as Answer).record)]));
  const estimate = new Map(units.map((unit) => [unit.key, estimatedMs(unit, recorded)]));
  const sum = (some: readonly Unit[]): number => some.reduce((ms, {key}) => ms + (estimate.get(key) ?? 0), 0);
  const warm = new Set<number>();
  const has = ({key}: Unit): boolean => results.has(key);
  const runAll = async (name: string, some: readonly Unit[], isDone = has): Promise<void> => {
    let done = sum(some.filter(isDone));
    const running = stage(name, sum(some), done);
    for (const unit of some.filter((candidate) => !isDone(candidate))) {
      signal?.throwIfAborted();
      // sessions are opened, and shaders compiled, before anything is timed: a batch size's first unit runs twice
      if (!warm.has(unit.batchSize)) await runUnit(unit, {...options, answers, shape});
      warm.add(unit.batchSize);
      results.add(unit.key, await runUnit(unit, {...options, answers, shape}));
      done += estimate.get(unit.key) ?? 0;
      running.update(done, `${unit.domain}, batch of ${unit.batchSize}, repeat ${unit.repeat + 1}`);
    }
    running.end();
  };
  const checks = units.filter((unit) => isCheck(unit, setting));
  await runAll("every prompt in every mode, compared with greedy", checks);
  await countHeldOut(options, recorded);
  await runAll("timed runs", units.filter((unit) => !checks.includes(unit))); // prettier-ignore
  const isDone = ({key, timed}: Unit): boolean => !timed || isSteady(results.get(key), options.leastBusy);
  await runAll("runs that had to wait for the processor, again", units, isDone);
}

/** Decode held-out documents greedily and count what drafters would have hit, at the first batch size. */
async function countHeldOut(options: EmsSdOptions, {shape, heldOutCounts}: Recorded): Promise<void> {
  const {heldOut, setting, stage, work} = options;
  const prompts = [...(heldOut?.values() ?? [])].flat();
  if (!heldOut || prompts.length === 0) return;
  const journal = new Journal<Answer>(join(work, "held-out-answers.jsonl"));
  const answering = stage("held-out documents", prompts.length, 0);
  const progress = (done: number): void => answering.update(done, `${done} of ${prompts.length}`);
  await recordAnswers({...options, prompts, journal, progress});
  answering.end();
  const answers = new Map(prompts.map(({id}) => [id, unpackOracle((journal.get(id) as Answer).record)]));
  const batchSizes = setting.batchSizes.slice(0, 1);
  await countAll({...options, domains: heldOut, answers, shape, batchSizes, journal: heldOutCounts});
}

/** Replay every configuration on all prompts, once their answers are recorded; takes no network. */
export async function countEmsSd(options: EmsSdOptions, recorded: Recorded): Promise<void> {
  const {prompts, setting, stage} = options;
  const all = [...prompts.domains.values()].flat();
  const answers = new Map(all.map(({id}) => [id, unpackOracle((recorded.answers.get(id) as Answer).record)]));
  const total = prompts.domains.size * setting.batchSizes.length * 9;
  const counting = stage("replay of every configuration", total, 0);
  const progress = (done: number): void => counting.update(done, `${done} of ${total}`);
  await countAll({
    ...options,
    domains: prompts.domains,
    answers,
    shape: recorded.shape,
    journal: recorded.counts,
    progress
  });
  counting.end();
}

/** What a unit will take, as if all its contestants decoded greedily; drafting and accepting about cancel out. */
function estimatedMs(unit: Unit, {networks, setting, costs}: Recorded): number {
  const measured = measuredCosts(networks.target.name, setting.cost, costs).flatMap((cost) => {
    const work = workOf(cost);
    return cost.ms.map((ms) => ({...work, ms}));
  });
  const slots = Math.max(...unit.prompts.map(({tokens}) => tokens.length)) + setting.maxNewTokens / 2;
  const {batchSize} = unit;
  const ms = predictedMs(fitStepCost(measured), {
    rows: batchSize,
    attentionRows: batchSize,
    attentionSlots: batchSize * slots,
    cachedSlots: batchSize * slots
  });
  return ms * setting.maxNewTokens * unitContestants(unit, setting, networks.draft.name).length;
}

/** Write the files of a recording; returns their names and bytes. Nothing is written before every prompt has its answer. */
export function writeRecording(folder: string, recorded: Recorded): Record<string, number> {
  const missing = [...recorded.prompts.domains.values()].flat().filter(({id}) => !recorded.answers.has(id));
  if (missing.length > 0) return {};
  mkdirSync(folder, {recursive: true});
  const files: Record<string, readonly TraceLine[]> = {
    "oracle.jsonl": oracleLines(recorded),
    "counts.jsonl": countsLines(recorded),
    "timing.jsonl": timingLines(recorded),
    "cost.jsonl": costLines(recorded)
  };
  const head = recordingLine(recorded);
  const written: Record<string, number> = {};
  for (const [name, lines] of Object.entries(files)) {
    const path = join(folder, name);
    if (lines.length === 0) {
      rmSync(path, {force: true});
      continue;
    }
    const text = writeTrace([head, ...lines]);
    writeFileSync(`${path}.part`, text);
    renameSync(`${path}.part`, path);
    written[name] = Buffer.byteLength(text);
  }
  return written;
}
