import {expect, it} from "vitest";
import {batchData} from "../../loaders/lib/batchData.js";
import {countsTable} from "../../loaders/lib/countsTable.js";
import {batchAnswers, wordOf} from "../../src/figures/batchData.js";
import {packOracle} from "../../src/traces/index.js";
import type {TraceLine} from "../../src/traces/index.js";

const provenance = {
  command: "npm run record",
  commit: "c",
  device: "d",
  provider: "cpu",
  runtime: "r",
  date: "2026-11-23"
};
const lossless = {runs: 2, tokens: 3, flips: []};
const models = [{name: "toy", sha256: "ff", role: "target"}];
const oracle = (id: string, prompt: number[], output: number[], tokens: number[]): TraceLine =>
  packOracle({
    id,
    prompt: Int32Array.from(prompt),
    output: Int32Array.from(output),
    chains: {small: {depth: 2, tokens: Int32Array.from(tokens), confidence: new Uint16Array(tokens.length)}}
  });
const lines = [
  {type: "recording", eos: [0], provenance, lossless, models} as unknown as TraceLine,
  {
    type: "oracle-model",
    name: "toy",
    sha256: "ff",
    layers: 2,
    vocabSize: 10,
    maxPositions: 64,
    drafters: {small: {sha256: "ee", maxPositions: 64}}
  } satisfies TraceLine,
  oracle("a", [5, 6], [1, 2, 3, 0], [2, 8, 9, 9, 0, -1, 7, 7]),
  oracle("b", [5], [4, 0], [0, 1, 2, 2])
];
const tokenizer = {
  spans: (tokens: ArrayLike<number>) =>
    Array.from(tokens, (token) => ({token, text: `<${token}>`, bytes: new Uint8Array()}))
};

it("keeps a domain's prompts with their text, and the first wrong token of every chain", () => {
  const data = batchData(lines, tokenizer, {domain: "x", prompts: ["a", "missing", "b"], maxNewTokens: 3});
  expect(data.samples.map(({id}) => id)).toEqual(["a", "b"]);
  const [{promptText, texts, chains, wrong}] = data.samples;
  expect(promptText).toBe("<5><6>");
  expect(texts).toEqual(["<1>", "<2>", "<3>"]);
  expect(chains.small.right).toEqual([1, 0, 1, 0]);
  expect(wrong.small).toEqual([8, 9, -1, 7]);
});

it("keeps the text of every token that may be drafted, once", () => {
  const data = batchData(lines, tokenizer, {domain: "x", prompts: ["a"], maxNewTokens: 3});
  expect(Object.keys(data.words).map(Number)).toEqual([5, 6, 7, 8, 9]);
  const word = wordOf(data);
  expect([word(8), word(2), word(99)]).toEqual(["<8>", "<2>", ""]);
});

it("answers with the drafter's own wrong token where the record had one", () => {
  const {samples, model} = batchData(lines, tokenizer, {domain: "x", prompts: ["a"]});
  const {tokens} = batchAnswers(samples[0], model.vocabSize).chains.small;
  expect(Array.from(tokens.subarray(0, 3))).toEqual([2, 8, 9]);
  expect(tokens[5]).toBe(-1);
});

it("of a domain without records is empty, and of a trace without its head an error", () => {
  expect(batchData(lines, tokenizer, {domain: "x", prompts: ["missing"]}).samples).toEqual([]);
  expect(() => batchData(lines.slice(1), tokenizer, {domain: "x", prompts: []})).toThrow("no recording line");
});

it("counters: only modes that pad or unpad, only the project's prompts, with the drafter's length", () => {
  const totals = {samples: 2, tokens: 9, rows: 8, padRows: 1, slotsUsed: 7, histogram: [1]};
  const line = (mode: string, texts: string, options: object): TraceLine =>
    ({
      type: "counts",
      mode,
      drafter: "lookup",
      options,
      batchSize: 2,
      texts,
      domain: "x",
      totals
    }) as unknown as TraceLine;
  const found = countsTable([
    lines[0],
    line("vanilla", "prompts", {checkLength: 2, copyLength: 7}),
    line("ems-sd", "prompts", {draftLength: 4, threshold: 0}),
    line("ems-sd", "held-out", {copyLength: 7}),
    line("vanilla-as-released", "prompts", {copyLength: 7}),
    line("greedy", "prompts", {})
  ]);
  expect(found?.rows.map(({mode, draftLength, rows}) => [mode, draftLength, rows])).toEqual([
    ["vanilla", 7, 8],
    ["ems-sd", 4, 8]
  ]);
  expect(found?.lossless).toEqual({runs: 2, tokens: 3, flips: 0});
  expect(countsTable([])).toBeUndefined();
});
