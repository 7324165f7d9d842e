// A Llama checkpoint as the model that the decode loop knows (decoding/model.ts), on any runtime.
import {DecodeBatch, type Feeds, type LayerRange} from "./batch.js";
import {HostCache, ResidentCache} from "./cache.js";
import {packRows} from "./packing.js";
import {distributionOf, scoresOf} from "./scores.js";
import {Sessions} from "./sessions.js";
import {hiddenOf, LlamaStates} from "./states.js";
import type {ForwardOptions, Model, Rows, ScoreOptions, Scores, Slots, StateRow, States} from "../decoding/model.js";
import type {HostTensor} from "../onnx/index.js";
import type {LlamaConfig} from "../nets/llama/config.js";
import type {Checkpoint} from "./checkpoint.js";
import type {NodePlacement, ResidentTensor, Runtime} from "./runtime.js";

export interface LlamaOptions {
  /** how the cache is kept: in host memory, or in place on the device (WebGPU only); default by device */
  readonly cache?: "rows" | "scatter";
  /** what `score` does with rows that left before the last layer: nothing, or the network's own head; default "none" */
  readonly exitHead?: "none" | "shared";
  /** record node placement, for `Llama.placement`; default false */
  readonly placement?: boolean;
  /** sees what each run is fed, before it runs */
  readonly observe?: (feeds: Readonly<Record<string, HostTensor | ResidentTensor>>) => void;
}

/** Milliseconds since the last reset. */
export interface Timings {
  /** inside the sessions' own runs */
  readonly run: number;
  /** in `forward`, `commit` and `score`, around the runs */
  readonly host: number;
  /** number of runs */
  readonly runs: number;
}

export interface Llama extends Model {
  readonly config: LlamaConfig;
  readonly runtime: Runtime;
  /** identity of the weights */
  readonly sha256: string;
  readonly timings: Timings;
  resetTimings(): void;
  /** Nodes that ran, by session name; needs the option `placement`. */
  placement(): Promise<Record<string, NodePlacement[]>>;
  release(): Promise<void>;
}

/** A checkpoint on a runtime. `begin` opens the session for its batch size; other sessions open on first use. */
export function openLlama(runtime: Runtime, checkpoint: Checkpoint, options: LlamaOptions = {}): Llama {
  const cache = options.cache ?? (runtime.device === "webgpu" ? "scatter" : "rows");
  if (cache === "scatter" && runtime.device !== "webgpu") {
    throw new Error(`openLlama: cache "scatter": ${runtime.device} updates no tensor in place; use "rows"`);
  }
  return new LlamaModel(runtime, checkpoint, {...options, cache});
}

class LlamaModel implements Llama {
  readonly config: LlamaConfig;
  readonly sha256: string;
  private readonly sessions: Sessions;
  private batch?: DecodeBatch;
  private total = 0;
  private run = 0;
  private runs = 0;

  constructor(
    readonly runtime: Runtime,
    checkpoint: Checkpoint,
    private readonly options: LlamaOptions & {cache: "rows" | "scatter"}
  ) {
    this.config = checkpoint.config;
    this.sha256 = checkpoint.sha256;
    this.sessions = new Sessions(runtime, checkpoint, options.cache, options.placement ?? false);
  }

  get layers(): number {
    return this.config.layers;
  }

  get vocabSize(): number {
    return this.config.vocabSize;
  }

  get maxPositions(): number {
    return this.config.maxPositions;
  }

  get timings(): Timings {
    return {run: this.run, host: this.total - this.run, runs: this.runs};
  }

  resetTimings(): void {
    this.total = this.run = this.runs = 0;
  }

  async begin({batchSize, slots}: {batchSize: number; slots: number}): Promise<void> {
    if (!(batchSize >= 1 && slots >= 1))
      throw new Error(`begin: invalid batch of ${batchSize} samples, ${slots} slots`);
    this.batch?.cache.release();
    this.batch = undefined;
    const cache =
      this.options.cache === "rows"
        ? new HostCache(this.config, batchSize)
        : await ResidentCache.allocate(this.runtime, this.config, batchSize, slots);
    this.batch = new DecodeBatch(this.config, batchSize, slots, cache);
    await this.sessions.decode(0, this.layers, batchSize === 1);
  }

  private get begun(): DecodeBatch {
    if (!this.batch) throw new Error("llama: no batch; call begin first");
    return this.batch;
  }

