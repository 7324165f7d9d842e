// The recording of the Kangaroo chapter, stage by stage, each of which does only what its journal lacks: the draft forest,
// the cost of parts, the choice of (ℓ, γ, η) on validation prompts, real runs, a few whole ones.
import type {ChoiceRecord, OracleAnswers} from "../../../src/traces/index.js";
import {writeFiles} from "../files.js";
import type {Journal} from "../journal.js";
import {allPrompts, openJournal, openJournals, type ChapterOptions, type Journals} from "../journals.js";
import {recordingLine} from "../lines.js";
import {unitRunner} from "../stage.js";
import {isSteady, type Unit} from "../unit.js";
import {contestantsOf, type Choices} from "./contestants.js";
import {forestLines, knownAnswers, recordForest} from "./forest.js";
import {choosePoints, gridLines, replayGrid} from "./grid.js";
import {countsLines, timingLines, type Casting} from "./lines.js";
import {measureParts, partLines} from "./parts.js";
import {plan} from "./plan.js";
import {priceErrors} from "./priceErrors.js";
import type {Setting} from "./setting.js";
import {recordWholeRuns, wholeRunLines, wholeRunTasks, type WholeRun} from "./wholeRuns.js";

export interface Recorded extends Journals<Setting> {
  readonly options: ChapterOptions<Setting>;
  readonly units: readonly Unit[];
  readonly choices: Journal<ChoiceRecord>;
  readonly wholeRuns: Journal<WholeRun>;
}

export function openRecorded(options: ChapterOptions<Setting>): Recorded {
  const {prompts, setting, work} = options;
  return {
    ...openJournals(options),
    options,
    units: plan(prompts.domains, setting),
    choices: openJournal(work, "choices"),
    wholeRuns: openJournal(work, "whole-runs")
  };
}

/**
 * Do all that is missing, or as much as the signal allows; then the signal's reason is thrown.
 * @throws also where a run is not lossless or a replay takes other steps
 */
export async function recordKangaroo(options: ChapterOptions<Setting>, recorded: Recorded): Promise<void> {
  const {setting, stage, signal, leastBusy} = options;
  const {results, units, shape, choices, wholeRuns} = recorded;
  await recordForest(options, recorded);
  const answers = knownAnswers(options, recorded);
  await measureParts(options, recorded);
  if (!choices.has("all")) {
    const chosen = choosePoints(recorded, answers, replayGrid(recorded, answers));
    for (const choice of [...chosen.slice(1), chosen[0]]) choices.add(choice.domain, choice);
  }

  const casting = castingOf(recorded);
  const {maxNewTokens} = setting;
  const runAll = unitRunner({
    options: {...options, maxNewTokens, contestantsOf: casting, keepTotals: true, answers, shape},
    stage,
    results,
    estimate: (unit) => casting(unit).length * estimatedMs(unit, answers),
    kindOf: ({series, batchSize}) => `${series} ${batchSize}`
  });
  await runAll("real runs, compared with greedy and with their replay", units);
  const tasks = wholeRunTasks(recorded, casting);
  const greedyOf = (id: string): Int32Array => answers.get(id)?.output ?? new Int32Array(0);
  await recordWholeRuns(options, tasks, greedyOf, wholeRuns);
  const isDone = ({key}: Unit): boolean => isSteady(results.get(key), leastBusy);
  for (let again = 0; again < setting.again; again++) {
    signal?.throwIfAborted();
    await runAll("runs that had to wait for the processor, again", units, isDone);
  }
}

/** About what a contestant takes: the longest text, at what a step of so many samples takes on a processor. */
function estimatedMs({prompts, batchSize}: Unit, answers: ReadonlyMap<string, OracleAnswers>): number {
  return Math.max(...prompts.map(({id}) => answers.get(id)?.output.length ?? 0)) * (2.5 + 0.4 * batchSize);
}

function castingOf({setting, networks, choices}: Recorded): Casting {
  const all = choices.get("all");
  if (!all) throw new Error("kangaroo: nothing is chosen yet");
  const domains = setting.domains.flatMap((domain) => {
    const choice = choices.get(domain);
    return choice ? [[domain, choice] as const] : [];
  });
  const chosen: Choices = {all, domains: new Map(domains)};
  return (unit) => contestantsOf(unit, setting, networks, chosen);
}

/** Write the files of a recording; returns their names and bytes. Nothing is written before every prompt has its answer. */
export function writeRecording(folder: string, recorded: Recorded): Record<string, number> {
  const {prompts, answers, choices, units, setting, options, wholeRuns} = recorded;
  if (allPrompts(prompts).some(({id}) => !answers.has(id))) return {};
  const known = knownAnswers(options, recorded);
  const grids = gridLines(replayGrid(recorded, known), setting);
  const forest = forestLines(recorded, options.work);
  const all = choices.get("all");
  if (!all) return writeFiles(folder, headOf(recorded), {"forest.jsonl": forest, "counts.jsonl": grids});
  const casting = castingOf(recorded);
  const timing = timingLines(recorded, units, casting);
  const counts = countsLines(recorded, units, casting);
  const chosen = ["all", ...setting.domains].flatMap((domain) => choices.get(domain) ?? []);
  const head = headOf(recorded, {
    chosenExitLayer: all.exitLayer,
    chosenDraftLength: all.draftLength,
    chosenThreshold: all.threshold,
    chosenBy: all.by,
    ...priceErrors(recorded, timing, counts)
  });
  return writeFiles(folder, head, {
    "forest.jsonl": forest,
    "counts.jsonl": [...chosen, ...grids, ...counts],
    "timing.jsonl": timing,
    "cost.jsonl": partLines(recorded),
    "runs.jsonl": wholeRunLines(recorded, wholeRunTasks(recorded, casting), wholeRuns)
  });
}

function headOf(recorded: Recorded, more: Readonly<Record<string, number | string>> = {}) {
  const {maxNewTokens, chainDepth, timedPrompts, prompts, standard, exitLayer, tree} = recorded.setting;
  const setting = {
    maxNewTokens,
    chainDepth,
    testPrompts: timedPrompts,
    validationPrompts: prompts - timedPrompts,
    exitLayer,
    ...standard,
    treeWidth: tree.width,
    treeThreshold: tree.threshold,
    ...more
  };
  return recordingLine(recorded, {chapter: "kangaroo", units: recorded.units, setting});
}
