// The graphs of a detector besides its training step: statistics of its normalisations, and what it says of pictures
// while its weights still change: weights are fed here, where runtime/detector.ts reads them from a file.
import {Graph, type HostTensor, type Value} from "../../../src/onnx/index.js";
import {byBatch, detect, type BatchStatistics} from "../../../src/nets/detector/forward.js";
import {detectorGraph, foldedParameters} from "../../../src/nets/detector/graph.js";
import {detectorParameters, norms, type Parameter} from "../../../src/nets/detector/parameters.js";
import type {DetectorConfig} from "../../../src/nets/detector/config.js";
import type {Runtime} from "../../../src/runtime/runtime.js";

export type Weights = ReadonlyMap<string, Float32Array>;

/** Scale and shift of every normalisation, under `<norm>.scale` and `<norm>.shift`. */
export type Folded = ReadonlyMap<string, Float32Array>;

const EPSILON = 1e-5;

export interface DetectorGraphs {
  /** faces that go through at a time */
  readonly batch: number;
  /**
   * Means and variances of all normalisations over some batches, folded with their weights: what the detector normalises by
   * once it is trained (Wu and Johnson 2021 call it precise batch normalisation).
   * @param batches each [batch, 3, size, size]
   */
  fold(weights: Weights, batches: readonly Float32Array[]): Promise<Folded>;
  /** Features [batch, F] and logits [batch, 2] of faces [batch, 3, size, size]. */
  detect(
    weights: Weights,
    folded: Folded,
    faces: Float32Array
  ): Promise<{features: Float32Array; logits: Float32Array}>;
  release(): Promise<void>;
}

export async function openDetector(runtime: Runtime, config: DetectorConfig, batch: number): Promise<DetectorGraphs> {
  const dims = [batch, 3, config.size, config.size];
  const feedsOf = (weights: Weights, parameters: readonly Parameter[]): Record<string, HostTensor> =>
    Object.fromEntries(
      parameters.map(({name, shape}) => {
        const data = weights.get(name);
        if (!data) throw new Error(`detector: parameter ${name} is missing`);
        return [name, {dtype: "float32", dims: shape, data}];
      })
    );
  const parameters = detectorParameters(config);

  const statistics = new Graph("detector-statistics");
  const values = new Map(parameters.map(({name, shape}) => [name, statistics.input(name, "float32", shape)]));
  const lookup = (name: string): Value => values.get(name) as Value;
  const seen: BatchStatistics[] = [];
  const {logits: unused} = detect(config, lookup, byBatch(lookup, seen), statistics.input("faces", "float32", dims));
  statistics.output("logits", unused);
  for (const {name, mean, variance} of seen) {
    statistics.output(`${name}.mean`, mean);
    statistics.output(`${name}.variance`, variance);
  }
  const measuring = await runtime.createSession(statistics.build(), {name: "detector statistics"});

  const graph = detectorGraph(config, (inside, {name, shape}) => inside.input(name, "float32", shape), batch);
  const detecting = await runtime.createSession(graph.build(), {name: "detector"});

  return {
    batch,
    async fold(weights, batches) {
      const sums = new Map(norms(config).map(({name, channels}) => [name, {mean: new Float64Array(channels), square: new Float64Array(channels)}])); // prettier-ignore
      for (const faces of batches) {
        const outputs = await measuring.run({
          ...feedsOf(weights, parameters),
          faces: {dtype: "float32", dims, data: faces}
        });
        for (const [name, {mean, square}] of sums) {
          const means = outputs[`${name}.mean`].data as Float32Array;
          const variances = outputs[`${name}.variance`].data as Float32Array;
          for (let i = 0; i < mean.length; i++) {
            mean[i] += means[i] / batches.length;
            square[i] += (variances[i] + means[i] ** 2) / batches.length;
          }
        }
      }
      const folded = new Map<string, Float32Array>();
      for (const [name, {mean, square}] of sums) {
        const weight = weights.get(`${name}.weight`) as Float32Array;
        const bias = weights.get(`${name}.bias`) as Float32Array;
        const scale = Float32Array.from(mean, (m, i) => weight[i] / Math.sqrt(square[i] - m ** 2 + EPSILON));
        folded.set(`${name}.scale`, scale);
        folded.set(
          `${name}.shift`,
          Float32Array.from(mean, (m, i) => bias[i] - m * scale[i])
        );
      }
      return folded;
    },
    async detect(weights, folded, faces) {
      const feeds = feedsOf(new Map([...weights, ...folded]), foldedParameters(config));
      const faceTensor: HostTensor = {dtype: "float32", dims, data: faces};
      const {features, logits} = await detecting.run({...feeds, faces: faceTensor}, {fetch: ["features", "logits"]});
      return {features: features.data as Float32Array, logits: logits.data as Float32Array};
    },
    async release() {
      await measuring.release();
      await detecting.release();
    }
  };
}
