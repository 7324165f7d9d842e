// What the worker of early exits does, without a page: every method writes what greedy decoding writes.
import {beforeAll, describe, expect, it} from "vitest";
import {outputs} from "../../src/decoding/collect.js";
import {methods, partsOf} from "../../src/live/kangarooMethods.js";
import {methodDrafter} from "../../src/live/methodDrafter.js";
import {runMethods} from "../../src/live/runMethods.js";
import {EXIT_LAYER, toyParts} from "./toyParts.js";
import {toyTokenizer} from "./toyTokenizer.js";
import type {MethodStep} from "../../src/live/kangarooMessages.js";
import type {Method} from "../../src/live/kangarooMethods.js";

const settings = {exitLayer: EXIT_LAYER, draftLength: 3, threshold: 0, width: 3, treeThreshold: 0};
const texts = ["abcabcabc", "hello"];
let toy: Awaited<ReturnType<typeof toyParts>>;
beforeAll(async () => {
  toy = await toyParts();
});

async function run(chosen: readonly Method[], own = texts): Promise<MethodStep[]> {
  const {model, parts} = toy;
  const steps: MethodStep[] = [];
  const request = {texts: own, methods: chosen, settings, maxNewTokens: 12};
  for await (const step of runMethods(request, {model, parts, tokenizer: toyTokenizer})) steps.push(step);
  return steps;
}

describe("runMethods", () => {
  it("runs the methods in turn, each from its prefill on, and each writes the greedy text", async () => {
    const steps = await run(methods);
    expect([...new Set(steps.map(({method}) => method))]).toEqual(methods);
    const of = (method: Method) => steps.filter((step) => step.method === method);
    const greedy = outputs(of("greedy").map(({record}) => record));
    for (const method of methods) {
      const own = of(method);
      expect(own[0].record.step, method).toBe(0);
      expect(outputs(own.map(({record}) => record)), method).toEqual(greedy);
      const text = texts.map((_, i) => own.map(({added}) => added[i].join("")).join(""));
      expect(text, method).toEqual(greedy.map((tokens) => toyTokenizer.decode(tokens)));
    }
  });

  it("says which drafts of a chain were rejected, and leaves a tree's out", async () => {
    for (const {method, record, rejected} of await run(["draft-model", "kangaroo", "tree"])) {
      record.samples.forEach(({drafted, accepted}, i) => {
        const dropped = method === "tree" ? [] : drafted.slice(accepted);
        expect(rejected[i].join("")).toBe(toyTokenizer.decode(dropped));
      });
    }
  });

  it("names the row that has no text, or too much", async () => {
    await expect(run(["greedy"], ["a", ""])).rejects.toThrow("row 2 is empty");
    await expect(run(["greedy"], ["a".repeat(2000)])).rejects.toThrow("row 1 is too long");
  });
});

describe("methods", () => {
  it("need an adapter of the chosen exit layer, Medusa's heads, or nothing", () => {
    expect(partsOf(["greedy", "lookup", "early-exit"], {exitLayer: 4})).toEqual([]);
    expect(partsOf(methods, {exitLayer: 4})).toEqual(["exit-4", "medusa"]);
  });

  it("without what they need are refused", () => {
    expect(() => methodDrafter("kangaroo", settings, {})).toThrow("exit-2 is not loaded");
    expect(() => methodDrafter("medusa", settings, {})).toThrow("medusa is not loaded");
    expect(() => methodDrafter("draft-model", settings, {})).toThrow("joey-draft is not loaded");
  });

  it("of Medusa drafts no more tokens than it has heads", () => {
    const {heads} = toy.parts;
    expect(methodDrafter("medusa", {...settings, draftLength: 8}, {heads})?.draftLength).toBe(4);
  });
});
