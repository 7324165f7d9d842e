// The detector's training step on WebGPU, as a study runs it there.
import {expect} from "vitest";
import {initializeDetector} from "../../src/nets/detector/initialize.js";
import {detectorParameters} from "../../src/nets/detector/parameters.js";
import {detectorLoss} from "../../src/nets/detector/train.js";
import {initialState, train} from "../../src/training/loop.js";
import {random} from "../../src/training/random.js";
import {trainingStep} from "../../src/training/step.js";
import {stepRunner} from "../../studies/session.js";
import {itOn, openDevice} from "../runtime/devices.js";
import type {DetectorConfig} from "../../src/nets/detector/config.js";
import type {HostTensor} from "../../src/onnx/index.js";
import type {Runtime} from "../../src/runtime/runtime.js";

const config: DetectorConfig = {size: 16, channels: [4, 6, 8]};
const pairs = 2;
const parameters = detectorParameters(config);
const outputs = ["entropy", "penalty", "agreement", "norm"];

async function run(runtime: Runtime): Promise<number[][]> {
  const options = {pairs, consistency: "cosine", rate: 1, crossEntropy: true} as const;
  const graph = trainingStep(parameters, detectorLoss(config, options));
  const session = await runtime.createSession(graph, {name: "training step"});
  const from = initialState(initializeDetector(config, random(1)));
  const runner = await stepRunner(runtime, session, {parameters, from, reads: () => false, outputs});
  const found: number[][] = [];
  await train(from, {
    parameters,
    schedule: {peak: 0.01, warmup: 1, steps: 3, decay: 0},
    batch(step) {
      const next = random(2, step);
      const dims = [2 * pairs, 3, config.size, config.size];
      const faces: HostTensor = {
        dtype: "float32",
        dims,
        data: Float32Array.from({length: 4 * 3 * 256}, () => 2 * next() - 1)
      };
      const labels: HostTensor = {dtype: "int32", dims: [2 * pairs], data: Int32Array.of(0, 1, 0, 1)};
      const weights: HostTensor = {dtype: "float32", dims: [2 * pairs], data: Float32Array.of(4, 1, 4, 1)};
      return {feeds: {faces, labels, weights}, tokens: 2 * pairs};
    },
    held: runner.held,
    async run(feeds, step) {
      const results = await runner.run(feeds, step);
      found.push(["loss", ...outputs].map((name) => (results[name].data as Float32Array)[0]));
      return results;
    }
  });
  await runner.release();
  await session.release();
  return found;
}

itOn("webgpu", "three steps of the detector give the CPU's losses", async (runtime) => {
  const expected = await run(await openDevice("cpu"));
  const actual = await run(runtime);
  actual.forEach((row, step) => row.forEach((value, k) => expect(value).toBeCloseTo(expected[step][k], 3)));
});