  async forward(rows: Rows, options: ForwardOptions = {}): Promise<LlamaStates> {
    const start = performance.now();
    const {from = 0, to = this.layers, states = [], scored = allRows(rows)} = options;
    const range = {from, to};
    const batch = this.begun;
    if (rows.tokens.length === 0) return this.noRows(rows, to);
    const packing = packRows(rows, {...this.limits, batch: batch.batchSize, slots: batch.slots});
    const feeds = batch.feeds(rows, packing, range);
    this.feedRows(feeds, rows, range, states, scored);
    const session = await this.sessions.decode(from, to, batch.batchSize === 1);
    this.options.observe?.(feeds);
    const outputs = await this.timed(() => session.run(feeds, {resident: batch.resident(range)}));
    batch.ran(rows, packing, range, outputs.rows?.data as Float32Array | undefined);
    const hidden = outputs.hidden.data as Float32Array;
    const scores = to === this.layers ? scoresOf(outputs.best, outputs.bestTokens, outputs.logSum) : undefined;
    this.total += performance.now() - start;
    return new LlamaStates(rows, to, hidden, scored, scores && firstRows(scores, scored.length));
  }

  private get limits(): {vocabSize: number; maxPositions: number} {
    const {vocabSize, maxPositions} = this.config;
    return {vocabSize, maxPositions};
  }

  private noRows(rows: Rows, layer: number): LlamaStates {
    const empty = new Int32Array(0);
    const scores = {choice: empty, confidence: new Float32Array(0), margin: new Float32Array(0)};
    return new LlamaStates(rows, layer, new Float32Array(0), empty, layer === this.layers ? scores : undefined);
  }

  private feedRows(feeds: Feeds, rows: Rows, {from, to}: LayerRange, states: readonly StateRow[], scored: Int32Array) {
    const count = rows.tokens.length;
    if (from === 0) {
      feeds.tokens = {dtype: "int32", dims: [count], data: rows.tokens};
    } else {
      if (states.length !== count) throw new Error(`forward: ${states.length} states for ${count} rows`);
      const width = this.config.hiddenSize;
      feeds["hidden.in"] = {dtype: "float32", dims: [count, width], data: hiddenOf(states, from, width)};
    }
    if (to < this.layers) return;
    // a graph needs at least one row to score; with none asked for, the first is scored in vain
    const data = scored.length > 0 ? scored : new Int32Array(1);
    feeds.scored = {dtype: "int32", dims: [data.length], data};
  }

  async commit(kept: Slots, masked?: Slots): Promise<void> {
    const start = performance.now();
    this.begun.commit(kept, masked);
    this.total += performance.now() - start;
  }

  async score(states: States, options: ScoreOptions = {}): Promise<Scores> {
    if (!(states instanceof LlamaStates)) throw new Error("score: these states come from another model");
    const {topK = 0, temperature} = options;
    if (states.scores && topK === 0 && temperature === undefined) return states.scores;
    if (!states.scores && this.options.exitHead !== "shared") {
      throw new Error(`score: rows have run ${states.layer} of ${this.layers} layers and there is no exit head`);
    }
    const start = performance.now();
    const scores = distributionOf(await this.logits(states), this.vocabSize, options);
    this.total += performance.now() - start;
    return {...scores, ...states.scores};
  }

  private async logits(states: LlamaStates): Promise<Float32Array> {
    const {hiddenSize} = this.config;
    const rows = states.scored.length;
    if (rows === 0) return new Float32Array(0);
    const scored = Array.from(states.scored, (row) => ({states, row}));
    const data = states.scores ? states.hidden : hiddenOf(scored, states.layer, hiddenSize);
    const session = await this.sessions.head();
    const hidden: HostTensor = {dtype: "float32", dims: [rows, hiddenSize], data};
    const outputs = await this.timed(() => session.run({hidden}));
    return outputs.logits.data as Float32Array;
  }

  private async timed<T>(run: () => Promise<T>): Promise<T> {
    const start = performance.now();
    const result = await run();
    this.run += performance.now() - start;
    this.runs++;
    return result;
  }

  async placement(): Promise<Record<string, NodePlacement[]>> {
    const placements: Record<string, NodePlacement[]> = {};
    for (const [name, session] of await this.sessions.all()) placements[name] = await session.placement();
    return placements;
  }

  async release(): Promise<void> {
    this.batch?.cache.release();
    this.batch = undefined;
    await this.sessions.release();
  }
}

const allRows = ({tokens}: Rows): Int32Array => Int32Array.from(tokens, (_, row) => row);

/** The first `count` scored rows. */
const firstRows = ({choice, confidence, margin}: Scores, count: number): Scores => ({
  choice: choice.subarray(0, count),
  confidence: confidence.subarray(0, count),
  margin: margin.subarray(0, count)
});
