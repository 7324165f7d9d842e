// The recording of the EMS-SD chapter. Every stage keeps what it finds in a journal of the work folder, one result at a
// time, and does only what the journal lacks; the committed files are then written from the journals. A recording that is
// stopped, by hand or by its time limit, goes on where it was.
import {fitStepCost, predictedMs, workOf} from "../../../src/traces/metrics/stepCost.js";
import {draftModel} from "../../../src/decoding/index.js";
import {answersByPrompt, recordAnswers, type Answer, type AnswerOptions} from "../answers.js";
import {costEntries, measureCosts, measuredCosts, whole} from "../cost.js";
import {writeFiles} from "../files.js";
import type {Journal} from "../journal.js";
import {allPrompts, openJournal, openJournals, type ChapterOptions} from "../journals.js";
import type {Prompt} from "../prompts.js";
import {unitRunner} from "../stage.js";
import {isSteady, type Unit} from "../unit.js";
import {unitContestants} from "./contestants.js";
import {countAll} from "./counts.js";
import {isCheck, plan} from "./plan.js";
import type {Setting} from "./setting.js";
import {costLines, countsLines, headOf, oracleLines, timingLines, type Recorded} from "./trace.js";

export interface EmsSdOptions extends ChapterOptions<Setting> {
  /** held-out documents by domain, where the prepared text is at hand */
  readonly heldOut?: ReadonlyMap<string, readonly Prompt[]>;
}

export function openRecorded(options: EmsSdOptions): Recorded {
  const {prompts, setting, work} = options;
  return {
    ...openJournals(options),
    units: plan(prompts.domains, setting),
    counts: openJournal(work, "counts"),
    heldOutCounts: openJournal(work, "held-out-counts")
  };
}

/**
 * Do all that is missing, or as much as the signal allows; then the signal's reason is thrown.
 * @throws also where a run is not lossless or a replay takes other steps
 */
export async function recordEmsSd(options: EmsSdOptions, recorded: Recorded): Promise<void> {
  const {prompts, networks, setting, stage, signal} = options;
  const {units, shape, costs, results} = recorded;
  const all = allPrompts(prompts);

  const answering = stage("greedy outputs and draft chains", all.length, 0);
  await recordAnswers({
    ...whatToAnswer(options, all),
    journal: recorded.answers,
    progress: (done) => answering.update(done, `${done} of ${all.length} prompts`)
  });
  answering.end();

  const grid = setting.cost;
  for (const network of [networks.target, networks.draft]) {
    const total = costEntries(grid);
    const measuring = stage(`cost of a step of ${network.name}`, total, 0);
    const progress = (done: number): void => measuring.update(done, `${done} of ${total}`);
    await measureCosts({...whole(network), grid, journal: costs, signal, progress});
    measuring.end();
  }

  const answers = answersByPrompt(all, recorded.answers);
  const estimate = new Map(units.map((unit) => [unit.key, estimatedMs(unit, recorded)]));
  const {maxNewTokens} = setting;
  const contestantsOf = (unit: Unit) => unitContestants(unit, setting, networks.draft.name);
  const runAll = unitRunner({
    options: {...options, maxNewTokens, contestantsOf, answers, shape},
    stage,
    results,
    estimate: ({key}) => estimate.get(key) ?? 0
  });
  const checks = units.filter((unit) => isCheck(unit, setting));
  await runAll("every prompt in every mode, compared with greedy", checks);
  await countHeldOut(options, recorded);
  await runAll("timed runs", units.filter((unit) => !checks.includes(unit))); // prettier-ignore
  const isDone = ({key, timed}: Unit): boolean => !timed || isSteady(results.get(key), options.leastBusy);
  await runAll("runs that had to wait for the processor, again", units, isDone);
}

/** What of prompts is recorded, and with whom. */
function whatToAnswer(
  {networks: {target, draft}, setting, eos, padToken, signal}: EmsSdOptions,
  prompts: readonly Prompt[]
): Omit<AnswerOptions, "journal"> {
  const {maxNewTokens, beyond, chainDepth: draftLength} = setting;
  const drafters = {[draft.name]: draftModel({model: draft.model, draftLength, name: draft.name})};
  return {prompts, target: target.model, maxNewTokens: maxNewTokens + beyond, eos, padToken, drafters, signal};
}

/** Decode held-out documents greedily and count what drafters would have hit, at the first batch size. */
async function countHeldOut(options: EmsSdOptions, {shape, heldOutCounts}: Recorded): Promise<void> {
  const {heldOut, setting, stage, work} = options;
  const prompts = [...(heldOut?.values() ?? [])].flat();
  if (!heldOut || prompts.length === 0) return;
  const journal: Journal<Answer> = openJournal(work, "held-out-answers");
  const answering = stage("held-out documents", prompts.length, 0);
  const progress = (done: number): void => answering.update(done, `${done} of ${prompts.length}`);
  await recordAnswers({...whatToAnswer(options, prompts), journal, progress});
  answering.end();
  const answers = answersByPrompt(prompts, journal);
  const batchSizes = setting.batchSizes.slice(0, 1);
  await countAll({...options, domains: heldOut, answers, shape, batchSizes, journal: heldOutCounts});
}

/** Replay every configuration on all prompts, once their answers are recorded; takes no network. */
export async function countEmsSd(options: EmsSdOptions, recorded: Recorded): Promise<void> {
  const {prompts, setting, stage} = options;
  const answers = answersByPrompt(allPrompts(prompts), recorded.answers);
  const total = prompts.domains.size * setting.batchSizes.length * 9;
  const counting = stage("replay of every configuration", total, 0);
  const progress = (done: number): void => counting.update(done, `${done} of ${total}`);
  const {shape, counts: journal} = recorded;
  await countAll({...options, domains: prompts.domains, answers, shape, journal, progress});
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
  if (allPrompts(recorded.prompts).some(({id}) => !recorded.answers.has(id))) return {};
  return writeFiles(folder, headOf(recorded), {
    "oracle.jsonl": oracleLines(recorded),
    "counts.jsonl": countsLines(recorded),
    "timing.jsonl": timingLines(recorded),
    "cost.jsonl": costLines(recorded)
  });
}
