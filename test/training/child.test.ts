// @vitest-environment node
import {expect, test} from "vitest";
import {gateNames} from "../../src/nets/llama/gates.js";
import {embeddingName, finalNormName, layerNames, llamaParameters} from "../../src/nets/llama/parameters.js";
import {allParts, childConfig, childWeights, type Kept} from "../../src/training/inherit/child.js";
import {toyBatch, toyConfig, toyGates, toyLogits, toyWeights} from "../nets/toyNetwork.js";
import type {LlamaConfig} from "../../src/nets/llama/config.js";

const shape = {batch: 2, length: 6};
const everyToken = Array.from({length: toyConfig.vocabSize}, (_, i) => i);
const everyLayer = [0, 1, 2];
const whole = allParts(toyConfig, everyLayer, everyToken);
const some: Kept = {
  ...whole,
  channels: [0, 2, 3, 5, 8, 9, 11],
  heads: [[1], [0], [1]],
  neurons: [[0, 1, 2, 3, 4, 5], [3, 6, 9, 12, 15, 18], [14, 15, 16, 17, 18, 19]] // prettier-ignore
};

/** The parent's logits with everything gated off that the child has not. */
function gated(config: LlamaConfig, weights: Map<string, Float32Array>, kept: Kept, tokens: Int32Array) {
  const keeps = new Map<string, readonly number[]>([[gateNames.channels, kept.channels]]);
  kept.layers.forEach((layer, i) => {
    keeps.set(gateNames.heads(layer), kept.heads[i]);
    keeps.set(gateNames.neurons(layer), kept.neurons[i]);
  });
  const gates = toyGates(config, (name, i) => Number(keeps.get(name)?.includes(i) ?? false));
  return toyLogits(config, weights, tokens, shape, gates);
}

/** Largest difference, over the largest number. */
function difference(a: Float32Array, b: Float32Array): number {
  expect(a).toHaveLength(b.length);
  const largest = Math.max(...b.map(Math.abs));
  return Math.max(...a.map((value, i) => Math.abs(value - b[i]))) / largest;
}

test.each([
  ["tied", true],
  ["of its own", false]
])("a child computes what its parent computes with hard gates, head %s", async (_, tiedHead) => {
  const parent = {...toyConfig, tiedHead};
  const weights = toyWeights(parent);
  const {x} = toyBatch(parent, shape);
  const config = childConfig(parent, some);
  expect(config).toMatchObject({hiddenSize: 7, layers: 3, heads: 2, kvHeads: 1, headDim: 4, intermediateSize: 6});
  const child = childWeights(weights, parent, some);
  const expected = await gated(parent, weights, some, x);
  // a norm adds ε to its mean square, which a child takes over fewer channels
  const exact = {...config, rmsNormEps: (parent.rmsNormEps * 12) / 7};
  expect(difference(await toyLogits(exact, child, x, shape), expected)).toBeLessThan(2e-6);
  expect(difference(await toyLogits(config, child, x, shape), expected)).toBeLessThan(1e-3);
  expect(difference(await toyLogits(parent, weights, x, shape), expected)).toBeGreaterThan(0.1);
});

test("a layer whose parts are all gated off is one that is dropped", async () => {
  const weights = toyWeights(toyConfig);
  const {x} = toyBatch(toyConfig, shape);
  const kept = allParts(toyConfig, [0, 2], everyToken);
  const config = childConfig(toyConfig, kept);
  expect(config.layers).toBe(2);
  const child = childWeights(weights, toyConfig, kept);
  expect(child.get(layerNames(1).query)).toEqual(weights.get(layerNames(2).query));
  expect(difference(await toyLogits(config, child, x, shape), await gated(toyConfig, weights, kept, x))).toBeLessThan(2e-6); // prettier-ignore
});

test("norms are scaled by √(d parent / d child), and by nothing where all channels stay", () => {
  const weights = toyWeights(toyConfig);
  const child = childWeights(weights, toyConfig, some);
  for (const name of [finalNormName, layerNames(2).inputNorm, layerNames(0).postNorm]) {
    const own = weights.get(name)!;
    expect([...child.get(name)!]).toEqual(some.channels.map((channel) => expect.closeTo(own[channel] * Math.sqrt(12 / 7), 5) as number)); // prettier-ignore
  }
  expect(childWeights(weights, toyConfig, whole)).toEqual(weights);
});

test("rows of the embedding follow the child's vocabulary, in its order", async () => {
  const weights = toyWeights(toyConfig);
  const kept = allParts(toyConfig, everyLayer, Int32Array.of(0, 9, 4, 16));
  const config = childConfig(toyConfig, kept);
  const child = childWeights(weights, toyConfig, kept);
  expect(config.vocabSize).toBe(4);
  expect(child.get(embeddingName)!.subarray(12, 24)).toEqual(weights.get(embeddingName)!.subarray(108, 120));
  const x = Int32Array.from({length: 12}, (_, i) => i % 4);
  const logits = await toyLogits(config, child, x, shape);
  const parents = await toyLogits(toyConfig, weights, x.map((token) => kept.tokens[token]), shape); // prettier-ignore
  const expected = Float32Array.from({length: 48}, (_, i) => parents[Math.floor(i / 4) * 17 + kept.tokens[i % 4]]);
  expect(difference(logits, expected)).toBeLessThan(2e-6);
});

test("a child's weights are those of its config, in file order, and the parent's stay as they are", () => {
  const weights = toyWeights(toyConfig);
  const before = new Map([...weights].map(([name, data]) => [name, data.slice()]));
  const child = childWeights(weights, toyConfig, some);
  const parameters = llamaParameters(childConfig(toyConfig, some));
  expect([...child.keys()]).toEqual(parameters.map(({name}) => name));
  for (const {name, shape: dims} of parameters) {
    expect(child.get(name), name).toHaveLength(dims.reduce((n, d) => n * d, 1));
  }
  for (const data of childWeights(weights, toyConfig, whole).values()) data.fill(0);
  expect(weights).toEqual(before);
});

test("layers that keep different numbers of parts, parts that are not there, and missing weights are named", () => {
  const weights = toyWeights(toyConfig);
  expect(() => childConfig(toyConfig, {...some, neurons: [[1], [1], [1, 2]]})).toThrow(
    "child: neurons by layer: 1, 1, 2; expected one number"
  );
  expect(() => childConfig(toyConfig, {...some, heads: [[1], [1]]})).toThrow("child: heads by layer: 1, 1");
  expect(() => childConfig(toyConfig, allParts(toyConfig, [0, 3], everyToken))).toThrow("child: layer 3 is outside [0, 3)"); // prettier-ignore
  expect(() => childConfig(toyConfig, {...whole, tokens: [0, 17]})).toThrow("child: token 17 is outside [0, 17)");
  expect(() => childConfig(toyConfig, {...whole, channels: [-1]})).toThrow("child: channel -1 is outside [0, 12)");
  expect(() => childConfig(toyConfig, {...some, heads: [[1], [2], [0]]})).toThrow("child: group of heads 2 is outside [0, 2)"); // prettier-ignore
  expect(() => childConfig(toyConfig, {...some, neurons: [[1], [2], [20]]})).toThrow("child: neuron 20 is outside [0, 20)"); // prettier-ignore
  weights.delete(layerNames(1).up);
  expect(() => childWeights(weights, toyConfig, whole)).toThrow(`child: the parent lacks ${layerNames(1).up}`);
});
