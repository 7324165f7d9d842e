// The sessions of one checkpoint, opened when first needed: one per range of layers, for batches of one and for others,
// and one for the head alone.
import {decodeGraph, headGraph} from "../nets/llama/decode.js";
import {externalWeights, weightFiles} from "./weights.js";
import type {Weights} from "../nets/llama/block.js";
import type {CacheDesign} from "../nets/llama/packed.js";
import type {Checkpoint} from "./checkpoint.js";
import type {Runtime, Session} from "./runtime.js";

export class Sessions {
  private readonly open = new Map<string, Promise<Session>>();
  private readonly weights: Weights;

  constructor(
    private readonly runtime: Runtime,
    private readonly checkpoint: Checkpoint,
    private readonly cache: CacheDesign,
    private readonly placement: boolean
  ) {
    this.weights = externalWeights(checkpoint);
  }

  /** Layers [from, to); `single` for batches of one. */
  decode(from: number, to: number, single: boolean): Promise<Session> {
    const {config} = this.checkpoint;
    return this.once(`layers [${from}, ${to})${single ? " of one sample" : ""}`, () =>
      decodeGraph(config, this.weights, {from, to, cache: this.cache, single}).build()
    );
  }

  /** The head alone. */
  head(): Promise<Session> {
    return this.once("head", () => headGraph(this.checkpoint.config, this.weights).build());
  }

  private once(name: string, build: () => Uint8Array): Promise<Session> {
    let session = this.open.get(name);
    if (!session) {
      const externalData = weightFiles(this.checkpoint);
      session = this.runtime.createSession(build(), {externalData, name, placement: this.placement});
      this.open.set(name, session);
      session.catch(() => this.open.delete(name));
    }
    return session;
  }

  /** All sessions opened so far, by name. */
  async all(): Promise<[string, Session][]> {
    return Promise.all(
      [...this.open].map(async ([name, session]): Promise<[string, Session]> => [name, await session])
    );
  }

  async release(): Promise<void> {
    for (const [, session] of await this.all()) await session.release();
    this.open.clear();
  }
}
