// The cost of some of a network's layers, from the parts of steps that leave early at several layers: so much a call, and so
// much a layer for the call, a row, a query row, a query-slot pair and a cached slot; where the head is run too, so much a row
// for it. All layers are alike, so what was measured at one exit layer serves the others: a slow spell of the machine that
// met one of them does not make its price.

import type {GridStep, StepCost} from "./stepCost.js";
import {fitColumns, workOf} from "./stepCost.js";

export interface LayerStep extends GridStep {
  /** layers that were run */
  readonly layers: number;
  /** the head was run on all rows */
  readonly head: boolean;
  /** per repeat; the fastest counts: what else a machine does only adds */
  readonly ms: readonly number[];
}

/** Price of a call of so many layers, with the head or without. */
export type LayerCost = (layers: number, head: boolean) => StepCost;

/** Throws without measurements. */
export function fitLayers(steps: readonly LayerStep[]): LayerCost {
  if (steps.length === 0) throw new Error("fitLayers: no measurements");
  const measured = steps.map((step) => {
    const {layers: n, head, ms} = step;
    const {rows, attentionRows, attentionSlots, cachedSlots} = workOf(step);
    const layered = [1, rows, attentionRows, attentionSlots, cachedSlots].map((part) => n * part);
    return {columns: [1, ...layered, head ? 1 : 0, head ? rows : 0], ms: Math.min(...ms)};
  });
  const [call, step, row, query, slot, cached, headCall, headRow] = fitColumns(measured);
  return (layers, head) => ({
    step: call + layers * step + (head ? headCall : 0),
    row: layers * row + (head ? headRow : 0),
    query: layers * query,
    slot: layers * slot,
    cached: layers * cached
  });
}
