import {describe, expect, it} from "vitest";
import {forestData} from "../../loaders/lib/forestData.js";
import {recordedForest} from "../../loaders/lib/recordedForest.js";
import {forestAnswers, forestWords} from "../../src/figures/forestData.js";
import {packOracle} from "../../src/traces/index.js";
import type {Chains, TraceLine} from "../../src/traces/index.js";

const recording = {
  type: "recording",
  eos: [0],
  setting: {maxNewTokens: 4},
  provenance: {command: "c"},
  lossless: {runs: 3, tokens: 5, flips: []},
  models: [{name: "toy", sha256: "ff", role: "target"}]
};
const shape = {
  type: "oracle-model",
  name: "toy",
  sha256: "ff",
  layers: 4,
  vocabSize: 10,
  maxPositions: 64,
  drafters: {
    small: {sha256: "ee", maxPositions: 64},
    "exit-2": {sha256: "dd", maxPositions: 64, exitLayer: 2},
    "exit-1": {sha256: "cc", maxPositions: 64, exitLayer: 1},
    "exit-2-mlp": {sha256: "bb", maxPositions: 64, exitLayer: 2}
  }
};
const chain = (depth: number, tokens: number[]): Chains => ({
  depth,
  tokens: Int32Array.from(tokens),
  confidence: Uint16Array.from(tokens, (token) => 100 * (token + 1))
});
const oracle = (id: string, prompt: number[], output: number[], chains: Record<string, Chains>): TraceLine =>
  packOracle({id, prompt: Int32Array.from(prompt), output: Int32Array.from(output), chains});
const chains = {
  small: chain(1, [9, 9, 9]),
  "exit-2": chain(2, [2, 8, 0, -1, -1, -1]),
  "exit-1": chain(2, [3, 1, 0, -1, 7, 7]),
  "exit-2-mlp": chain(1, [9, 9, 9]),
  "layer-3": chain(1, [2, 6, 9]),
  "layer-1": chain(1, [4, 4, 9])
};
const lines = [
  recording,
  shape,
  oracle("a", [5, 6], [1, 2, 0], chains),
  oracle("long", [5, 6, 5, 6], [1], {"exit-1": chain(2, [3, 3])}),
  oracle("b", [5], [4, 1], {"exit-1": chain(2, [3, 1, 0, -1])})
] as unknown as TraceLine[];
const tokenizer = {
  spans: (tokens: ArrayLike<number>) =>
    Array.from(tokens, (token) => ({token, text: `<${token}>`, bytes: new Uint8Array()}))
};
const prompts = {x: ["a", "missing", "long", "b"]};

describe("forestData", () => {
  it("keeps a domain's prompts in their order, as text, an end token as none", () => {
    const {texts} = forestData(lines, tokenizer, {prompts});
    expect(texts.map(({id, domain}) => [id, domain])).toEqual([
      ["a", "x"],
      ["long", "x"],
      ["b", "x"]
    ]);
    expect(texts[0]).toMatchObject({promptText: "<5><6>", output: [1, 2, 0], texts: ["<1>", "<2>", ""]});
  });

  it("keeps early exits behind the paper's adapter and what layers say, unless told otherwise", () => {
    const {exits, probes, texts} = forestData(lines, tokenizer, {prompts});
    expect(exits).toEqual([
      {name: "exit-1", layer: 1, sha256: "cc"},
      {name: "exit-2", layer: 2, sha256: "dd"}
    ]);
    expect(probes).toEqual([1, 3]);
    expect(Object.keys(texts[0].chains)).toEqual(["exit-2", "exit-1", "layer-3", "layer-1"]);
    const few = forestData(lines, tokenizer, {prompts, keep: (name) => name === "exit-2-mlp"});
    expect(few.exits).toEqual([{name: "exit-2-mlp", layer: 2, sha256: "bb"}]);
    expect(few.probes).toEqual([]);
  });

  it("cuts outputs and chains to the tokens that are shown, never beyond what was recorded", () => {
    const {texts, maxNewTokens} = forestData(lines, tokenizer, {prompts, maxNewTokens: 2});
    expect(maxNewTokens).toBe(2);
    const {output, chains: cut} = forestAnswers(texts[0]);
    expect(Array.from(output)).toEqual([1, 2]);
    expect(Array.from(cut["exit-1"].tokens)).toEqual([3, 1, 0, -1]);
    expect(Array.from(cut["exit-1"].confidence)).toEqual([400, 200, 100, 0]);
    expect(Array.from(cut["layer-3"].tokens)).toEqual([2, 6]);
    expect(forestData(lines, tokenizer, {prompts}).maxNewTokens).toBe(4);
  });

  it("leaves out long prompts before it counts, and knows each token that a chain holds", () => {
    const data = forestData(lines, tokenizer, {prompts, longest: 2, perDomain: 2, maxNewTokens: 2});
    expect(data.texts.map(({id}) => id)).toEqual(["a", "b"]);
    // written are 1, 2 and 4
    expect(Object.keys(data.words).map(Number)).toEqual([0, 3, 6, 8]);
    const word = forestWords(data);
    expect([8, 2, 4, 9].map(word)).toEqual(["<8>", "<2>", "<4>", ""]);
  });

  it("of a trace without its head is an error, and of prompts without records empty", () => {
    expect(() => forestData(lines.slice(1), tokenizer, {prompts})).toThrow("no recording line");
    expect(forestData(lines, tokenizer, {prompts: {x: ["missing"]}}).texts).toEqual([]);
  });
});

describe("recordedForest", () => {
  it("has test prompts of every domain that is asked for, none of them twice", () => {
    const data = recordedForest(["dialogue", "edit", "stories", "math", "books"], {perDomain: 3})!;
    const ids = data.texts.map(({id}) => id);
    expect(ids).toHaveLength(15);
    expect(new Set(ids).size).toBe(15);
    expect(ids.every((id) => Number(/\d+$/.exec(id)) % 2 === 0)).toBe(true);
    expect(data.probes).toEqual(Array.from({length: data.model.layers - 1}, (_, i) => i + 1));
    for (const text of data.texts) {
      expect(text.texts).toHaveLength(text.output.length);
      const {depth, tokens} = forestAnswers(text).chains["exit-4"];
      // behind an output's end nothing is drafted
      expect(tokens.length / depth).toBeGreaterThanOrEqual(text.output.length - 1);
      expect(tokens.length / depth).toBeLessThanOrEqual(text.output.length);
    }
    expect(recordedForest([])).toBeNull();
  });
});
