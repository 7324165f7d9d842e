// Deterministic Heads on the toy's last states. `say` is the same over a plain text.

import type {Heads} from "../../src/decoding/heads.js";
import type {ScoreOptions, Scores, StateRow} from "../../src/decoding/model.js";
import {scramble, type ToyModel, type ToyStates} from "./toyModel.js";

export class ToyHeads implements Heads {
  readonly vocabSize: number;

  constructor(
    private readonly model: ToyModel,
    readonly count = 4
  ) {
    this.vocabSize = model.vocabSize;
  }

  score(states: readonly StateRow[], {topK = 0, temperature}: ScoreOptions = {}): Promise<Scores> {
    if (topK > 0) throw new Error("heads: the toy has no topK");
    const hashes = states.flatMap(({states: source, row}) => {
      if (source.layer !== this.model.layers) throw new Error(`heads: a state after ${source.layer} layers`);
      return this.hashes((source as ToyStates).hidden[row].hash);
    });
    return Promise.resolve({
      choice: Int32Array.from(hashes, (hash) => hash % this.vocabSize),
      confidence: Float32Array.from(hashes, (hash) => (hash % 83) / 83),
      margin: Float32Array.from(hashes, () => 1),
      ...(temperature && {
        probabilities: Float32Array.from(hashes.flatMap((hash) => this.model.distribution(hash, temperature)))
      })
    });
  }

  /** What the heads draft after `text`, whose last token the model has just chosen. */
  say(text: ArrayLike<number>): number[] {
    const before = this.model.statesOf(Array.from(text).slice(0, -1)).at(-1);
    if (!before) throw new Error("heads: a text of one token");
    return this.hashes(before.hash).map((hash) => hash % this.vocabSize);
  }

  private hashes(hash: number): number[] {
    return Array.from({length: this.count}, (_, k) => scramble(hash + 101 * (k + 1)));
  }
}
