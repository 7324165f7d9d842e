// The map of exits against the network read directly.
import {beforeAll, describe, expect, it} from "vitest";
import {collect, decode, exitChoices} from "../../src/decoding/index.js";
import {exitMap} from "../../src/live/exitMap.js";
import {firstRight} from "../../src/traces/exitMap.js";
import {reference} from "../nets/reference.js";
import {parametersOf, testCheckpoint, testConfig} from "../nets/testCheckpoint.js";
import {EXIT_LAYER, toyParts} from "./toyParts.js";
import {toyTokenizer} from "./toyTokenizer.js";
import type {ExitMap} from "../../src/traces/exitMap.js";

let toy: Awaited<ReturnType<typeof toyParts>>;
beforeAll(async () => {
  toy = await toyParts();
});

const mapOf = (probe: string, maxNewTokens = 0): Promise<ExitMap> =>
  exitMap({probe, maxNewTokens}, {model: toy.model, adapters: [toy.parts.adapter], tokenizer: toyTokenizer});

describe("exitMap", () => {
  it("has an answer at every layer but the last, and one more where there is an adapter", async () => {
    const {layers, exits, first, places} = await mapOf("hello");
    expect(layers).toBe(testConfig.layers);
    expect(exits).toEqual([
      {layer: 1, adapter: false},
      {layer: 2, adapter: false},
      {layer: EXIT_LAYER, adapter: true}
    ]);
    expect([first, ...places.map(({text}) => text)].join("")).toBe("hello");
    for (const {answers} of places) expect(answers).toHaveLength(exits.length);
  });

  it("says at every place what all layers say there, and how sure they are", async () => {
    const probe = "abcabc";
    const {places} = await mapOf(probe);
    const weights = parametersOf(await testCheckpoint(testConfig));
    const {logits} = reference(testConfig, weights, Array.from(toyTokenizer.encode(probe)));
    places.forEach(({target}, i) => {
      const top = Math.max(...logits[i]);
      expect(target.token).toBe(logits[i].indexOf(top));
      const total = logits[i].reduce((sum, logit) => sum + Math.exp(logit - top), 0);
      expect(target.confidence).toBeCloseTo(1 / total, 4);
      expect(target.right).toBe(target.text === probe[i + 1]);
    });
  });

  it("reads exits as exitChoices does, and calls right what all layers choose", async () => {
    const {places, exits} = await mapOf("hello");
    const output = toyTokenizer.encode("hello");
    const [chains] = await exitChoices(toy.model, [{prompt: [], output}].map(asAnswers), [1, 2]);
    places.forEach(({answers, target}, i) => {
      expect(answers.slice(0, 2).map(({token}) => token)).toEqual(chains.map(({tokens}) => tokens[i]));
      for (const {token, right} of answers) expect(right).toBe(token === target.token);
      const at = firstRight(exits, {answers}, false);
      expect(at).toBe(answers.slice(0, 2).findIndex(({right}) => right));
    });
  });

  it("goes on with what the network writes, and marks it", async () => {
    const {places} = await mapOf("hello", 6);
    const prompts = [toyTokenizer.encode("hello")];
    const greedy = await collect(decode({model: toy.model, mode: "greedy", prompts, maxNewTokens: 6}));
    expect(places.map(({written}) => written)).toEqual([...Array<boolean>(4).fill(false), ...Array<boolean>(6).fill(true)]); // prettier-ignore
    const written = places.filter((place) => place.written);
    expect(written.map(({text}) => text).join("")).toBe(toyTokenizer.decode(greedy.outputs[0]));
    for (const {target} of written) expect(target.right).toBe(true);
  });

  it("refuses an empty text", async () => {
    await expect(mapOf("")).rejects.toThrow("row 1 is empty");
  });
});

const asAnswers = ({output}: {prompt: number[]; output: Int32Array}) => ({prompt: new Int32Array(0), output});
