// @vitest-environment node
import {expect, test} from "vitest";
import {gateNames, gateParameters} from "../../src/nets/llama/gates.js";
import {embeddingName, layerNames, llamaParameters} from "../../src/nets/llama/parameters.js";
import {keepMostImportant, overlap, weightNorms} from "../../src/training/inherit/importance.js";
import {toyWeights} from "../nets/toyNetwork.js";
import type {LlamaConfig} from "../../src/nets/llama/config.js";

/** Two channels, two groups of one head of width 2, three neurons, one layer, two tokens. */
const config: LlamaConfig = {
  hiddenSize: 2,
  layers: 1,
  heads: 2,
  kvHeads: 2,
  headDim: 2,
  intermediateSize: 3,
  vocabSize: 2,
  rmsNormEps: 1e-5,
  ropeTheta: 10000,
  tiedHead: true,
  maxPositions: 8,
  eosTokens: []
};
const names = layerNames(0);
const byHand = new Map<string, number[]>([
  [embeddingName, [1, -2, 3, 0]],
  [names.inputNorm, [9, 9]],
  [names.query, [1, 0, 0, -1, 2, 0, 0, 2]],
  [names.key, [1, 1, 0, 0, 0, 0, -3, 0]],
  [names.value, [0, 0, 0, 0, 0, 1, 0, 0]],
  [names.output, [1, 0, 0, -4, 0, 0, 2, 0]],
  [names.postNorm, [9, 9]],
  [names.gate, [1, 0, 0, 0, 0, -2]],
  [names.up, [0, 1, 0, 0, 1, 1]],
  [names.down, [5, 0, 0, 0, 0, -1]],
  ["model.norm.weight", [9, 9]]
]);
const weights = new Map([...byHand].map(([name, numbers]) => [name, Float32Array.from(numbers)]));

test("L1 sums the absolute weights that write or read a part, as counted by hand", () => {
  const scores = weightNorms(weights, config, 1);
  // embedding 4 | 2; query 3 | 3; key 4 | 1; value 0 | 1; gate 1 | 2; up 1 | 2; rows of output 5 | 2, of down 5 | 1
  expect([...scores.get(gateNames.channels)!]).toEqual([23, 14]);
  // query rows 2 | 4; key 2 | 3; value 0 | 1; columns of output 1 | 6
  expect([...scores.get(gateNames.heads(0))!]).toEqual([5, 14]);
  // gate rows 1 | 0 | 2; up 1 | 0 | 2; columns of down 5 | 0 | 1
  expect([...scores.get(gateNames.neurons(0))!]).toEqual([7, 0, 5]);
});

test("L2 takes the root of the sum of squares", () => {
  const scores = weightNorms(weights, config, 2);
  expect([...scores.get(gateNames.neurons(0))!]).toEqual([27, 0, 7].map((sum) => expect.closeTo(Math.sqrt(sum), 5) as number)); // prettier-ignore
  // query 2 | 8; key 2 | 9; value 0 | 1; output 1 | 20
  expect([...scores.get(gateNames.heads(0))!]).toEqual([5, 38].map((sum) => expect.closeTo(Math.sqrt(sum), 5) as number)); // prettier-ignore
});

test("there is a score for every gate, heads that share keys have one, and a head of its own counts too", () => {
  const grouped = {...config, heads: 4, tiedHead: false, layers: 2};
  const own = toyWeights(grouped);
  const scores = weightNorms(own, grouped, 1);
  expect(new Map([...scores].map(([name, {length}]) => [name, length]))).toEqual(
    new Map(gateParameters(grouped).map(({name, shape: [length]}) => [name, length]))
  );
  const more = new Map(own).set("lm_head.weight", own.get("lm_head.weight")!.map((w, i) => (i % 2 === 0 ? w + 10 : w))); // prettier-ignore
  const raised = weightNorms(more, grouped, 1).get(gateNames.channels)!;
  expect(raised[0]).toBeGreaterThan(scores.get(gateNames.channels)![0] + 10);
  expect(raised[1]).toBe(scores.get(gateNames.channels)![1]);
  // all weights but those of norms are counted once among the channels
  const total = llamaParameters(grouped)
    .filter(({shape}) => shape.length > 1)
    .reduce((sum, {name}) => sum + own.get(name)!.reduce((a, b) => a + Math.abs(b), 0), 0);
  const channels = scores.get(gateNames.channels)!;
  expect(channels[0] + channels[1]).toBeCloseTo(total, 3);
});

test("missing weights are named", () => {
  const fewer = new Map(weights);
  fewer.delete(names.down);
  expect(() => weightNorms(fewer, config, 1)).toThrow(`importance: weights lack ${names.down}`);
});

test("the most important parts are kept in rising order; of equal ones the first", () => {
  const scores = new Map([
    [gateNames.channels, Float32Array.of(1, 5, 5, 0)],
    [gateNames.heads(0), Float32Array.of(-2, -1)],
    [gateNames.neurons(0), Float32Array.of(3, 3, 3)]
  ]);
  const stay = {layers: [0], tokens: [0, 1]};
  expect(keepMostImportant(scores, {channels: 3, kvHeads: 1, neurons: 2}, stay)).toEqual({
    ...stay,
    channels: [0, 1, 2],
    heads: [[1]],
    neurons: [[0, 1]]
  });
  expect(() => keepMostImportant(scores, {channels: 5, kvHeads: 1, neurons: 1}, stay)).toThrow(
    `${gateNames.channels}: 5 are asked for; there are 4`
  );
  expect(() => keepMostImportant(scores, {channels: 1, kvHeads: 1, neurons: 1}, {...stay, layers: [0, 1]})).toThrow(
    `importance: no scores of ${gateNames.heads(1)}`
  );
});

test("overlap is the share of the first that the second holds too", () => {
  expect(overlap([1, 2, 3, 4], [2, 4, 6])).toBe(0.5);
  expect(overlap([1], [2])).toBe(0);
});
