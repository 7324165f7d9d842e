// Adapters' graphs against a float64 reference: over whole sequences, and row by row beside a cache.
import {describe, expect, it} from "vitest";
import {Graph} from "../../src/onnx/index.js";
import {adapterBody, adapterLogits} from "../../src/nets/adapter/adapter.js";
import {
  adapterName,
  architectures,
  MEDUSA_BLOCKS,
  MEDUSA_HEADS,
  type AdapterConfig,
  type Architecture
} from "../../src/nets/adapter/config.js";
import {adapterGraph, adapterHeadGraph} from "../../src/nets/adapter/decode.js";
import {adapterParameterCount, adapterParameters, medusaNames} from "../../src/nets/adapter/parameters.js";
import {headName} from "../../src/nets/llama/parameters.js";
import {sequenceAttention, sequenceStates} from "../../src/nets/llama/sequence.js";
import {openAdapter, writeAdapter, type AdapterCheckpoint} from "../../src/runtime/adapter.js";
import {DecodeBatch} from "../../src/runtime/batch.js";
import {HostCache, ResidentCache} from "../../src/runtime/cache.js";
import {packRows} from "../../src/runtime/packing.js";
import {readTensor} from "../../src/runtime/safetensors.js";
import {externalWeights, weightFiles} from "../../src/runtime/weights.js";
import {itOn, openDevice} from "../runtime/devices.js";
import {rowsOf, run, slotsOf, type Row} from "../runtime/rows.js";
import {reference} from "./reference.js";
import {referenceAdapter, testAdapter} from "./testAdapter.js";
import {parametersOf, testCheckpoint, testConfig} from "./testCheckpoint.js";
import type {Checkpoint} from "../../src/runtime/checkpoint.js";
import type {NodePlacement, Runtime} from "../../src/runtime/runtime.js";

const texts = [
  [5, 6, 7, 8, 5, 6, 9, 3],
  [11, 12, 3, 1, 4, 1, 5, 9]
];
const attending = ["attention", "own-head", "layer"] as const;

/** A target and an adapter whose weights are what its file holds: halves. */
async function setUp(adapter: AdapterConfig) {
  const target = await testCheckpoint(testConfig);
  const file = {name: "adapter.safetensors", bytes: writeAdapter(target, adapter, testAdapter(testConfig, adapter))};
  const opened = openAdapter(target, file);
  const own = new Map([...opened.weights].map(([name, place]) => [name, readTensor(file.bytes, place)]));
  return {target, opened, weights: {target: parametersOf(target), adapter: own}};
}

const sourcesOf = (target: Checkpoint, opened: AdapterCheckpoint) => ({
  target: externalWeights(target),
  adapter: externalWeights(opened)
});

/** Largest difference of two lists of rows. */
function difference(found: Float32Array, expected: Float64Array[]): number {
  const width = expected[0].length;
  return found.reduce((most, value, i) => {
    return Math.max(most, Math.abs(value - expected[Math.floor(i / width)][i % width]));
  }, 0);
}

/** Logits of every token of both texts, by head [B·S, vocabSize]. */
async function overSequences(adapter: AdapterConfig, target: Checkpoint, opened: AdapterCheckpoint) {
  const graph = new Graph("adapter over sequences");
  const shape = {batch: texts.length, length: texts[0].length};
  const tokens = graph.input("tokens", "int32", [shape.batch * shape.length]);
  const attend = sequenceAttention(testConfig, graph, shape);
  const weights = sourcesOf(target, opened);
  const sources = {
    target: (name: string) => weights.target(graph, name),
    adapter: (name: string) => weights.adapter(graph, name)
  };
  const states = sequenceStates(testConfig, sources.target, tokens, attend);
  const body = adapterBody(testConfig, adapter, sources, states[adapter.exitLayer], () => attend);
  adapterLogits(testConfig, adapter, sources, body).forEach((logits, k) => graph.output(`logits.${k}`, logits));
  const session = await openSession(graph, target, opened);
  const data = Int32Array.from(texts.flat());
  return session.run({tokens: {dtype: "int32", dims: [data.length], data}});
}

async function openSession(graph: Graph, target: Checkpoint, opened: AdapterCheckpoint, on?: Runtime) {
  const runtime = on ?? (await openDevice("cpu"));
  const externalData = [...weightFiles(target), ...weightFiles(opened)];
  return runtime.createSession(graph.build(), {externalData, placement: runtime.device === "webgpu"});
}

