// The cost of one step on this device, into the journal.
import type {Model} from "../../src/decoding/index.js";
import {gridCells, timeCell} from "../../src/decoding/timeSteps.js";
import type {CostGrid, GridCell, TimedSteps} from "../../src/decoding/timeSteps.js";
import type {Journal} from "./journal.js";

/** Gone through several times, so that a slow spell of the machine meets no step in all of its repeats. */
export interface RepeatedGrid extends CostGrid {
  readonly passes: number;
}

export interface CostOptions {
  readonly name: string;
  readonly model: Model;
  readonly grid: RepeatedGrid;
  readonly journal: Journal<readonly TimedSteps[]>;
  readonly signal?: AbortSignal;
  readonly progress?: (done: number) => void;
}

/** The journal's key of a network's cell in one pass. */
const keyOf = (name: string, {batchSize, slots}: GridCell, pass: number): string =>
  `${name} ${batchSize} ${slots} ${pass}`;

/** Results that a grid asks of the journal, of one network. */
export const costEntries = (grid: RepeatedGrid): number => grid.passes * gridCells(grid).length;

/** Measure what the journal lacks; one entry per pass, batch size and cache length. */
export async function measureCosts({name, model, grid, journal, signal, progress}: CostOptions): Promise<void> {
  let done = 0;
  for (let pass = 0; pass < grid.passes; pass++) {
    for (const cell of gridCells(grid)) {
      const key = keyOf(name, cell, pass);
      signal?.throwIfAborted();
      if (!journal.has(key)) {
        for await (const timed of timeCell(model, grid, cell)) if (timed) journal.add(key, timed);
      }
      progress?.(++done);
    }
  }
}

/** What the journal holds of a network: each step once, with its repeats of all passes. */
export function measuredCosts(name: string, grid: RepeatedGrid, journal: CostOptions["journal"]): TimedSteps[] {
  return gridCells(grid).flatMap((cell) => {
    const passes = Array.from({length: grid.passes}, (_, pass) => journal.get(keyOf(name, cell, pass)) ?? []);
    return passes[0].map((step, i) => ({...step, ms: passes.flatMap((timed) => timed[i]?.ms ?? [])}));
  });
}
