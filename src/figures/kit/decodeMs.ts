// From the cost of single steps to the time of whole runs: the grid on which steps are timed, the line through it, and what
// that line says of counters.
import {fitStepCost, predictedMs, workOf, type GridStep, type StepCost} from "../../traces/metrics/stepCost.js";
import {median} from "../../traces/metrics/median.js";
import type {Totals} from "../../traces/totals.js";
import type {TimedStep} from "../costData.js";

/** Steps that were timed alike, as the figures of cost take them; `ms` of each repeat. */
export function packStep({
  batchSize,
  rowsPerSample,
  rows,
  cachedSlots,
  ms
}: GridStep & {ms: readonly number[]}): TimedStep {
  return [batchSize, rowsPerSample, rows, cachedSlots, Math.min(...ms), median(ms), Math.max(...ms)];
}

/** The line through the fastest repeat of each step: what else a machine does only adds. Undefined without steps. */
export function fitGrid(steps: readonly (GridStep & {readonly fastest: number})[]): StepCost | undefined {
  return steps.length > 0 ? fitStepCost(steps.map((step) => ({...workOf(step), ms: step.fastest}))) : undefined;
}

/** Milliseconds of decode steps, by what takes them. */
export interface DecodeParts {
  /** what every step of the target takes, whatever it holds */
  readonly steps: number;
  /** rows through its linear layers */
  readonly rows: number;
  /** its attention: query rows, query-slot pairs, and cached slots read */
  readonly attention: number;
  /** the drafter's network */
  readonly drafting: number;
}

/**
 * Milliseconds of all decode steps. Approximate: the mean cache of all steps, weighted by their rows, stands for each; a
 * row of the draft model sees as many slots as one of the target.
 */
export function decodeParts(totals: Totals, target: StepCost, draft?: StepCost): DecodeParts {
  const {batches, samples, steps, rows, attentionSlots, attentionRows, draftForwards, draftRows} = totals;
  const cache = attentionSlots / attentionRows;
  const cached = (samples / batches) * cache;
  const drafting = {
    steps: draftForwards,
    rows: draftRows,
    attentionRows: draftRows,
    attentionSlots: draftRows * cache
  };
  return {
    steps: target.step * steps,
    rows: target.row * rows,
    attention: target.query * attentionRows + target.slot * attentionSlots + target.cached * steps * cached,
    drafting: draft && draftForwards > 0 ? predictedMs(draft, {...drafting, cachedSlots: draftForwards * cached}) : 0
  };
}

/** Their sum. */
export function predictedDecodeMs(totals: Totals, target: StepCost, draft?: StepCost): number {
  const {steps, rows, attention, drafting} = decodeParts(totals, target, draft);
  return steps + rows + attention + drafting;
}
