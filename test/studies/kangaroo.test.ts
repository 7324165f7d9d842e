// What is around the training of adapters: which there are, and how they are measured on held-out text.
import {expect, test} from "vitest";
import {adapterName, type AdapterConfig} from "../../src/nets/adapter/config.js";
import {trainedParameters} from "../../src/nets/adapter/train.js";
import {weightFeeds} from "../../src/training/feeds.js";
import {measureSession, recipeAdapters, startingWeights} from "../../studies/kangaroo/adapters.js";
import {measure, overDomains} from "../../studies/kangaroo/measure.js";
import {readRecipe, type AdapterRecipe} from "../../studies/recipe.js";
import {testCheckpoint, testConfig} from "../nets/testCheckpoint.js";
import {openDevice} from "../runtime/devices.js";
import type {Shard} from "../../src/training/sampling.js";

test("the recipe trains an adapter at each exit layer, the paper's other modules at one, and one alone on request", async () => {
  const recipe = await readRecipe<AdapterRecipe>("kangaroo");
  const names = recipeAdapters(recipe, 12).map(adapterName);
  const exits = ["exit-1", "exit-2", "exit-3", "exit-4", "exit-6", "exit-8"];
  expect(names).toEqual([...exits, "exit-2-own-head", "exit-2-layer", "exit-2-mlp", "medusa"]);
  expect(recipeAdapters(recipe, 12).at(-1)?.exitLayer).toBe(12);
  for (const exitLayer of [3, 5]) {
    expect(recipeAdapters(recipe, 12, `exit-${exitLayer}`)).toEqual([{architecture: "attention", exitLayer}]);
  }
  expect(recipeAdapters(recipe, 12, "exit-2-mlp")).toEqual([{architecture: "mlp", exitLayer: 2}]);
  expect(recipeAdapters(recipe, 12, "medusa")).toEqual([{architecture: "medusa", exitLayer: 12}]);
  expect(() => recipeAdapters(recipe, 12, "eagle")).toThrow("unknown adapter: eagle; there are exit-1, exit-2, exit-3");
});

test("means over held-out text do not depend on how it is cut into batches", async () => {
  const runtime = await openDevice("cpu");
  const target = await testCheckpoint(testConfig);
  const adapters: AdapterConfig[] = [
    {architecture: "attention", exitLayer: 1},
    {architecture: "medusa", exitLayer: 3}
  ];
  const weights = startingWeights(target, adapters, 1);
  const parameters = weightFeeds(trainedParameters(testConfig, adapters), weights);
  // rows of 8, 8, 2 and 6, 1 tokens: Medusa's third and fourth head have nothing to say about the short ones
  const text: Shard = {
    tokens: Uint16Array.from({length: 25}, (_, i) => (7 * i * i + 3 * i + 1) % 97),
    starts: Uint32Array.of(0, 18, 24, 25)
  };
  const results = [];
  for (const batch of [1, 3, 5]) {
    const shape = {batch, length: 8};
    const session = await measureSession(runtime, target, adapters, shape);
    const {"exit-1": exit, medusa} = await measure({session, adapters, shape, parameters, shards: {text}});
    results.push([exit.text, medusa.text].flatMap(({loss, acceptance, agreement}) => [...loss, ...acceptance, ...agreement])); // prettier-ignore
    await session.release();
  }
  expect(results[0]).toHaveLength(15);
  for (const found of results) expect(found).toEqual(results[0].map((value) => expect.closeTo(value, 4)));
});

test("a mean over domains goes by the shares of those that were measured", () => {
  const of = (loss: number) => ({loss: [loss], acceptance: [0], agreement: [0]});
  expect(overDomains({a: of(1), b: of(4)}, {a: 0.4, b: 0.2, c: 0.4}, "loss")).toBeCloseTo(2, 12);
});
