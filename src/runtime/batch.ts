// What a model remembers between the steps of a batch: the cache, which slots are live, and the pending rows. On CPU and
// wasm pending rows stay in the graph's output, and only those kept or masked are written to the cache, unless another
// forward has to see them first; on WebGPU the graph has written them in place, and what is not kept is written over.
import {keysName, valuesName, writtenName} from "../nets/llama/packed.js";
import {CACHE_STEP, HostCache, ResidentCache} from "./cache.js";
import {Visibility} from "./visibility.js";
import type {Rows, Slots} from "../decoding/model.js";
import type {HostTensor} from "../onnx/index.js";
import type {LlamaConfig} from "../nets/llama/config.js";
import type {Packing} from "./packing.js";
import type {ResidentTensor} from "./runtime.js";

export type Feeds = Record<string, HostTensor | ResidentTensor>;

/** Layers [from, to). */
export interface LayerRange {
  readonly from: number;
  readonly to: number;
}

/** Rows that ran through some layers and are not committed. */
interface Pending extends LayerRange {
  readonly rows: Rows;
  readonly packing: Packing;
  /** the graph's `rows` output, until all of it is in the cache */
  unwritten?: Float32Array;
}

const none: Slots = {samples: new Int32Array(0), slots: new Int32Array(0)};

export class DecodeBatch {
  private readonly visibility: Visibility;
  /** layers that the pending row in each slot has run, at sample · slots + slot */
  private readonly layersRun: Uint16Array;
  private pending: Pending[] = [];

  constructor(
    private readonly config: LlamaConfig,
    readonly batchSize: number,
    readonly slots: number,
    readonly cache: HostCache | ResidentCache
  ) {
    // a cache covers whole steps: slots behind the last one asked for have to be hidden as well
    this.visibility = new Visibility(batchSize, Math.max(Math.ceil(slots / CACHE_STEP) * CACHE_STEP, cache.length));
    this.layersRun = new Uint16Array(batchSize * slots);
  }

  /** What a decode graph for these rows and layers is fed, its rows apart. Valid until the next call. */
  feeds(rows: Rows, packing: Packing, range: LayerRange): Feeds {
    const {config, cache} = this;
    const seen = this.seen(rows, range);
    const {batch, width} = packing;
    const groups = config.heads / config.kvHeads;
    const appended = cache instanceof HostCache;
    const {length} = cache;
    const mask = this.visibility.mask(rows, packing, {groups, length, appended, pending: seen});
    const feeds: Feeds = {
      positions: {dtype: "int64", dims: [batch, width], data: packing.positions},
      mask: {dtype: "float32", dims: [batch, 1, groups * width, appended ? length + width : length], data: mask}
    };
    if (batch > 1) {
      feeds.unpack = {dtype: "int32", dims: [batch, width], data: packing.unpack};
      feeds.pack = {dtype: "int32", dims: [packing.pack.length], data: packing.pack};
    }
    if (appended) feeds.columns = {dtype: "int64", dims: [2], data: BigInt64Array.of(BigInt(length), BigInt(width))};
    else feeds.places = places(rows, packing, config.kvHeads, length - 1);
    for (let layer = range.from; layer < range.to; layer++) {
      feeds[keysName(layer)] = cache.layers[layer].keys;
      feeds[valuesName(layer)] = cache.layers[layer].values;
    }
    return feeds;
  }

  /** Cache tensors that a graph over these layers writes, by output name. */
  resident({from, to}: LayerRange): Record<string, ResidentTensor> {
    const targets: Record<string, ResidentTensor> = {};
    if (!(this.cache instanceof ResidentCache)) return targets;
    for (let layer = from; layer < to; layer++) {
      targets[writtenName(keysName(layer))] = this.cache.layers[layer].keys;
      targets[writtenName(valuesName(layer))] = this.cache.layers[layer].values;
    }
    return targets;
  }

