import {describe, expect, test} from "vitest";
import {Graph, type HostTensor, type Value} from "../../src/onnx/index.js";
import {checkDetector, smallDetector, type DetectorConfig} from "../../src/nets/detector/config.js";
import {activationMap, byBatch, byScale, detect, type BatchStatistics} from "../../src/nets/detector/forward.js";
import {initializeDetector} from "../../src/nets/detector/initialize.js";
import {detectorParameters, detectorSize, norms} from "../../src/nets/detector/parameters.js";
import {consistencyPenalty, detectorLoss, type DetectorLossOptions} from "../../src/nets/detector/train.js";
import {initialState, train} from "../../src/training/loop.js";
import {random} from "../../src/training/random.js";
import {trainingStep} from "../../src/training/step.js";
import {openNode} from "../../src/runtime/node.js";

const runtime = await openNode({device: "cpu"});
const tiny: DetectorConfig = {size: 16, channels: [4, 6, 8]};
const tensor = (dims: number[], data: ArrayLike<number>): HostTensor => ({dtype: "float32", dims, data: Float32Array.from(data)}); // prettier-ignore
const pictures = (count: number, next: () => number): HostTensor<"float32"> =>
  tensor(
    [count, 3, tiny.size, tiny.size],
    Array.from({length: count * 3 * tiny.size ** 2}, () => next() * 2 - 1)
  ) as HostTensor<"float32">;

const weights = initializeDetector(tiny, random(5));
const feeds = Object.fromEntries(
  detectorParameters(tiny).map(({name, shape}) => [name, tensor([...shape], weights.get(name) as Float32Array)])
);

function inputs(graph: Graph): (name: string) => Value {
  const values = new Map(detectorParameters(tiny).map(({name, shape}) => [name, graph.input(name, "float32", shape)]));
  return (name) => values.get(name) as Value;
}

