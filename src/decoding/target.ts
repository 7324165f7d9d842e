// The target's part of a step: feed the placed rows, score the ones to be verified, commit what stays; with its wall time.

import type {Drafts} from "./drafters/drafter.js";
import type {Placement} from "./layouts/index.js";
import type {Model, Slots, StateRow} from "./model.js";
import type {Reading} from "./reading.js";
import type {Verifier} from "./verification/verifier.js";

export class Target {
  /** wall milliseconds since `ms` was last set to 0 */
  ms = 0;

  constructor(
    private readonly model: Model,
    private readonly verifier: Verifier,
    private readonly now: () => number,
    private readonly signal: AbortSignal | undefined
  ) {}

  /** Run the rows, or only the layers behind the drafter's states, and score the last `tails[i]` rows of each sample. */
  async read(placement: Placement, tails: readonly number[], drafts: Drafts): Promise<Reading> {
    const {rows, offsets, counts} = placement;
    const first = new Int32Array(tails.length);
    const scored: number[] = [];
    tails.forEach((tail, i) => {
      first[i] = scored.length;
      for (let j = counts[i] - tail; j < counts[i]; j++) scored.push(offsets[i] + j);
    });
    const carried = drafts.states && carriedStates(placement, drafts.states);
    const read = await this.timed(async () => {
      const options = {from: drafts.layer ?? 0, states: carried, scored: Int32Array.from(scored)};
      const states = await this.model.forward(rows, options);
      this.signal?.throwIfAborted();
      return {states, scores: await this.model.score(states, this.verifier.scoring)};
    });
    return {...read, first};
  }

  async commit({kept, masked}: {kept: Slots; masked: Slots}): Promise<void> {
    await this.timed(() => this.model.commit(kept, masked));
  }

  private async timed<T>(work: () => Promise<T>): Promise<T> {
    const start = this.now();
    const result = await work();
    this.signal?.throwIfAborted();
    this.ms += this.now() - start;
    return result;
  }
}

/** The state of every placed row, from the drafter's lists per sample. */
function carriedStates({rows, offsets}: Placement, states: readonly (readonly StateRow[])[]): StateRow[] {
  return Array.from(rows.samples, (i, row) => {
    const state = states[i].at(row - offsets[i]);
    if (!state) throw new Error(`verify: the drafter gave no state for sample ${i}, slot ${rows.slots[row]}`);
    return state;
  });
}
