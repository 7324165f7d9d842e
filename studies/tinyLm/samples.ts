// A few words of what a network of the studies writes, from beginnings of our own.
import {Graph} from "../../src/onnx/index.js";
import {llamaParameters} from "../../src/nets/llama/parameters.js";
import {sequenceLogits} from "../../src/nets/llama/sequence.js";
import {random} from "../../src/training/random.js";
import {parameterInputs} from "../../src/training/step.js";
import type {LlamaConfig} from "../../src/nets/llama/config.js";
import type {Runtime} from "../../src/runtime/runtime.js";
import type {WeightFeeds} from "../session.js";

export const BEGINNINGS: readonly string[] = ["User: I would like to book", "Once there was a little"];
const NEW_TOKENS = 48;
const LENGTH = 80;
const TEMPERATURE = 0.7;

export interface Sample {
  readonly prompt: string;
  readonly text: string;
}

/** Draws tokens at temperature 0.7 with a fixed seed. */
export async function drawSamples(
  runtime: Runtime,
  network: LlamaConfig,
  weights: WeightFeeds,
  {encode, decode, separator}: {encode: (text: string) => number[]; decode: (tokens: readonly number[]) => string; separator: number} // prettier-ignore
): Promise<Sample[]> {
  const rows = BEGINNINGS.map((prompt) => [separator, ...encode(prompt)]);
  const begun = rows.map(({length}) => length);
  const shape = {batch: rows.length, length: LENGTH};
  const graph = new Graph("samples");
  const lookup = parameterInputs(graph, llamaParameters(network));
  const tokens = graph.input("tokens", "int32", [shape.batch * shape.length]);
  graph.output("logits", sequenceLogits(network, lookup, tokens, shape));
  const session = await runtime.createSession(graph.build(), {name: "samples"});
  const next = random(11);
  for (let step = 0; step < NEW_TOKENS; step++) {
    const data = new Int32Array(shape.batch * shape.length);
    rows.forEach((row, i) => data.set(row, i * LENGTH));
    const {logits} = await session.run({...weights, tokens: {dtype: "int32", dims: [data.length], data}});
    rows.forEach((row, i) => {
      const at = (i * LENGTH + row.length - 1) * network.vocabSize;
      if (row.length < LENGTH) row.push(draw((logits.data as Float32Array).subarray(at, at + network.vocabSize), next));
    });
  }
  await session.release();
  return rows.map((row, i) => {
    const written = row.slice(begun[i]);
    const end = written.indexOf(separator);
    return {prompt: BEGINNINGS[i], text: decode(end < 0 ? written : written.slice(0, end))};
  });
}

function draw(logits: Float32Array, next: () => number): number {
  const largest = logits.reduce((a, b) => Math.max(a, b), -Infinity);
  const weights = Float64Array.from(logits, (logit) => Math.exp((logit - largest) / TEMPERATURE));
  let mass = next() * weights.reduce((a, b) => a + b, 0);
  for (let token = 0; token < weights.length; token++) {
    mass -= weights[token];
    if (mass < 0) return token;
  }
  return weights.length - 1;
}
