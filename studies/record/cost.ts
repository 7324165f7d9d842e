// The cost of one step on this device, into the journal.
import {wholeModel, type TimedParts} from "../../src/decoding/timedParts.js";
import type {Model} from "../../src/decoding/index.js";
import {gridCells, timeParts} from "../../src/decoding/timeSteps.js";
import type {CostGrid, GridCell, TimedSteps} from "../../src/decoding/timeSteps.js";
import type {Journal} from "./journal.js";

/** Gone through several times, so that a slow spell of the machine meets no step in all of its repeats. */
export interface RepeatedGrid extends CostGrid {
  readonly passes: number;
}

export interface CostOptions {
  readonly parts: TimedParts;
  /** the journal's name of each part's results; parts without one are not kept */
  readonly names: Readonly<Record<string, string>>;
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

/** A network as the one part of its steps, under its name. */
export const whole = ({name, model}: {readonly name: string; readonly model: Model}) => ({
  parts: wholeModel(model),
  names: {whole: name}
});

/** Measure what the journal lacks; one entry per pass, batch size, cache length and part. */
export async function measureCosts({parts, names, grid, journal, signal, progress}: CostOptions): Promise<void> {
  let done = 0;
  for (let pass = 0; pass < grid.passes; pass++) {
    for (const cell of gridCells(grid)) {
      signal?.throwIfAborted();
      if (Object.values(names).some((name) => !journal.has(keyOf(name, cell, pass)))) {
        for await (const timed of timeParts(parts, grid, cell)) {
          for (const [part, name] of Object.entries(names))
            if (timed) journal.add(keyOf(name, cell, pass), timed[part]);
        }
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
