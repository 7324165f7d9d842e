// A draft forest made by hand: three texts of ten tokens and their end token, and two exit layers that draft four tokens
// from every position. Text i is drafted rightly but for every (i + 2)nd token, where the exit is unsure.
import type {ForestData, ForestText} from "../../src/figures/forestData.js";
import {packIntegers} from "../../src/traces/packed.js";

const END = 0;
const DEPTH = 4;
const WRONG = 13;

function chain(output: readonly number[], every: number): ForestText["chains"][string] {
  const places = output.flatMap((_, i) => Array.from({length: DEPTH}, (__, k) => i + 1 + k));
  const isWrong = (place: number): boolean => place % every === 0;
  return {
    depth: DEPTH,
    tokens: packIntegers(places.map((at) => (at >= output.length ? 0 : isWrong(at) ? WRONG + 1 : output[at] + 1))),
    confidence: packIntegers(places.map((at) => (at >= output.length ? 0 : isWrong(at) ? 20_000 : 60_000)))
  };
}

export function smallForest(): ForestData {
  const texts = [0, 1, 2].map((i): ForestText => {
    const output = [...Array.from({length: 10}, (_, k) => 1 + ((k + i) % 9)), END];
    return {
      id: `toy-0${i + 1}`,
      domain: "toy",
      prompt: [10, 11, 12].slice(0, 1 + i),
      promptText: "<b>",
      output,
      texts: output.map((token) => (token === END ? "" : ` ${token}`)),
      chains: {"exit-1": chain(output, 2), "exit-2": chain(output, i + 2)}
    };
  });
  const sha256 = "f".repeat(64);
  return {
    model: {name: "toy", sha256, layers: 3, vocabSize: 16, maxPositions: 64},
    exits: [1, 2].map((layer) => ({name: `exit-${layer}`, layer, sha256})),
    probes: [],
    eos: [END],
    maxNewTokens: 11,
    texts,
    words: {[WRONG]: " wrong"},
    provenance: {command: "none", commit: "c", device: "d", provider: "cpu", runtime: "r", date: "2026-11-26"}
  };
}
