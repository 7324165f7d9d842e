// What steps that leave early cost, from the measured cost of their parts: the first layers, once for each draft and once
// more; the adapter with its head, or the target's own head; the layers behind, once a step on all rows. Approximate: the
// mean cache of all steps stands for each, and a part costs what a line through its measured steps says.

import type {CostRecord} from "../formats.js";
import type {OracleAnswers} from "../oracle.js";
import type {ExitCounts} from "../step.js";
import type {Totals} from "../totals.js";
import {fitLayers, type LayerStep} from "./layerCost.js";
import {fitStepCost, predictedMs, workOf} from "./stepCost.js";
import type {GridStep, StepCost} from "./stepCost.js";

/** The line of each part; without an adapter, of the head. */
export interface ExitCost {
  readonly shallow: StepCost;
  readonly adapter?: StepCost;
  readonly head?: StepCost;
  readonly deep: StepCost;
}

/** Milliseconds of decode steps, by part. */
export interface ExitParts {
  readonly shallow: number;
  readonly adapter: number;
  readonly head: number;
  readonly deep: number;
}

/** Counters that a price needs; the names are those of the totals. */
export type ExitWork = Pick<Totals, "batches" | "samples" | "steps" | "rows" | "attentionRows" | "attentionSlots"> & {
  readonly exit: Omit<ExitCounts, "layer">;
};

/** The line through the fastest repeat of each measured step: what else a machine does only adds. */
export function fitPart(steps: readonly (GridStep & {readonly ms: readonly number[]})[]): StepCost {
  return fitStepCost(steps.map((step) => ({...workOf(step), ms: Math.min(...step.ms)})));
}

export interface ExitPrices {
  /** a step of the whole network, of one row a sample */
  readonly greedy: StepCost;
  /** the parts at an exit layer, through an adapter; default Kangaroo's own. None: through the network's own head */
  exit(exitLayer: number, adapter?: string | "none"): ExitCost;
}

/** Kangaroo's own adapters, which differ in nothing but weights and exit layer, and so cost alike. */
const own = /^exit-\d+$/;

/**
 * Prices of a network of `layers` layers at a batch size, from cost lines. Steps of other batch sizes are left out: a line
 * that goes through all of them is nearest to none.
 */
export function exitPrices(
  lines: readonly Pick<CostRecord, "model" | "part" | "exitLayer" | keyof GridStep | "ms">[],
  {layers, batchSize}: {readonly layers: number; readonly batchSize: number}
): ExitPrices {
  const here = lines.filter((line) => line.batchSize === batchSize);
  const parts = here.flatMap((line): LayerStep[] => {
    const {part, exitLayer = 0, model} = line;
    if (part === "shallow") return [{...line, layers: exitLayer, head: false}];
    if (part === "deep") return [{...line, layers: layers - exitLayer, head: true}];
    return part === undefined && model.role === "target" ? [{...line, layers, head: true}] : [];
  });
  const price = fitLayers(parts);
  return {
    greedy: price(layers, true),
    exit(exitLayer, adapter = `exit-${exitLayer}`) {
      const shallow = price(exitLayer, false);
      const deep = price(layers - exitLayer, true);
      if (adapter === "none") return {shallow, deep, head: fitPart(here.filter(({part}) => part === "head"))};
      const alike = here.filter(
        ({part, model: {name}}) => part === "adapter" && (name === adapter || (own.test(name) && own.test(adapter)))
      );
      return {shallow, deep, adapter: fitPart(alike)};
    }
  };
}

/** Milliseconds a token of greedy decoding, over the recorded texts of some prompts; the prefill's tokens cost nothing here. */
export function greedyMsPerToken(answers: readonly Pick<OracleAnswers, "prompt" | "output">[], cost: StepCost): number {
  const caches = answers.flatMap(({prompt, output}) =>
    Array.from({length: Math.max(output.length - 1, 0)}, (_, step) => prompt.length + step + 1)
  );
  const slots = caches.reduce((sum, cache) => sum + cache, 0);
  const {length: rows} = caches;
  return predictedMs(cost, {steps: rows, rows, attentionRows: rows, attentionSlots: slots, cachedSlots: slots}) / rows;
}

/** Milliseconds of each part over all steps. */
export function exitParts(work: ExitWork, cost: ExitCost): ExitParts {
  const {batches, samples, steps, rows, attentionRows, attentionSlots, exit} = work;
  const batchSize = samples / batches;
  const cache = attentionSlots / Math.max(attentionRows, 1);
  const passes = (line: StepCost | undefined, forwards: number, some: number): number => {
    if (!line || forwards === 0) return 0;
    const slots = batchSize * forwards * cache;
    return predictedMs(line, {
      steps: forwards,
      rows: some,
      attentionRows: batchSize * forwards,
      attentionSlots: slots,
      cachedSlots: slots
    });
  };
  const {shallowForwards, shallowRows, adapterForwards, adapterRows, headRows} = exit;
  return {
    shallow: passes(cost.shallow, shallowForwards, shallowRows),
    adapter: passes(cost.adapter, adapterForwards, adapterRows),
    head: cost.adapter ? 0 : passes(cost.head, shallowForwards - steps, headRows),
    deep: predictedMs(cost.deep, {
      steps,
      rows,
      attentionRows,
      attentionSlots,
      cachedSlots: steps * batchSize * cache
    })
  };
}

/** Their sum. */
export function exitMs(work: ExitWork, cost: ExitCost): number {
  const {shallow, adapter, head, deep} = exitParts(work, cost);
  return shallow + adapter + head + deep;
}
