// How near drafters come to a tie: of their two best tokens, or of a confidence with the threshold. Batches of other shapes
// round differently, so from such a step on a run may take other steps than its replay.
import type {Adapter, Heads, Model, Scores, States} from "../../src/decoding/index.js";

export class Watch {
  private least = Infinity;

  /** @param threshold that confidences are compared with, η; default none */
  constructor(private readonly threshold?: number | string) {}

  /** The smallest distance since it was last asked for. */
  smallest(): number {
    const value = this.least;
    this.least = Infinity;
    return value;
  }

  /** A draft model, watched. */
  model(model: Model): Model {
    return watched(model, (scores) => this.see(scores));
  }

  /** The target, watched where it leaves early. */
  exits(model: Model): Model {
    return watched(model, (scores, {layer}) => {
      if (layer < model.layers) this.see(scores);
    });
  }

  adapter(adapter: Adapter): Adapter {
    const {exitLayer, vocabSize} = adapter;
    return {
      exitLayer,
      vocabSize,
      begin: (batch) => adapter.begin(batch),
      forward: (rows, options) => adapter.forward(rows, options),
      commit: (kept, masked) => adapter.commit(kept, masked),
      score: async (states, options) => this.see(await adapter.score(states, options))
    };
  }

  heads(heads: Heads): Heads {
    const {count, vocabSize} = heads;
    return {count, vocabSize, score: async (states, options) => this.see(await heads.score(states, options))};
  }

  private see(scores: Scores): Scores {
    for (const margin of scores.margin) this.least = Math.min(this.least, margin);
    if (Number(this.threshold) > 0) {
      for (const confidence of scores.confidence) {
        this.least = Math.min(this.least, Math.abs(confidence - Number(this.threshold)));
      }
    }
    return scores;
  }
}

function watched(model: Model, see: (scores: Scores, states: States) => void): Model {
  return {
    layers: model.layers,
    vocabSize: model.vocabSize,
    maxPositions: model.maxPositions,
    begin: (batch) => model.begin(batch),
    forward: (rows, options) => model.forward(rows, options),
    commit: (kept, masked) => model.commit(kept, masked),
    async score(states, options) {
      const scores = await model.score(states, options);
      see(scores, states);
      return scores;
    }
  };
}
