// A few samples of the committed recording, cut short, for tests of figures that replay batches.
import {readFileSync} from "node:fs";
import {batchData} from "../../loaders/lib/batchData.js";
import {countsTable} from "../../loaders/lib/countsTable.js";
import {recordingFolder} from "../../loaders/lib/recordingFolder.js";
import type {BatchData, BatchSample} from "../../src/figures/batchData.js";
import type {CountsData} from "../../src/figures/countsData.js";
import {openTokenizer} from "../../src/runtime/tokenizer.js";
import {traceLines} from "../../loaders/lib/traceLines.js";
import type {TraceLine} from "../../src/traces/index.js";

const trace = (name: string): TraceLine[] => traceLines(`${recordingFolder(`${name}.jsonl`)}/${name}.jsonl`);

/** The first `most` test prompts of a domain. */
export function recordedBatch(domain: string, most: number, maxNewTokens: number): BatchData {
  const lines = trace("oracle");
  const model = lines.find((line) => line.type === "oracle-model")?.name ?? "";
  const tokenizer = openTokenizer({tokenizer: JSON.parse(readFileSync(`data/models/${model}/tokenizer.json`, "utf8"))});
  const {prompts} = JSON.parse(readFileSync(`data/prompts/${domain}.json`, "utf8")) as {
    prompts: {id: string; split: string}[];
  };
  const test = prompts.filter(({split}) => split === "test").map(({id}) => id);
  return batchData(lines, tokenizer, {domain, prompts: test, most, maxNewTokens});
}

export const recordedCounts = (): CountsData | undefined => countsTable(trace("counts"));

const END = 0;

/**
 * Made up: sample i writes `lengths[i]` tokens and then its end token. Its drafter is right `right[i]` times in a row, then
 * wrong once: wherever the place in the output is a multiple of right + 1.
 */
export function smallBatch(lengths: readonly number[], right: readonly number[] = lengths.map(() => 0)): BatchData {
  const samples = lengths.map((length, i): BatchSample => {
    const output = [...Array.from({length}, (_, k) => 1 + (k % 9)), END];
    return {
      id: `toy-0${i + 1}`,
      domain: "toy",
      prompt: [10, 11, 12].slice(0, 1 + (i % 3)),
      promptText: "<b>",
      output,
      texts: output.map((token) => (token === END ? "" : ` ${token}`)),
      chains: {
        small: {depth: 4, right: output.map((_, k) => Math.min(right[i] - (k % (right[i] + 1)), length - k, 4))}
      },
      wrong: {small: output.map(() => 13)}
    };
  });
  const sha256 = "f".repeat(64);
  return {
    model: {name: "toy", sha256, layers: 1, vocabSize: 16, maxPositions: 64},
    drafters: ["small"],
    eos: [END],
    maxNewTokens: 32,
    domain: "toy",
    samples,
    words: {10: "x", 11: "y", 12: "z", 13: " wrong"},
    provenance: {command: "none", commit: "c", device: "d", provider: "cpu", runtime: "r", date: "2026-11-23"}
  };
}
