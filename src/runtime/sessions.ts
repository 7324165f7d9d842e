// The sessions of one checkpoint, opened when first needed: one per range of layers, for batches of one and for others,
// and one for the head alone. All read their weights from the checkpoint's files as they are; F16 and BF16 weights are
// cast in the graph, which the runtime does once, when a session is opened.
import {cast, type Dtype} from "../onnx/index.js";
import {decodeGraph, headGraph, type CacheDesign, type Weights} from "../nets/llama/decode.js";
import type {Checkpoint} from "./checkpoint.js";
import type {Runtime, Session} from "./runtime.js";

const dtypes: Record<string, Dtype> = {F32: "float32", F16: "float16", BF16: "bfloat16"};

export class Sessions {
  private readonly open = new Map<string, Promise<Session>>();

  constructor(
    private readonly runtime: Runtime,
    private readonly checkpoint: Checkpoint,
    private readonly cache: CacheDesign,
    private readonly placement: boolean
  ) {}

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
      const externalData = this.checkpoint.files.map((file) => ({path: file.name, data: file.bytes}));
      session = this.runtime.createSession(build(), {externalData, name, placement: this.placement});
      this.open.set(name, session);
      session.catch(() => this.open.delete(name));
    }
    return session;
  }

  private readonly weights: Weights = (graph, name) => {
    const found = this.checkpoint.weights.get(name);
    if (!found) throw new Error(`checkpoint: ${name} is missing`);
    const {dtype, shape, file, offset, length} = found;
    return cast(graph.external(name, dtypes[dtype], shape, {location: file, offset, length}), "float32");
  };

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
