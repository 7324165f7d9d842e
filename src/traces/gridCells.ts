// The cells of a grid, unpacked.

import type {GridRecord} from "./grid.js";
import type {ExitWork} from "./metrics/exitCost.js";
import {packIntegers, unpack} from "./packed.js";

export interface GridCell {
  /** γ */
  readonly draftLength: number;
  /** η, a probability */
  readonly threshold: number;
  readonly steps: number;
  /** entry k: steps that drafted at least k + 1 tokens */
  readonly drafted: readonly number[];
  /** of these, steps whose first k drafts were accepted */
  readonly reached: readonly number[];
  /** steps that accepted at least k + 1 drafts */
  readonly accepted: readonly number[];
  /** query-slot pairs of the layers behind the exit: rows × cache */
  readonly attentionSlots: number;
  /** and of the first layers, which run the same rows one by one */
  readonly raggedSlots: number;
  /** rows through the adapter, catch-up included; its calls are the drafts */
  readonly adapterRows: number;
}

const counters = ["steps", "attentionSlots", "raggedSlots", "adapterRows"] as const;
const lists = ["drafted", "reached", "accepted"] as const;

/** Counters of all cells, row by row: every threshold of the first draft length, then of the next. */
export function packCells(cells: readonly GridCell[], longest: number) {
  const padded = (list: readonly number[]): number[] => Array.from({length: longest}, (_, k) => list[k] ?? 0);
  return {
    ...(Object.fromEntries(counters.map((name) => [name, packIntegers(cells.map((cell) => cell[name]))])) as Record<
      (typeof counters)[number],
      string
    >),
    ...(Object.fromEntries(
      lists.map((name) => [name, packIntegers(cells.flatMap((cell) => padded(cell[name])))])
    ) as Record<(typeof lists)[number], string>)
  };
}

export function gridCells(line: GridRecord): GridCell[] {
  const longest = Math.max(...line.draftLengths);
  const numbers = Object.fromEntries([...counters, ...lists].map((name) => [name, unpack(line[name])]));
  const part = (name: string, at: number): number[] => [...numbers[name].subarray(at * longest, (at + 1) * longest)];
  return line.draftLengths.flatMap((draftLength, row) =>
    line.thresholds.map((threshold, column) => {
      const at = row * line.thresholds.length + column;
      return {
        draftLength,
        threshold: threshold / 65535,
        steps: numbers.steps[at],
        drafted: part("drafted", at),
        reached: part("reached", at),
        accepted: part("accepted", at),
        attentionSlots: numbers.attentionSlots[at],
        raggedSlots: numbers.raggedSlots[at],
        adapterRows: numbers.adapterRows[at]
      };
    })
  );
}

/** What a cell's steps ran, for its price (`exitMs`). */
export function cellWork(
  samples: number,
  {steps, drafted, attentionSlots, adapterRows}: Pick<GridCell, "steps" | "drafted" | "attentionSlots" | "adapterRows">
): ExitWork {
  const drafts = drafted.reduce((sum, count) => sum + count, 0);
  const rows = steps + drafts;
  const exit = {shallowForwards: rows, shallowRows: rows, adapterForwards: drafts, adapterRows, headRows: drafts};
  return {batches: samples, samples, steps, rows, attentionRows: rows, attentionSlots, exit};
}
