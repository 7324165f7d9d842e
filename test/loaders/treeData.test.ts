import {expect, it} from "vitest";
import {treeData} from "../../loaders/lib/treeData.js";
import type {TraceLine} from "../../src/traces/index.js";

const recording = {
  type: "recording",
  eos: [0],
  provenance: {command: "c"},
  lossless: {runs: 1, tokens: 2, flips: []},
  models: [
    {name: "toy", sha256: "ff", role: "target"},
    {name: "small", sha256: "ee", role: "draft"},
    {name: "exit-1", sha256: "dd", role: "adapter"}
  ]
};
const round = {
  type: "tree-round",
  prompt: "a",
  round: 1,
  options: {width: 2},
  before: [5, 6],
  nodes: {tokens: [1, 0], parents: [-1, 0], probabilities: [0.5, 0.25], levels: [1, 2], pruned: [0, 0]},
  levels: [
    {candidates: 1, leftOut: []},
    {candidates: 2, leftOut: [{token: 2, parent: 0, probability: 0.1}]}
  ],
  acceptedPath: [0, 1],
  emitted: [1, 0]
};
const tokenizer = {
  spans: (tokens: ArrayLike<number>) =>
    Array.from(tokens, (token) => ({token, text: `<${token}>`, bytes: new Uint8Array()}))
};

it("reads tokens as texts, an end token by its name", () => {
  const data = treeData([recording, round] as unknown as TraceLine[], tokenizer);
  expect(data.models.map(({name}) => name)).toEqual(["toy", "exit-1"]);
  const [{before, emitted, nodes, levels, prompt}] = data.rounds;
  expect([prompt, before, emitted]).toEqual(["a", ["<5>", "<6>"], ["<1>", "⟨end⟩"]]);
  expect(nodes).toEqual([
    {text: "<1>", parent: -1, probability: 0.5, level: 1, pruned: 0},
    {text: "⟨end⟩", parent: 0, probability: 0.25, level: 2, pruned: 0}
  ]);
  expect(levels[1].leftOut).toEqual([{text: "<2>", parent: 0, probability: 0.1}]);
});

it("of a trace without its head is an error", () => {
  expect(() => treeData([round] as unknown as TraceLine[], tokenizer)).toThrow("no recording line");
});
