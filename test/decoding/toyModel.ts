// A tiny deterministic Model with real slots and visibility. Every layer keeps its own cache per sample and slot; a row's
// hidden state is a hash over (position, state below) of everything it sees, in slot order, so any cache mistake changes
// the output; breaking the rules of model.ts throws. `toyNext` is the same network over a plain text, without a cache.
//
// Mostly the choice copies what followed the last earlier occurrence of the last token (so that look-up and early exits hit),
// otherwise it is the hash.

import type {
  ForwardOptions,
  Model,
  Rows,
  ScoreOptions,
  Scores,
  Slots,
  StateRow,
  States
} from "../../src/decoding/model.js";

export interface ToyOptions {
  readonly layers?: number;
  readonly vocabSize?: number;
  readonly maxPositions?: number;
  /** other seeds give other networks that agree on copies */
  readonly seed?: number;
  /** of ten choices, how many copy */
  readonly copies?: number;
}

export interface Hidden {
  readonly hash: number;
  readonly guess: number;
}

interface Entry {
  readonly position: number;
  readonly token: number;
  /** in a tree: slot of its parent, −1 for none; undefined in a chain */
  readonly parent: number | undefined;
  /** the input of each layer run so far */
  readonly hidden: Hidden[];
  status: "pending" | "live" | "masked";
}

export interface ToyStates extends States {
  readonly hidden: readonly Hidden[];
  readonly scored: readonly number[];
}

export class ToyModel implements Model {
  readonly layers: number;
  readonly vocabSize: number;
  readonly maxPositions: number;
  /** every list of rows fed, with the layers it ran through */
  readonly calls: {rows: Rows; from: number; to: number}[] = [];
  slots = 0;
  private caches: Map<number, Entry>[] = [];
  private readonly seed: number;
  private readonly copies: number;

  constructor({layers = 1, vocabSize = 12, maxPositions = 256, seed = 1, copies = 7}: ToyOptions = {}) {
    this.layers = layers;
    this.vocabSize = vocabSize;
    this.maxPositions = maxPositions;
    this.seed = seed;
    this.copies = copies;
  }

  begin({batchSize, slots}: {batchSize: number; slots: number}): Promise<void> {
    this.caches = Array.from({length: batchSize}, () => new Map());
    this.slots = slots;
    return Promise.resolve();
  }

  forward(rows: Rows, {from = 0, to = this.layers, states, scored}: ForwardOptions = {}): Promise<States> {
    const count = rows.tokens.length;
    this.calls.push({rows, from, to});
    if (from === 0) this.enter(rows);
    const hidden = Array.from({length: count}, (_, r) => this.inputState(rows, r, from, states));
    for (let layer = from; layer < to; layer++) {
      for (let r = 0; r < count; r++) {
        const entry = this.entry(rows.samples[r], rows.slots[r]);
        if (entry.hidden.length !== layer)
          throw new Error(`layer ${layer}: row ${r} went through ${entry.hidden.length}`);
        entry.hidden.push(hidden[r]);
      }
      for (let r = 0; r < count; r++) hidden[r] = this.attend(rows.samples[r], rows.slots[r], layer);
    }
    const result: ToyStates = {rows, layer: to, hidden, scored: Array.from(scored ?? hidden.keys())};
    return Promise.resolve(result);
  }

  commit(kept: Slots, masked: Slots = {samples: new Int32Array(0), slots: new Int32Array(0)}): Promise<void> {
    for (const [{samples, slots}, status] of [
      [kept, "live"],
      [masked, "masked"]
    ] as const) {
      slots.forEach((slot, k) => {
        const entry = this.entry(samples[k], slot);
        if (entry.status !== "pending") throw new Error(`commit: sample ${samples[k]} slot ${slot} is ${entry.status}`);
        if (entry.hidden.length !== this.layers) throw new Error(`commit: slot ${slot} misses layers`);
        entry.status = status;
      });
    }
    for (const cache of this.caches) {
      for (const [slot, {status}] of cache) if (status === "pending") cache.delete(slot);
      const live = [...cache]
        .filter(([, {status}]) => status === "live")
        .sort(([, a], [, b]) => a.position - b.position);
      live.forEach(([slot, {position}], k) => {
        if (position !== k) throw new Error(`commit: live slot ${slot} has position ${position}, want ${k}`);
      });
    }
    return Promise.resolve();
  }

