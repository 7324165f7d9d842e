import {expect, it} from "vitest";
import {replayData} from "../../loaders/lib/replayData.js";
import {recordedDrafter, replayLanes} from "../../src/figures/kit/replay.js";
import {answersOf, packChains} from "../../src/figures/replayData.js";
import {packOracle, unpackOracle} from "../../src/traces/index.js";
import type {OracleRecord, TraceLine} from "../../src/traces/index.js";

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
  {
    type: "recording",
    eos: [END],
    provenance,
    lossless: {runs: 3, tokens: 90, flips: []}
  } as unknown as TraceLine,
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

it("what it keeps replays step by step as the whole record does, with the look-up and with the recorded drafter", async () => {
  const data = replayData(lines, tokenizer, {prompts: {x: ["a", "c"]}, longest: 10, maxNewTokens: 12});
  const {layers, vocabSize, maxPositions} = data.model;
  const kept = data.samples.map((sample) => answersOf(sample, vocabSize));
  const whole = [lines[2], lines[4]].map((line) => unpackOracle(line as OracleRecord));
  for (const name of ["lookup", ...data.drafters]) {
    const [fromKept, fromWhole] = await Promise.all(
      [kept, whole].map((answers) => {
        const drafter = () => recordedDrafter({name, draftLength: 2, answers, vocabSize, maxPositions});
        return replayLanes({answers, layers, vocabSize, maxPositions, drafter, maxNewTokens: 12, eos: data.eos});
      })
    );
    fromKept.forEach(({steps}, lane) => {
      expect(steps.map(({counts}) => counts)).toEqual(fromWhole[lane].steps.map(({counts}) => counts));
      const written = steps.flatMap(({samples}) => samples[1].emitted);
      expect(written).toEqual(Array.from(whole[1].output.subarray(0, 12)));
    });
    if (name === "small") expect(fromKept[2].steps.length).toBeLessThan(fromKept[0].steps.length);
  }
  expect(data.samples[0].texts).toHaveLength(12);
});

it("chains keep where they end and how much of them is right", () => {
  const output = [1, 2, 3, 4];
  expect(packChains(2, [2, 3, 3, 9, -1, -1, 9, 9], output)).toEqual({
    depth: 2,
    right: [2, 1, 0, 0],
    lengths: [2, 2, 0, 2]
  });
  expect(packChains(1, [2, 3, 4, 5], output)).toEqual({depth: 1, right: [1, 1, 1, 0]});
});

it("refuses a trace without its head", () => {
  expect(() => replayData(lines.slice(1), tokenizer, {prompts: {}})).toThrow("no recording line");
});
