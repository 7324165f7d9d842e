// Key-value caches of a batch. On CPU and wasm the cache is host memory that graphs only read: it covers the slots in
// use, in steps, and the host stores the rows that are accepted. On WebGPU it is resident and graphs write it in place.
import type {HostTensor} from "../onnx/index.js";
import type {LlamaConfig} from "../nets/llama/config.js";
import type {ResidentTensor, Runtime} from "./runtime.js";

/** Slots by which a cache grows. */
export const CACHE_STEP = 64;

export interface KvCache {
  /** slots L of each sample that the tensors cover */
  readonly length: number;
  /** keys and values [B, KV, L, D] of each layer */
  readonly layers: readonly {
    readonly keys: HostTensor | ResidentTensor;
    readonly values: HostTensor | ResidentTensor;
  }[];
  release(): void;
}

type Shape = Pick<LlamaConfig, "layers" | "kvHeads" | "headDim">;

interface HostLayer {
  readonly keys: HostTensor<"float32">;
  readonly values: HostTensor<"float32">;
}

/** A cache in host memory. */
export class HostCache implements KvCache {
  length: number;
  layers: readonly HostLayer[];

  constructor(
    private readonly shape: Shape,
    private readonly batch: number
  ) {
    this.length = CACHE_STEP;
    this.layers = this.allocate(CACHE_STEP);
  }

  private allocate(length: number): HostLayer[] {
    const {layers, kvHeads, headDim} = this.shape;
    const dims = [this.batch, kvHeads, length, headDim];
    const zeros = (): HostTensor<"float32"> => {
      return {dtype: "float32", dims, data: new Float32Array(dims.reduce((n, d) => n * d, 1))};
    };
    return Array.from({length: layers}, () => ({keys: zeros(), values: zeros()}));
  }

  /** Make room for slots [0, slots). */
  grow(slots: number): void {
    if (slots <= this.length) return;
    const length = Math.ceil(slots / CACHE_STEP) * CACHE_STEP;
    const {kvHeads, headDim} = this.shape;
    const before = this.length * headDim;
    const after = length * headDim;
    const grown = this.allocate(length);
    const move = (from: Float32Array, to: Float32Array): void => {
      for (let head = 0; head < this.batch * kvHeads; head++) {
        to.set(from.subarray(head * before, (head + 1) * before), head * after);
      }
    };
    grown.forEach(({keys, values}, layer) => {
      move(this.layers[layer].keys.data, keys.data);
      move(this.layers[layer].values.data, values.data);
    });
    this.length = length;
    this.layers = grown;
  }

  /**
   * Store one row of a graph's `rows` output, which holds keys, then values, of layers [from, to).
   * @param start index of the row's first number
   */
  write(sample: number, slot: number, rows: Float32Array, start: number, from: number, to: number): void {
    const {kvHeads, headDim} = this.shape;
    let source = start;
    for (let layer = from; layer < to; layer++) {
      const {keys, values} = this.layers[layer];
      source = this.place(keys.data, sample, slot, rows, source, kvHeads, headDim);
      source = this.place(values.data, sample, slot, rows, source, kvHeads, headDim);
    }
  }

  private place(
    target: Float32Array,
    sample: number,
    slot: number,
    rows: Float32Array,
    source: number,
    kvHeads: number,
    headDim: number
  ): number {
    for (let head = 0; head < kvHeads; head++) {
      const at = ((sample * kvHeads + head) * this.length + slot) * headDim;
      // a row is short: a loop beats making views of it
      for (let i = 0; i < headDim; i++) target[at + i] = rows[source + i];
      source += headDim;
    }
    return source;
  }

  release(): void {
    this.layers = [];
  }
}

/** A cache on the device. Its last slot takes what empty places of the rectangle write, and is never seen. */
export class ResidentCache implements KvCache {
  private constructor(
    readonly length: number,
    readonly layers: readonly {keys: ResidentTensor; values: ResidentTensor}[]
  ) {}

  static async allocate(runtime: Runtime, shape: Shape, batch: number, slots: number): Promise<ResidentCache> {
    const length = Math.ceil((slots + 1) / CACHE_STEP) * CACHE_STEP;
    const dims = [batch, shape.kvHeads, length, shape.headDim];
    const layers = [];
    for (let layer = 0; layer < shape.layers; layer++) {
      layers.push({keys: await runtime.zeros(dims), values: await runtime.zeros(dims)});
    }
    return new ResidentCache(length, layers);
  }

  release(): void {
    for (const {keys, values} of this.layers) {
      keys.dispose();
      values.dispose();
    }
  }
}
