// A tiny deterministic Adapter for the toy model, with real slots and visibility: a row's hash is over (position, the
// target's state) of everything it sees, so any mistake of its cache or its states changes a draft, and reading or keeping a
// row that was given another row's state throws. `exit` is the same network over a plain text, without a cache.

import type {Adapter, AdapterForwardOptions} from "../../src/decoding/adapter.js";
import type {Rows, ScoreOptions, Scores, Slots, States} from "../../src/decoding/model.js";
import {best, scramble, visibleFrom, type Hidden, type ToyModel, type ToyStates} from "./toyModel.js";

interface Entry {
  readonly position: number;
  readonly state: Hidden;
  /** the state is of this row's own token and position; that of a pad is not */
  readonly own: boolean;
  /** in a tree: slot of its parent, −1 for none; undefined in a chain */
  readonly parent: number | undefined;
  status: "pending" | "live" | "masked";
}

interface ToyAdapterStates extends States {
  readonly hidden: readonly (Hidden | undefined)[];
}

export class ToyAdapter implements Adapter {
  readonly vocabSize: number;
  /** rows of every call */
  readonly calls: Rows[] = [];
  private caches: Map<number, Entry>[] = [];
  private slots = 0;

  constructor(
    private readonly model: ToyModel,
    readonly exitLayer = 1
  ) {
    this.vocabSize = model.vocabSize;
  }

  begin({batchSize, slots}: {batchSize: number; slots: number}): Promise<void> {
    this.caches = Array.from({length: batchSize}, () => new Map());
    this.slots = slots;
    return Promise.resolve();
  }

  forward(rows: Rows, {states, scored}: AdapterForwardOptions): Promise<States> {
    this.calls.push(rows);
    if (states.length !== rows.tokens.length) throw new Error(`adapter: ${states.length} states`);
    rows.tokens.forEach((token, r) => {
      const {states: source, row} = states[r];
      if (source.layer !== this.exitLayer) throw new Error(`adapter: a state after ${source.layer} layers`);
      const [sample, slot, position] = [rows.samples[r], rows.slots[r], rows.positions[r]];
      const of = source.rows;
      const own = of.samples[row] === sample && of.positions[row] === position && of.tokens[row] === token;
      if (!(slot >= 0 && slot < this.slots)) throw new Error(`adapter: slot ${slot} is outside [0, ${this.slots})`);
      if (this.caches[sample].has(slot)) throw new Error(`adapter: sample ${sample} slot ${slot} is taken`);
      const parent = rows.parents?.[r];
      const state = (source as ToyStates).hidden[row];
      this.caches[sample].set(slot, {position, own, parent, state, status: "pending"});
    });
    const hidden = Array.from(scored ?? rows.tokens.keys(), (r) => this.attend(rows.samples[r], rows.slots[r]));
    const result: ToyAdapterStates = {rows, layer: this.exitLayer + 1, hidden};
    return Promise.resolve(result);
  }

  commit(kept: Slots, masked: Slots = {samples: new Int32Array(0), slots: new Int32Array(0)}): Promise<void> {
    for (const [{samples, slots}, status] of [
      [kept, "live"],
      [masked, "masked"]
    ] as const) {
      slots.forEach((slot, k) => {
        const entry = this.caches[samples[k]].get(slot);
        if (entry?.status !== "pending") throw new Error(`adapter: commit of slot ${slot}`);
        if (status === "live" && !entry.own) throw new Error(`adapter: slot ${slot} holds another row's state`);
        entry.status = status;
      });
    }
    for (const cache of this.caches) {
      for (const [slot, {status}] of cache) if (status === "pending") cache.delete(slot);
    }
    return Promise.resolve();
  }

  score(states: States, {topK = 0, temperature}: ScoreOptions = {}): Promise<Scores> {
    const hidden = (states as ToyAdapterStates).hidden.map((state) => {
      if (!state) throw new Error("adapter: a row was read that does not see its text");
      return state;
    });
    const ranked = hidden.map((state) => this.model.ranking(state.hash, this.say(state).token));
    return Promise.resolve({
      ...(topK > 0 && best(ranked, topK)),
      choice: Int32Array.from(hidden, (state) => this.say(state).token),
      confidence: Float32Array.from(hidden, (state) => this.say(state).confidence),
      margin: Float32Array.from(hidden, () => 1),
      ...(temperature && {
        probabilities: Float32Array.from(hidden.flatMap(({hash}) => this.model.distribution(hash, temperature)))
      })
    });
  }

  /** What it drafts after `text`, without a cache. */
  exit(text: ArrayLike<number>): {token: number; confidence: number} {
    return this.say(this.last(text));
  }

  /** The distribution it draws from after `text` [vocabSize], without a cache. */
  probabilities(text: ArrayLike<number>, temperature: number): number[] {
    return this.model.distribution(this.last(text).hash, temperature);
  }

  /** The distribution whose best tokens a tree takes after `text` [vocabSize], without a cache. */
  ranking(text: ArrayLike<number>): number[] {
    const state = this.last(text);
    return this.model.ranking(state.hash, this.say(state).token);
  }

  private last(text: ArrayLike<number>): Hidden {
    return mix(this.model.statesOf(text, this.exitLayer).map((state, position) => ({position, state})));
  }

  private say({hash, guess}: Hidden): {token: number; confidence: number} {
    return {token: hash % 10 < 8 ? guess : hash % this.vocabSize, confidence: (hash % 89) / 89};
  }

  /** undefined for a row that does not see all of its text, such as a pad. */
  private attend(sample: number, slot: number): Hidden | undefined {
    const seen = [...this.caches[sample]]
      .filter(visibleFrom(this.caches[sample], slot))
      .map(([, entry]) => entry)
      .sort((a, b) => a.position - b.position);
    return seen.every(({position, own}, p) => own && position === p) ? mix(seen) : undefined;
  }
}

function mix(seen: readonly {position: number; state: Hidden}[]): Hidden {
  let hash = 77;
  for (const {position, state} of seen) hash = scramble(hash ^ scramble(position * 2654435761 + state.hash));
  return {hash, guess: seen[seen.length - 1].state.guess};
}