  /** Rows ran; `output` is the graph's `rows`, where the host keeps the cache. */
  ran(rows: Rows, packing: Packing, {from, to}: LayerRange, output: Float32Array | undefined): void {
    this.pending.push({from, to, rows, packing, ...(output ? {unwritten: output} : {})});
    for (let row = 0; row < rows.slots.length; row++) {
      this.layersRun[rows.samples[row] * this.slots + rows.slots[row]] += to - from;
    }
  }

  /** Pending rows that rows of these layers may see; they are in the cache after this. */
  private seen(rows: Rows, {from, to}: LayerRange): Rows[] {
    const overlapping = this.pending.filter((block) => block.from < to && from < block.to);
    for (const block of overlapping) {
      if (block.from > from || block.to < to) {
        const ranges = `pending rows have run layers [${block.from}, ${block.to}), these rows would run [${from}, ${to})`;
        throw new Error(`forward: ${ranges}; commit, or run the same layers`);
      }
      refuseOccupied(rows, block.rows);
      this.write(block, () => true);
    }
    return overlapping.map((block) => block.rows);
  }

  /** Write those pending rows to the host's cache that `wanted` names by place in `layersRun`. */
  private write(block: Pending, wanted: (place: number) => boolean): void {
    const {cache} = this;
    const {rows, packing, unwritten, from, to} = block;
    if (!unwritten || !(cache instanceof HostCache)) return;
    const size = unwritten.length / (packing.batch * packing.width);
    for (let row = 0; row < rows.slots.length; row++) {
      const sample = rows.samples[row];
      const slot = rows.slots[row];
      if (!wanted(sample * this.slots + slot)) continue;
      cache.grow(slot + 1);
      cache.write(sample, slot, unwritten, packing.pack[row] * size, from, to);
    }
    delete block.unwritten;
  }

  /** @throws where a slot to keep or mask holds no pending row, or one that has not run all layers */
  commit(kept: Slots, masked: Slots = none): void {
    const wanted = new Set<number>();
    for (const {samples, slots} of [kept, masked]) {
      for (let i = 0; i < slots.length; i++) {
        const place = samples[i] * this.slots + slots[i];
        const layers = this.layersRun[place] ?? 0;
        if (layers !== this.config.layers) {
          const problem = layers === 0 ? "holds no pending row" : `has run ${layers} of ${this.config.layers} layers`;
          throw new Error(`commit: slot ${slots[i]} of sample ${samples[i]} ${problem}`);
        }
        wanted.add(place);
      }
    }
    for (const block of this.pending) {
      this.write(block, (place) => wanted.has(place));
      const {samples, slots} = block.rows;
      for (let row = 0; row < slots.length; row++) this.layersRun[samples[row] * this.slots + slots[row]] = 0;
    }
    this.pending = [];
    this.visibility.reveal(kept);
  }
}

function refuseOccupied(rows: Rows, pending: Rows): void {
  for (let row = 0; row < rows.slots.length; row++) {
    for (let other = 0; other < pending.slots.length; other++) {
      if (rows.samples[row] === pending.samples[other] && rows.slots[row] === pending.slots[other]) {
        throw new Error(
          `forward: slot ${rows.slots[row]} of sample ${rows.samples[row]} holds a pending row; commit first`
        );
      }
    }
  }
}

/** (sample, head, slot) of each new row and head, int64 [B·S·KV, 3]; empty places go to the slot `unused`. */
function places(rows: Rows, {batch, width, pack}: Packing, kvHeads: number, unused: number): HostTensor<"int64"> {
  const slotAt = new Int32Array(batch * width).fill(unused);
  for (let row = 0; row < pack.length; row++) slotAt[pack[row]] = rows.slots[row];
  const data = new BigInt64Array(slotAt.length * kvHeads * 3);
  const low = new Int32Array(data.buffer);
  let at = 0;
  for (let place = 0; place < slotAt.length; place++) {
    for (let head = 0; head < kvHeads; head++) {
      low[at] = Math.floor(place / width);
      low[at + 2] = head;
      low[at + 4] = slotAt[place];
      at += 6;
    }
  }
  return {dtype: "int64", dims: [slotAt.length * kvHeads, 3], data};
}