/**
 * Both texts in steps of five tokens, of one, and of two as after a draft that was accepted whole: logits, first choices
 * and log sums are the reference's.
 */
async function rowByRow(runtime: Runtime, architecture: Architecture, batchSize: number): Promise<NodePlacement[]> {
  const adapter = {architecture, exitLayer: 2};
  const {target, opened, weights} = await setUp(adapter);
  const sources = sourcesOf(target, opened);
  const gpu = runtime.device === "webgpu";
  const graph = adapterGraph(testConfig, adapter, sources, {cache: gpu ? "scatter" : "rows", single: batchSize === 1});
  const step = await openSession(graph, target, opened, runtime);
  const head = await openSession(adapterHeadGraph(testConfig, adapter, sources), target, opened);
  const states = texts.map((text) => reference(testConfig, weights.target, text).hidden[adapter.exitLayer]);
  const expected = texts.map((text) => referenceAdapter(testConfig, adapter, weights, text));
  const oneLayer = {...testConfig, layers: 1};
  const limits = {batch: batchSize, slots: 16, vocabSize: testConfig.vocabSize, maxPositions: testConfig.maxPositions};
  const cache = gpu
    ? await ResidentCache.allocate(runtime, oneLayer, batchSize, limits.slots)
    : new HostCache(oneLayer, batchSize);
  const batch = new DecodeBatch(oneLayer, batchSize, limits.slots, cache);
  const range = {from: 0, to: 1};
  for (const [from, to] of [
    [0, 5],
    [5, 6],
    [6, 8]
  ]) {
    // prettier-ignore
    const list: Row[] = texts.slice(0, batchSize).flatMap((text, b) => run(b, from, text.slice(from, to)));
    const rows = rowsOf(list);
    const packing = packRows(rows, limits);
    const hidden = Float32Array.from(list.flatMap(({sample = 0, position}) => Array.from(states[sample][position])));
    const feeds = {
      ...batch.feeds(rows, packing, range),
      "hidden.in": {dtype: "float32", dims: [list.length, testConfig.hiddenSize], data: hidden},
      scored: {dtype: "int32", dims: [list.length], data: Int32Array.from(list, (_, i) => i)}
    } as const;
    const outputs = await step.run(feeds, {resident: batch.resident(range)});
    batch.ran(rows, packing, range, outputs.rows?.data as Float32Array | undefined);
    batch.commit(slotsOf(list));
    const {logits} = await head.run({hidden: outputs.hidden});
    const width = testConfig.vocabSize;
    list.forEach(({sample = 0, position}, row) => {
      const truth = expected[sample][position];
      const found = (logits.data as Float32Array).subarray(row * width, (row + 1) * width);
      expect(difference(found, [truth])).toBeLessThan(3e-5);
      expect(Number((outputs.bestTokens.data as BigInt64Array)[2 * row])).toBe(truth.indexOf(Math.max(...truth)));
      const sum = Math.log(truth.reduce((total, logit) => total + Math.exp(logit), 0));
      expect((outputs.logSum.data as Float32Array)[row]).toBeCloseTo(sum, 4);
    });
  }
  return gpu ? step.placement() : [];
}

