// An adapter that runs on a runtime, as the decode loop knows it (decoding/adapter.ts): its graph is fed the target's
// hidden states, and has a cache of one layer, packed and masked as the target's.
import {attends} from "../nets/adapter/config.js";
import {adapterGraph, adapterHeadGraph} from "../nets/adapter/decode.js";
import {DecodeBatch, type Feeds} from "./batch.js";
import {HostCache, ResidentCache} from "./cache.js";
import {packRows} from "./packing.js";
import {distributionOf, scoresOf} from "./scores.js";
import {hiddenOf, LlamaStates} from "./states.js";
import {externalWeights, weightFiles} from "./weights.js";
import type {Adapter, AdapterForwardOptions} from "../decoding/adapter.js";
import type {Rows, ScoreOptions, Scores, Slots, States} from "../decoding/model.js";
import type {LlamaConfig} from "../nets/llama/config.js";
import type {AdapterCheckpoint} from "./adapter.js";
import type {Checkpoint} from "./checkpoint.js";
import type {Runtime, Session} from "./runtime.js";

export interface RunningAdapter extends Adapter {
  release(): Promise<void>;
}

/** An adapter on the runtime that its target runs on. Throws for Medusa's heads, which are none. */
export function runAdapter(runtime: Runtime, target: Checkpoint, opened: AdapterCheckpoint): RunningAdapter {
  if (opened.adapter.architecture === "medusa") throw new Error("runAdapter: medusa is heads; use runHeads");
  return new LlamaAdapter(runtime, target, opened);
}

const range = {from: 0, to: 1};

class LlamaAdapter implements RunningAdapter {
  readonly exitLayer: number;
  readonly vocabSize: number;
  private readonly config: LlamaConfig;
  private readonly sessions = new Map<string, Promise<Session>>();
  /** it looks back, and so has a cache */
  private readonly attends: boolean;
  private batch?: DecodeBatch;

  constructor(
    private readonly runtime: Runtime,
    private readonly target: Checkpoint,
    private readonly opened: AdapterCheckpoint
  ) {
    this.exitLayer = opened.adapter.exitLayer;
    this.vocabSize = target.config.vocabSize;
    this.config = {...target.config, layers: 1};
    this.attends = attends(opened.adapter);
  }

  async begin({batchSize, slots}: {batchSize: number; slots: number}): Promise<void> {
    this.batch?.cache.release();
    this.batch = undefined;
    const cache =
      this.runtime.device === "webgpu" && this.attends
        ? await ResidentCache.allocate(this.runtime, this.config, batchSize, slots)
        : new HostCache(this.config, batchSize);
    this.batch = new DecodeBatch(this.config, batchSize, slots, cache);
    await this.step(batchSize === 1);
  }

  private get begun(): DecodeBatch {
    if (!this.batch) throw new Error("adapter: no batch; call begin first");
    return this.batch;
  }

  async forward(rows: Rows, {states, scored = allRows(rows)}: AdapterForwardOptions): Promise<States> {
    const {begun: batch, config} = this;
    const count = rows.tokens.length;
    if (states.length !== count) throw new Error(`adapter: ${states.length} states for ${count} rows`);
    const packing = packRows(rows, {...config, batch: batch.batchSize, slots: batch.slots});
    const width = config.hiddenSize;
    const data = scored.length > 0 ? scored : new Int32Array(1); // a graph needs at least one row to score
    const feeds: Feeds = {
      ...(this.attends && batch.feeds(rows, packing, range)),
      "hidden.in": {dtype: "float32", dims: [count, width], data: hiddenOf(states, this.exitLayer, width)},
      scored: {dtype: "int32", dims: [data.length], data}
    };
    const session = await this.step(batch.batchSize === 1);
    const outputs = await session.run(feeds, {resident: this.attends ? batch.resident(range) : {}});
    if (this.attends) batch.ran(rows, packing, range, outputs.rows?.data as Float32Array | undefined);
    const {choice, confidence, margin} = scoresOf(outputs.best, outputs.bestTokens, outputs.logSum);
    const scores = {
      choice: choice.subarray(0, scored.length),
      confidence: confidence.subarray(0, scored.length),
      margin: margin.subarray(0, scored.length)
    };
    return new LlamaStates(rows, this.exitLayer + 1, outputs.hidden.data as Float32Array, scored, scores);
  }

  commit(kept: Slots, masked?: Slots): Promise<void> {
    if (this.attends) this.begun.commit(kept, masked);
    return Promise.resolve();
  }

  async score(states: States, options: ScoreOptions = {}): Promise<Scores> {
    if (!(states instanceof LlamaStates) || !states.scores) throw new Error("adapter: these states are not its own");
    const {topK = 0, temperature} = options;
    const rows = states.scored.length;
    if (rows === 0 || (topK === 0 && temperature === undefined)) return states.scores;
    const width = this.config.hiddenSize;
    const session = await this.head();
    const data = states.hidden.subarray(0, rows * width);
    const {logits} = await session.run({hidden: {dtype: "float32", dims: [rows, width], data}});
    return {...distributionOf(logits.data as Float32Array, this.vocabSize, options), ...states.scores};
  }

  async release(): Promise<void> {
    this.batch?.cache.release();
    this.batch = undefined;
    for (const session of this.sessions.values()) await (await session).release();
    this.sessions.clear();
  }

  private step(single: boolean): Promise<Session> {
    const cache = this.runtime.device === "webgpu" ? "scatter" : "rows";
    return this.once(single ? "adapter of one sample" : "adapter", () =>
      adapterGraph(this.target.config, this.opened.adapter, this.weights, {cache, single})
    );
  }

  private head(): Promise<Session> {
    return this.once("adapter's head", () => adapterHeadGraph(this.target.config, this.opened.adapter, this.weights));
  }

  private get weights() {
    return {target: externalWeights(this.target), adapter: externalWeights(this.opened)};
  }

  private once(name: string, graph: () => {build(): Uint8Array}): Promise<Session> {
    let session = this.sessions.get(name);
    if (!session) {
      const externalData = [...weightFiles(this.target), ...weightFiles(this.opened)];
      session = this.runtime.createSession(graph().build(), {externalData, name});
      this.sessions.set(name, session);
      session.catch(() => this.sessions.delete(name));
    }
    return session;
  }
}

const allRows = ({tokens}: Rows): Int32Array => Int32Array.from(tokens, (_, row) => row);
