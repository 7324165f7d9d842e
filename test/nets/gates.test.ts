// @vitest-environment node
import {expect, test} from "vitest";
import {gateNames, gateParameters} from "../../src/nets/llama/gates.js";
import {layerNames} from "../../src/nets/llama/parameters.js";
import {toyBatch, toyConfig, toyGates, toyLogits, toyWeights} from "./toyNetwork.js";

const shape = {batch: 2, length: 6};
const weights = toyWeights(toyConfig);
const {x} = toyBatch(toyConfig, shape);
const closeTo = (expected: Float32Array): unknown => [...expected].map((value) => expect.closeTo(value, 4) as number);

test("there is a gate for every channel, group of heads and neuron", () => {
  const shapes = Object.fromEntries(gateParameters(toyConfig).map(({name, shape: [n]}) => [name, n]));
  expect(Object.keys(shapes)).toHaveLength(1 + 2 * toyConfig.layers);
  expect(shapes[gateNames.channels]).toBe(12);
  expect(shapes[gateNames.heads(2)]).toBe(2);
  expect(shapes[gateNames.neurons(0)]).toBe(20);
});

test.each([true, false])("gates of 1 change nothing, tied head: %s", async (tiedHead) => {
  const config = {...toyConfig, tiedHead};
  const own = toyWeights(config);
  const open = await toyLogits(
    config,
    own,
    x,
    shape,
    toyGates(config, () => 1)
  );
  expect([...open]).toEqual(closeTo(await toyLogits(config, own, x, shape)));
});

test("a neuron's gate is worth scaling its column of the down projection", async () => {
  const gates = toyGates(toyConfig, (name, i) => (name === gateNames.neurons(1) && i === 7 ? 0.3 : 1));
  const {down} = layerNames(1);
  const scaled = new Map(weights).set(
    down,
    weights.get(down)!.map((w, i) => (i % 20 === 7 ? 0.3 * w : w))
  );
  expect([...(await toyLogits(toyConfig, weights, x, shape, gates))]).toEqual(closeTo(await toyLogits(toyConfig, scaled, x, shape))); // prettier-ignore
});

test("a gate of heads is worth scaling the columns of all heads that share its keys", async () => {
  const gates = toyGates(toyConfig, (name, i) => (name === gateNames.heads(0) && i === 1 ? 0.3 : 1));
  const {output} = layerNames(0);
  // two query heads of width 4 to a group: columns 8 … 15
  const scaled = new Map(weights).set(
    output,
    weights.get(output)!.map((w, i) => (i % 16 >= 8 ? 0.3 * w : w))
  );
  expect([...(await toyLogits(toyConfig, weights, x, shape, gates))]).toEqual(closeTo(await toyLogits(toyConfig, scaled, x, shape))); // prettier-ignore
});

test("with a channel's gate at 0 nothing depends on what it read, wrote, or was embedded as", async () => {
  const gates = toyGates(toyConfig, (name, i) => (name === gateNames.channels && i === 5 ? 0 : 1));
  const spoiled = new Map(weights);
  const spoil = (name: string, at: (i: number) => boolean): void => {
    spoiled.set(name, weights.get(name)!.map((w, i) => (at(i) ? w + 3 : w))); // prettier-ignore
  };
  spoil("model.embed_tokens.weight", (i) => i % 12 === 5);
  for (let layer = 0; layer < toyConfig.layers; layer++) {
    const names = layerNames(layer);
    for (const name of [names.query, names.key, names.value, names.gate, names.up]) spoil(name, (i) => i % 12 === 5);
    for (const name of [names.inputNorm, names.postNorm]) spoil(name, (i) => i === 5);
    spoil(names.output, (i) => Math.floor(i / 16) === 5);
    spoil(names.down, (i) => Math.floor(i / 20) === 5);
  }
  const expected = await toyLogits(toyConfig, weights, x, shape, gates);
  expect([...(await toyLogits(toyConfig, spoiled, x, shape, gates))]).toEqual(closeTo(expected));
  expect([...(await toyLogits(toyConfig, weights, x, shape))]).not.toEqual(closeTo(expected));
});