describe("an adapter", () => {
  it.each(attending)("%s over sequences agrees with the reference", async (architecture) => {
    const adapter = {architecture, exitLayer: 2};
    const {target, opened, weights} = await setUp(adapter);
    const found = (await overSequences(adapter, target, opened))["logits.0"].data as Float32Array;
    const expected = texts.flatMap((text) => referenceAdapter(testConfig, adapter, weights, text));
    expect(difference(found, expected)).toBeLessThan(2e-5);
  });

  it("of two linear layers, and Medusa's heads, agree with their formulas", async () => {
    const silu = (x: number): number => x / (1 + Math.exp(-x));
    const times = (x: Float64Array, w: Float32Array): Float64Array =>
      Float64Array.from({length: w.length / x.length}, (_, row) =>
        x.reduce((sum, value, i) => sum + value * w[row * x.length + i], 0)
      );
    const norm = (x: Float64Array, w: Float32Array): Float64Array => {
      const size = Math.sqrt(x.reduce((sum, value) => sum + value * value, 0) / x.length + testConfig.rmsNormEps);
      return x.map((value, i) => (value / size) * w[i]);
    };
    const plus = (a: Float64Array, b: Float64Array): Float64Array => a.map((value, i) => value + b[i]);
    for (const adapter of [
      {architecture: "mlp", exitLayer: 1},
      {architecture: "medusa", exitLayer: testConfig.layers}
    ] as const) {
      const {target, opened, weights} = await setUp(adapter);
      const own = (name: string): Float32Array => weights.adapter.get(name) as Float32Array;
      const found = await overSequences(adapter, target, opened);
      const states = texts.flatMap((text) => reference(testConfig, weights.target, text).hidden[adapter.exitLayer]);
      for (let k = 0; k < (adapter.architecture === "medusa" ? MEDUSA_HEADS : 1); k++) {
        const expected = states.map((x) => {
          if (adapter.architecture === "medusa") {
            let row = norm(x, weights.target("model.norm.weight"));
            for (let block = 0; block < MEDUSA_BLOCKS; block++) {
              const {weight, bias} = medusaNames(k, block);
              row = plus(row, plus(times(row, own(weight)), Float64Array.from(own(bias))).map(silu));
            }
            return times(row, weights.target(headName(testConfig)));
          }
          const inner = times(norm(x, own("input_layernorm.weight")), own("mlp.0.weight")).map(silu);
          return times(norm(plus(x, times(inner, own("mlp.1.weight"))), own("norm.weight")), own("lm_head.weight"));
        });
        expect(difference(found[`logits.${k}`].data as Float32Array, expected), adapterName(adapter)).toBeLessThan(
          2e-5
        );
      }
    }
  });

  it.each(attending)("%s row by row beside its cache gives what it gives over sequences", async (architecture) => {
    for (const batchSize of [1, 2]) await rowByRow(await openDevice("cpu"), architecture, batchSize);
  });

  itOn("webgpu", "row by row beside a cache in place, no node leaves the device", async (runtime) => {
    const placement = await rowByRow(runtime, "layer", 2);
    expect(placement.length).toBeGreaterThan(20);
    expect(placement.filter(({op, provider}) => op.startsWith("Memcpy") || !provider.startsWith("WebGpu"))).toEqual([]);
  });

  it("without attention has no cache in its graph, and Medusa an output for each head", async () => {
    for (const adapter of [
      {architecture: "mlp", exitLayer: 2},
      {architecture: "medusa", exitLayer: testConfig.layers}
    ] as const) {
      const {target, opened} = await setUp(adapter);
      const graph = adapterGraph(testConfig, adapter, sourcesOf(target, opened), {cache: "rows", single: false});
      const session = await openSession(graph, target, opened);
      const found = await session.run({
        "hidden.in": {dtype: "float32", dims: [2, 64], data: new Float32Array(128).fill(0.3)},
        scored: {dtype: "int32", dims: [1], data: Int32Array.of(1)}
      });
      const suffixes = adapter.architecture === "medusa" ? [".0", ".1", ".2", ".3"] : [""];
      const names = ["best", "bestTokens", "logSum"].flatMap((name) => suffixes.map((suffix) => name + suffix));
      expect(Object.keys(found).sort()).toEqual(["hidden", ...names].sort());
    }
  });
});

describe("parameters of an adapter", () => {
  it("are 4N² + 2N in the paper's, with as many key as query heads", () => {
    const n = 4096;
    const vicuna = {...testConfig, hiddenSize: n, heads: 32, kvHeads: 32, headDim: 128, intermediateSize: 11008, vocabSize: 32000, layers: 32}; // prettier-ignore
    const millions = (config: AdapterConfig): number => Math.round(adapterParameterCount(vicuna, config) / 1e6);
    expect(adapterParameterCount(vicuna, {architecture: "attention", exitLayer: 2})).toBe(4 * n * n + 2 * n);
    // table 2 of the paper says 67, 198, 202, 165 and, for heads with an output layer each, 591 M
    const all = architectures.map((architecture) => millions({architecture, exitLayer: 2}));
    expect(all.slice(0, 4)).toEqual([67, 198, 202, 165]);
    const outputLayers = (MEDUSA_HEADS * vicuna.vocabSize * n) / 1e6;
    expect(Math.round(all[4] / MEDUSA_BLOCKS + outputLayers)).toBe(591);
  });

  it("need an exit layer that the target has", () => {
    for (const exitLayer of [0, 1.5, 4, NaN]) {
      expect(() => adapterParameters(testConfig, {architecture: "attention", exitLayer})).toThrow(
        `invalid exit layer: ${exitLayer}; the target has 3 layers`
      );
    }
  });
});
