// What is timed of a step: the whole network, or the parts of a step that leaves early. In a step that leaves early the parts
// run one after the other on the same rows: first layers, exit head or adapter, layers behind.

import type {Adapter} from "./adapter.js";
import type {Heads} from "./heads.js";
import type {Model, Rows, Slots} from "./model.js";

/** Runs some work and adds its time to a part's. */
export type Timed = <T>(part: string, work: () => Promise<T>) => Promise<T>;

export interface TimedParts {
  readonly vocabSize: number;
  begin(batch: {batchSize: number; slots: number}): Promise<void>;
  /** Run rows, and keep some of them, by parts. */
  run(rows: Rows, kept: Slots, timed: Timed): Promise<void>;
}

/** One part, "whole": forward, score and commit. */
export function wholeModel(model: Model): TimedParts {
  return {
    vocabSize: model.vocabSize,
    begin: (batch) => model.begin(batch),
    run: (rows, kept, timed) =>
      timed("whole", async () => {
        await model.score(await model.forward(rows));
        await model.commit(kept);
      })
  };
}

export interface ExitPartsOptions {
  /** layers that draft, ℓ */
  readonly exitLayer: number;
  /** timed as part "adapter", its head included; default none */
  readonly adapter?: Adapter;
  /** time the model's own head behind the exit layer, as part "head"; default false */
  readonly head?: boolean;
}

/** Parts "shallow", "adapter", "head" and "deep" (the layers behind ℓ, with the model's head, and the commit). */
export function exitParts(model: Model, {exitLayer, adapter, head = false}: ExitPartsOptions): TimedParts {
  return {
    vocabSize: model.vocabSize,
    async begin(batch) {
      await model.begin(batch);
      await adapter?.begin(batch);
    },
    async run(rows, kept, timed) {
      const after = await timed("shallow", () => model.forward(rows, {to: exitLayer}));
      const states = Array.from(rows.tokens, (_, row) => ({states: after, row}));
      if (adapter) {
        await timed("adapter", async () => {
          await adapter.score(await adapter.forward(rows, {states}));
          await adapter.commit(kept);
        });
      }
      if (head) await timed("head", () => model.score(after));
      await timed("deep", async () => {
        await model.score(await model.forward(rows, {from: exitLayer, states}));
        await model.commit(kept);
      });
    }
  };
}

/** Part "heads" behind the whole model, whose own time is not counted. */
export function headsPart(model: Model, heads: Heads): TimedParts {
  return {
    vocabSize: model.vocabSize,
    begin: (batch) => model.begin(batch),
    async run(rows, kept, timed) {
      const after = await model.forward(rows);
      const states = Array.from(rows.tokens, (_, row) => ({states: after, row}));
      await timed("heads", () => heads.score(states));
      await model.commit(kept);
    }
  };
}
