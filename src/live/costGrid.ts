// The grid on which a reader's device is timed: as in the recording (src/decoding/timeSteps.ts), but few enough steps to
// wait for.
import {cellSteps, gridCells, timeCell} from "../decoding/timeSteps.js";
import type {CostGrid, TimedSteps} from "../decoding/timeSteps.js";
import type {Model} from "../decoding/model.js";

/** some ten seconds of joey on one thread of wasm */
export const pageGrid: CostGrid = {
  batchSizes: [1, 4, 12],
  rowsPerSample: [1, 3, 8],
  ragged: [8],
  cachedSlots: [72, 200],
  repeats: 4
};

/** Steps of one network that were timed alike. */
export interface NetworkSteps extends TimedSteps {
  readonly network: string;
}

export interface GridEvent {
  /** steps run since the event before */
  readonly steps: number;
  /** results there are now */
  readonly timed?: readonly NetworkSteps[];
}

/** Steps that the grid takes of one network. */
export const gridSteps = (grid: CostGrid): number =>
  gridCells(grid).reduce((sum, cell) => sum + cellSteps(grid, cell), 0);

/** Run the grid; an event after each step, so that whoever listens can stop. `now` is a clock in milliseconds. */
export async function* timeGrid(
  network: string,
  model: Model,
  grid: CostGrid,
  now?: () => number
): AsyncGenerator<GridEvent> {
  for (const cell of gridCells(grid)) {
    for await (const timed of timeCell(model, grid, cell, now)) {
      yield timed ? {steps: 0, timed: timed.map((each) => ({network, ...each}))} : {steps: 1};
    }
  }
}
