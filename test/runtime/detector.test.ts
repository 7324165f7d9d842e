// A detector from a file agrees with the graphs that the study asks while it trains, for any number of faces.
import {beforeAll, describe, expect, it} from "vitest";
import {initializeDetector} from "../../src/nets/detector/initialize.js";
import {foldedParameters} from "../../src/nets/detector/graph.js";
import {openDetector, openDetectorCheckpoint} from "../../src/runtime/detector.js";
import {openNode} from "../../src/runtime/node.js";
import {readSafetensors, readTensor, writeSafetensors, type WeightDtype} from "../../src/runtime/safetensors.js";
import {random} from "../../src/training/random.js";
import {openDetector as openGraphs} from "../../studies/core/detector/network.js";
import {devices, itOn} from "./devices.js";
import type {WeightFile} from "../../src/runtime/checkpoint.js";

const config = {size: 16, channels: [4, 6, 8]};
const weights = initializeDetector(config, random(3));
const facesOf = (count: number, seed: number): Float32Array => {
  const next = random(seed);
  return Float32Array.from({length: count * 3 * 16 * 16}, () => next() * 2 - 1);
};
const batch = 4;
const faces = facesOf(batch, 8);
let folded: ReadonlyMap<string, Float32Array>;
let expected: {features: Float32Array; logits: Float32Array};

function file(dtype: WeightDtype, change: (name: string) => string = (name) => name): WeightFile {
  const all = new Map([...weights, ...folded]);
  const tensors = foldedParameters(config).map(({name, shape}) => ({name: change(name), shape, data: all.get(name) as Float32Array})); // prettier-ignore
  return {name: "tiny.safetensors", bytes: writeSafetensors(tensors, dtype, {format: "pt", size: "16"})};
}

beforeAll(async () => {
  const graphs = await openGraphs(await openNode({device: "cpu"}), config, batch);
  folded = await graphs.fold(weights, [facesOf(batch, 1), facesOf(batch, 2)]);
  expected = await graphs.detect(weights, folded, faces);
  await graphs.release();
});

const away = (found: Float32Array, wanted: Float32Array): number =>
  wanted.reduce((most, value, i) => Math.max(most, Math.abs(value - found[i])), 0);

for (const device of devices) {
  describe(`a detector's file on ${device}`, () => {
    itOn(device, "says what the study's graphs say, of one face and of several", async (runtime) => {
      const detector = await openDetector(runtime, await openDetectorCheckpoint(file("F32")));
      expect(detector).toMatchObject({config, featureLength: 8, mapSize: 2});
      const found = await detector.detect(faces);
      expect(found.features).toHaveLength(batch * 8);
      expect(found.activation).toHaveLength(batch * 2 * 2);
      expect(away(found.features, expected.features)).toBeLessThan(1e-4);
      expect(away(found.logits, expected.logits)).toBeLessThan(1e-4);
      const bias = weights.get("linear.bias") as Float32Array;
      for (let i = 0; i < batch; i++) {
        const one = await detector.detect(faces.slice((i * faces.length) / batch, ((i + 1) * faces.length) / batch));
        expect(away(one.logits, expected.logits.subarray(2 * i, 2 * i + 2))).toBeLessThan(1e-4);
        const mean = one.activation.reduce((a, b) => a + b, 0) / 4;
        expect(mean + bias[1] - bias[0]).toBeCloseTo(one.logits[1] - one.logits[0], 4);
      }
      await detector.release();
    });

    itOn(device, "in F16 says nearly the same", async (runtime) => {
      const detector = await openDetector(runtime, await openDetectorCheckpoint(file("F16")));
      const {logits} = await detector.detect(faces);
      expect(away(logits, expected.logits)).toBeLessThan(0.01);
      expect(away(logits, expected.logits)).toBeGreaterThan(0);
      await detector.release();
    });
  });
}

describe("a detector's file", () => {
  it("tells its shape, its size and its identity", async () => {
    const found = await openDetectorCheckpoint(file("F16"));
    expect(found.config).toEqual(config);
    expect(found.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect((await openDetectorCheckpoint(file("F32"))).sha256).not.toBe(found.sha256);
    expect((await openDetectorCheckpoint(file("F32"), 32)).config.size).toBe(32);
  });
  it("is refused where it is another network's, lacks a parameter, has another shape or another size", async () => {
    await expect(openDetectorCheckpoint(file("F32", (name) => `x.${name}`))).rejects.toThrow(
      "tiny.safetensors: stem.kernel is missing; it is no detector's"
    );
    const lacks = file("F32", (name) => (name === "blocks.1.second.norm.shift" ? "other" : name));
    await expect(openDetectorCheckpoint(lacks)).rejects.toThrow(
      "tiny.safetensors: blocks.1.second.norm.shift is missing, a detector of 4, 6, 8 needs [8]"
    );
    const {bytes} = file("F32");
    const tensors = readSafetensors(bytes).map((tensor) => ({...tensor, data: readTensor(bytes, tensor)}));
    const turned = tensors.map((one) => (one.name === "linear.weight" ? {...one, shape: [8, 2]} : one));
    await expect(openDetectorCheckpoint({name: "tiny.safetensors", bytes: writeSafetensors(turned)})).rejects.toThrow(
      "linear.weight is [8, 2], a detector of 4, 6, 8 needs [2, 8]"
    );
    await expect(openDetectorCheckpoint(file("F32"), 20)).rejects.toThrow("size: 20; it is halved 3 times");
  });
  it("is asked about whole faces", async () => {
    const detector = await openDetector(await openNode({device: "cpu"}), await openDetectorCheckpoint(file("F32")));
    await expect(detector.detect(faces.subarray(1))).rejects.toThrow(
      "detect: 3071 numbers; a face takes 3 · 16 · 16 = 768"
    );
    await expect(detector.detect(new Float32Array())).rejects.toThrow("detect: 0 numbers");
    await detector.release();
  });
});