  score(states: States, {topK = 0, temperature}: ScoreOptions = {}): Promise<Scores> {
    const {hidden, scored, layer} = states as ToyStates;
    const rows = scored.map((r) => hidden[r]);
    const exit = layer < this.layers;
    const ranked = rows.map((state) => this.ranking(state.hash, exit ? state.guess : this.choose(state)));
    return Promise.resolve({
      ...(topK > 0 && best(ranked, topK)),
      choice: Int32Array.from(rows, (state) => (exit ? state.guess : this.choose(state))),
      confidence: Float32Array.from(rows, ({hash}) => (hash % 97) / 97),
      margin: Float32Array.from(rows, ({hash}) => (hash % 89) / 8),
      ...(temperature
        ? {probabilities: Float32Array.from(rows.flatMap(({hash}) => this.distribution(hash, temperature)))}
        : {})
    });
  }

  /** The arg-max token after `text`, without a cache. */
  next(text: ArrayLike<number>): number {
    return this.choose(this.last(text));
  }

  /** The distribution after `text` [vocabSize], without a cache. */
  probabilities(text: ArrayLike<number>, temperature: number): number[] {
    return this.distribution(this.last(text).hash, temperature);
  }

  /** What the exit head behind the first layer says after `text`, without a cache. */
  exit(text: ArrayLike<number>): {token: number; confidence: number} {
    const states = this.statesOf(text, 1);
    const {hash, guess} = states[states.length - 1];
    return {token: guess, confidence: (hash % 97) / 97};
  }

  /** Greedy output after `prompt`, without a cache: the truth that every mode has to reproduce. */
  greedy(prompt: ArrayLike<number>, maxNewTokens: number, eos: readonly number[] = []): number[] {
    const text = Array.from(prompt);
    const limit = Math.min(text.length + maxNewTokens, this.maxPositions);
    while (text.length < limit) {
      text.push(this.next(text));
      if (eos.includes(text[text.length - 1])) break;
    }
    return text.slice(prompt.length);
  }

  /** A distribution that a hash stands for, most likely `token` [vocabSize]. */
  ranking(hash: number, token: number): number[] {
    const weights = this.distribution(hash, 0.5).map((share, v) => (v === token ? share + (hash % 5) / 2 : share));
    const total = weights.reduce((a, b) => a + b, 0);
    return weights.map((weight) => weight / total);
  }

  /** A distribution that a hash stands for [vocabSize]. */
  distribution(hash: number, temperature: number): number[] {
    const weights = Array.from({length: this.vocabSize}, (_, v) =>
      Math.exp((scramble(hash + 31 * v) % 300) / 100 / temperature)
    );
    const total = weights.reduce((a, b) => a + b, 0);
    return weights.map((w) => w / total);
  }

  /** Hidden states of a text's tokens after the first `layers` layers, without a cache. */
  statesOf(text: ArrayLike<number>, layers = this.layers): Hidden[] {
    const tokens = Array.from(text);
    let states: Hidden[] = tokens.map((token) => ({hash: token, guess: token}));
    for (let layer = 0; layer < layers; layer++) {
      states = states.map((_, p) =>
        this.mix(
          states.slice(0, p + 1).map(({hash, guess}, q) => ({position: q, token: tokens[q], hash, guess})),
          layer
        )
      );
    }
    return states;
  }

  private last(text: ArrayLike<number>): Hidden {
    const states = this.statesOf(text);
    return states[states.length - 1];
  }

  private choose({hash, guess}: Hidden): number {
    return hash % 10 < this.copies ? guess : Math.floor(hash / 10) % this.vocabSize;
  }

  private enter(rows: Rows): void {
    for (let r = 0; r < rows.tokens.length; r++) {
      const [sample, slot, position, token] = [rows.samples[r], rows.slots[r], rows.positions[r], rows.tokens[r]];
      if (!(slot >= 0 && slot < this.slots)) throw new Error(`forward: slot ${slot} is outside [0, ${this.slots})`);
      if (!(position >= 0 && position < this.maxPositions)) throw new Error(`forward: position ${position}`);
      if (!(token >= 0 && token < this.vocabSize)) throw new Error(`forward: token ${token}`);
      if (r > 0 && (sample < rows.samples[r - 1] || (sample === rows.samples[r - 1] && slot <= rows.slots[r - 1]))) {
        throw new Error(`forward: row ${r} is out of order`);
      }
      const cache = this.caches[sample];
      const there = cache.get(slot);
      if (there) throw new Error(`forward: sample ${sample} slot ${slot} is ${there.status}`);
      const parent = rows.parents?.[r];
      if (parent !== undefined && parent >= 0 && cache.get(parent)?.status !== "pending") {
        throw new Error(`forward: row ${r} hangs on slot ${parent}, which is not pending`);
      }
      cache.set(slot, {position, token, parent, hidden: [], status: "pending"});
    }
  }