describe("the detector", () => {
  test("of the study has less than 0.1 M parameters", () => {
    expect(detectorSize(smallDetector)).toBe(86_490);
  });

  test("refuses a size that cannot be halved often enough", () => {
    expect(() => checkDetector({size: 60, channels: [8, 8, 8]})).toThrow("size: 60; it is halved 3 times");
    expect(() => checkDetector({size: 64, channels: [8]})).toThrow("a stem and a block at least");
  });

  test("normalised by the statistics of a batch, folded, computes what it computes on that batch", async () => {
    const count = 3;
    const faces = pictures(count, random(6));
    const graph = new Graph("batch");
    const lookup = inputs(graph);
    const statistics: BatchStatistics[] = [];
    const x = graph.input("faces", "float32", faces.dims);
    const {logits, features} = detect(tiny, lookup, byBatch(lookup, statistics), x);
    graph.output("logits", logits);
    graph.output("features", features);
    for (const {name, mean, variance} of statistics) {
      graph.output(`${name}.mean`, mean);
      graph.output(`${name}.variance`, variance);
    }
    expect(statistics.map(({name}) => name)).toEqual(norms(tiny).map(({name}) => name));
    const session = await runtime.createSession(graph.build());
    const trained = await session.run({...feeds, faces});

    const folded = new Graph("folded");
    const weight = inputs(folded);
    const scales = new Map<string, Value>();
    const more: Record<string, HostTensor> = {};
    for (const {name, channels} of norms(tiny)) {
      const variance = trained[`${name}.variance`].data as Float32Array;
      const mean = trained[`${name}.mean`].data as Float32Array;
      const scale = variance.map((v, i) => (weights.get(`${name}.weight`) as Float32Array)[i] / Math.sqrt(v + 1e-5));
      const shift = mean.map((m, i) => (weights.get(`${name}.bias`) as Float32Array)[i] - m * scale[i]);
      for (const [part, data] of [
        ["scale", scale],
        ["shift", shift]
      ] as const) {
        scales.set(`${name}.${part}`, folded.input(`${name}.${part}`, "float32", [channels]));
        more[`${name}.${part}`] = tensor([channels], data);
      }
    }
    const look = (name: string): Value => scales.get(name) ?? weight(name);
    const detected = detect(tiny, look, byScale(tiny, look), folded.input("faces", "float32", faces.dims));
    folded.output("logits", detected.logits);
    folded.output("map", activationMap(detected, look("linear.weight")));
    const other = await runtime.createSession(folded.build());
    const given = Object.fromEntries(
      Object.entries({...feeds, ...more}).filter(([name]) => !/norm\.(weight|bias)$/.test(name))
    );
    const found = await other.run({
      ...given,
      faces,
      ...Object.fromEntries(Object.entries(feeds).filter(([name]) => /norm\.(weight|bias)$/.test(name)))
    });
    const expected = trained.logits.data as Float32Array;
    (found.logits.data as Float32Array).forEach((value, i) => expect(value).toBeCloseTo(expected[i], 4));

    // the activation map's mean and the biases are the difference of the logits
    const map = found.map.data as Float32Array;
    const places = map.length / count;
    const bias = weights.get("linear.bias") as Float32Array;
    for (let face = 0; face < count; face++) {
      const mean = map.slice(face * places, (face + 1) * places).reduce((a, b) => a + b, 0) / places;
      const logit = found.logits.data as Float32Array;
      expect(mean + bias[1] - bias[0]).toBeCloseTo(logit[2 * face + 1] - logit[2 * face], 4);
    }
  });

  test("penalties are what their formulas say", async () => {
    const a = [1, 0, 3, 4];
    const b = [0, 2, 3, 4];
    const expected = {cosine: ((1 - 0) ** 2 + 0) / 2, l1: 3 / 4, l2: 5 / 4} as const;
    for (const kind of ["cosine", "l1", "l2"] as const) {
      const graph = new Graph(kind);
      const [x, y] = ["a", "b"].map((name) => graph.input(name, "float32", [2, 2]));
      graph.output("penalty", consistencyPenalty(kind, x, y));
      const session = await runtime.createSession(graph.build());
      const {penalty} = await session.run({a: tensor([2, 2], a), b: tensor([2, 2], b)});
      expect((penalty.data as Float32Array)[0]).toBeCloseTo(expected[kind], 5);
    }
  });

  async function trained(options: Omit<DetectorLossOptions, "pairs">, steps: number) {
    const pairs = 8;
    const parameters = detectorParameters(tiny);
    const session = await runtime.createSession(trainingStep(parameters, detectorLoss(tiny, {pairs, ...options})));
    const next = random(9);
    const seen: {loss: number; entropy: number; agreement: number; norm: number}[] = [];
    const one = (t: HostTensor): number => (t.data as Float32Array)[0];
    await train(initialState(initializeDetector(tiny, random(5))), {
      parameters,
      schedule: {peak: 5e-3, warmup: 1, steps, decay: 0},
      batch: () => {
        const labels = Int32Array.from({length: 2 * pairs}, (_, i) => i % 2);
        const faces = pictures(2 * pairs, next);
        const pixels = faces.data.length / (2 * pairs);
        // manipulated ones have a brighter corner, under noise of each view's own
        for (let i = 0; i < 2 * pairs; i++) if (labels[i]) for (let p = 0; p < 40; p++) faces.data[i * pixels + p] += 1;
        const counted = tensor(
          [2 * pairs],
          Array.from(labels, (label) => (label ? 1 : 4))
        );
        return {
          tokens: 2 * pairs,
          feeds: {faces, labels: {dtype: "int32", dims: [2 * pairs], data: labels}, weights: counted}
        };
      },
      run: async (all) => {
        const found = await session.run(all);
        seen.push({
          loss: one(found.loss),
          entropy: one(found.entropy),
          agreement: one(found.agreement),
          norm: one(found.norm)
        });
        return found;
      }
    });
    return seen;
  }
  const mean = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0) / list.length;

  test("learns, and with the penalty its views agree more", {timeout: 60_000}, async () => {
    const plain = await trained({consistency: "none", rate: 0}, 60);
    const core = await trained({consistency: "cosine", rate: 10}, 60);
    const late = (runs: typeof plain, key: "entropy" | "agreement"): number =>
      mean(runs.slice(-10).map((run) => run[key]));
    expect(late(plain, "entropy")).toBeLessThan(0.7 * plain[0].entropy);
    expect(late(core, "agreement")).toBeGreaterThan(late(plain, "agreement"));
  });

  test("collapses where nothing but an unnormalised penalty is asked of it", {timeout: 60_000}, async () => {
    const alone = await trained({consistency: "l2", rate: 10, crossEntropy: false}, 60);
    expect(alone[alone.length - 1].norm).toBeLessThan(0.5 * alone[0].norm);
    expect(() => detectorLoss(tiny, {pairs: 2, consistency: "none", rate: 0, crossEntropy: false})).toThrow(
      "neither cross-entropy nor consistency"
    );
  });
});
