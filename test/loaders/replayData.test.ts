import {expect, it} from "vitest";
import {replayData} from "../../loaders/lib/replayData.js";
import {recordedDrafter, replayLanes} from "../../src/figures/kit/replay.js";
import {answersOf} from "../../src/figures/replayData.js";
import {packOracle} from "../../src/traces/index.js";
import type {TraceLine} from "../../src/traces/index.js";

const END = 0;
const chains = (length: number) => ({
  depth: 2,
  tokens: Int32Array.from({length: 2 * length}, (_, i) => (i % 2 ? 7 : 1 + ((i / 2 + 1) % 9))),
  confidence: new Uint16Array(2 * length).fill(9)
});
const oracle = (id: string, prompt: number, output: number): TraceLine =>
  packOracle({
    id,
    prompt: new Int32Array(prompt).fill(5),
    output: Int32Array.from({length: output}, (_, i) => 1 + (i % 9)),
    chains: {small: chains(output)}
  });
const provenance = {
  command: "npm run record",
  commit: "c",
  device: "d",
  provider: "cpu",
  runtime: "r",
  date: "2026-11-23"
};
const lines = [
  {type: "recording", eos: [END], provenance} as unknown as TraceLine,
  {
    type: "oracle-model",
    name: "toy",
    sha256: "ff",
    layers: 2,
    vocabSize: 10,
    maxPositions: 64,
    drafters: {small: {sha256: "ee", maxPositions: 64}}
  } satisfies TraceLine,
  oracle("a", 4, 30),
  oracle("b", 40, 30),
  oracle("c", 3, 30)
];
const tokenizer = {
  spans: (tokens: ArrayLike<number>) =>
    Array.from(tokens, (token) => ({token, text: `<${token}>`, bytes: new Uint8Array()}))
};

it("keeps the first prompts that are short enough, in the order of choice", () => {
  const data = replayData(lines, tokenizer, {prompts: {x: ["c", "b", "missing", "a"]}, longest: 10, maxNewTokens: 12});
  expect(data.samples.map(({id}) => id)).toEqual(["c", "a"]);
  expect(replayData(lines, tokenizer, {prompts: {x: ["c", "a"]}, perDomain: 1}).samples).toHaveLength(1);
});

it("what it keeps replays as long as it says, with the look-up and with the recorded drafter", async () => {
  const data = replayData(lines, tokenizer, {prompts: {x: ["a", "c"]}, longest: 10, maxNewTokens: 12});
  const answers = data.samples.map(answersOf);
  const {layers, vocabSize, maxPositions} = data.model;
  for (const name of ["lookup", ...data.drafters]) {
    const drafter = () => recordedDrafter({name, draftLength: 2, answers, vocabSize, maxPositions});
    const options = {answers, layers, vocabSize, maxPositions, drafter, maxNewTokens: 12, eos: data.eos};
    const lanes = await replayLanes(options);
    for (const {steps} of lanes) {
      const written = steps.flatMap(({samples}) => samples[1].emitted);
      expect(written).toEqual(Array.from(answers[1].output.subarray(0, 12)));
    }
    if (name === "small") expect(lanes[2].steps.length).toBeLessThan(lanes[0].steps.length);
  }
  expect(data.samples[0].texts).toHaveLength(12);
});

it("refuses a trace without its head", () => {
  expect(() => replayData(lines.slice(1), tokenizer, {prompts: {}})).toThrow("no recording line");
});