  private inputState(rows: Rows, r: number, from: number, states?: readonly StateRow[]): Hidden {
    if (from === 0) return {hash: rows.tokens[r], guess: rows.tokens[r]};
    const at = states?.[r];
    if (!at || at.states.layer !== from) throw new Error(`forward: row ${r} has no state after layer ${from}`);
    const origin = at.states.rows;
    if (origin.slots[at.row] !== rows.slots[r] || origin.samples[at.row] !== rows.samples[r]) {
      throw new Error(`forward: row ${r} has another row's state`);
    }
    return (at.states as ToyStates).hidden[at.row];
  }

  private entry(sample: number, slot: number): Entry {
    const entry = this.caches[sample].get(slot);
    if (!entry) throw new Error(`sample ${sample} slot ${slot} is empty`);
    return entry;
  }

  private attend(sample: number, slot: number, layer: number): Hidden {
    const seen = [...this.caches[sample]]
      .filter(visibleFrom(this.caches[sample], slot))
      .sort(([, a], [, b]) => a.position - b.position)
      .map(([at, {position, token, hidden}]) => {
        if (hidden.length <= layer) throw new Error(`slot ${at} is seen at layer ${layer} but was not run through it`);
        return {position, token, ...hidden[layer]};
      });
    return this.mix(seen, layer);
  }

  private mix(seen: readonly (Hidden & {position: number; token: number})[], layer: number): Hidden {
    let hash = this.seed + layer;
    for (const {position, hash: below} of seen) hash = scramble(hash ^ scramble(position * 2654435761 + below));
    if (layer > 0) return {hash, guess: seen[seen.length - 1].guess};
    const last = seen[seen.length - 1].token;
    const before = seen.slice(0, -1).findLastIndex(({token}) => token === last);
    return {hash, guess: before < 0 ? hash % this.vocabSize : seen[before + 1].token};
  }
}

interface Visible {
  readonly status: "pending" | "live" | "masked";
  readonly parent: number | undefined;
}

/** Which entries of a cache the row in `slot` sees: what is live, and pending rows before it, or its ancestors. */
export function visibleFrom(cache: ReadonlyMap<number, Visible>, slot: number): (entry: [number, Visible]) => boolean {
  const path = new Set<number>();
  if (cache.get(slot)?.parent !== undefined)
    for (let at = slot; at >= 0; at = cache.get(at)?.parent ?? -1) path.add(at);
  return ([at, {status}]) => status === "live" || (status === "pending" && (path.size > 0 ? path.has(at) : at <= slot));
}

/** The `topK` best tokens of each distribution and their probabilities, best first; of equals the first. */
export function best(distributions: readonly (readonly number[])[], topK: number) {
  const tokens = distributions.map((shares) =>
    Array.from(shares.keys())
      .sort((a, b) => shares[b] - shares[a])
      .slice(0, topK)
  );
  return {
    topTokens: Int32Array.from(tokens.flat()),
    topProbabilities: Float32Array.from(tokens.flatMap((list, r) => list.map((token) => distributions[r][token])))
  };
}

/** A well-mixed 31-bit integer. */
export function scramble(value: number): number {
  let x = value | 0;
  x = Math.imul(x ^ (x >>> 16), 0x45d9f3b);
  x = Math.imul(x ^ (x >>> 16), 0x45d9f3b);
  return (x ^ (x >>> 16)) & 0x7fffffff;
}

/** Seeded pseudo-random numbers in [0, 1). */
export function random(seed: number): () => number {
  let state = seed;
  return () => scramble((state += 0x9e3779b9)) / 0x80000000;
}

/** Random prompts over a small vocabulary, with repetitions as in real texts. */
export function randomPrompts(next: () => number, batchSize: number, vocabSize = 12): Int32Array[] {
  return Array.from({length: batchSize}, () => {
    const length = 1 + Math.floor(next() * 24);
    const period = 3 + Math.floor(next() * 6);
    const tokens: number[] = [];
    for (let i = 0; i < length; i++) {
      tokens.push(i >= period && next() < 0.7 ? tokens[i - period] : Math.floor(next() * vocabSize));
    }
    return Int32Array.from(tokens);
  });
}
