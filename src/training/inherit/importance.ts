// How much each part of a network counts, and the choice of those that a child keeps. L1 and L2 are taken over the weights
// of a part, what writes it and what reads it; Taylor and learned-mask scores come from gates (src/nets/llama/gates.ts).
import {embeddingName, headName, layerNames} from "../../nets/llama/parameters.js";
import {gateNames} from "../../nets/llama/gates.js";
import type {LlamaConfig} from "../../nets/llama/config.js";
import type {Kept, Weights} from "./child.js";

/** Scores of all parts, under the names of gate vectors. */
export type Importance = ReadonlyMap<string, Float32Array>;

/** Σ |w| or √Σ w² over each part's weights. */
export function weightNorms(weights: Weights, config: LlamaConfig, power: 1 | 2): Map<string, Float32Array> {
  const {hiddenSize: d, heads, kvHeads, headDim, intermediateSize: inner, layers} = config;
  const sums = new Map<string, Float32Array>();
  const size = power === 1 ? Math.abs : (w: number): number => w * w;
  const add = (
    gate: string,
    count: number,
    name: string,
    part: (row: number, column: number) => number,
    width: number
  ) => {
    // prettier-ignore
    const data = weights.get(name);
    if (!data) throw new Error(`importance: weights lack ${name}`);
    const into = sums.get(gate) ?? new Float32Array(count);
    sums.set(gate, into);
    for (let i = 0; i < data.length; i++) into[part(Math.floor(i / width), i % width)] += size(data[i]);
  };
  const byRow = (row: number): number => row;
  const byColumn = (_: number, column: number): number => column;
  const queries = (heads / kvHeads) * headDim;
  for (const name of new Set([embeddingName, headName(config)])) add(gateNames.channels, d, name, byColumn, d);
  for (let layer = 0; layer < layers; layer++) {
    const names = layerNames(layer);
    const {query, key, value, output, gate, up, down} = names;
    for (const name of [query, key, value, gate, up]) add(gateNames.channels, d, name, byColumn, d);
    add(gateNames.channels, d, output, byRow, heads * headDim);
    add(gateNames.channels, d, down, byRow, inner);
    const headGate = gateNames.heads(layer);
    add(headGate, kvHeads, query, (row) => Math.floor(row / queries), d);
    for (const name of [key, value]) add(headGate, kvHeads, name, (row) => Math.floor(row / headDim), d);
    add(headGate, kvHeads, output, (_, column) => Math.floor(column / queries), heads * headDim);
    for (const name of [gate, up]) add(gateNames.neurons(layer), inner, name, byRow, d);
    add(gateNames.neurons(layer), inner, down, byColumn, inner);
  }
  if (power === 2) for (const values of sums.values()) values.forEach((sum, i) => (values[i] = Math.sqrt(sum)));
  return sums;
}

/** How many parts of each kind a child keeps. */
export interface ChildSize {
  readonly channels: number;
  readonly kvHeads: number;
  readonly neurons: number;
}

/** The most important parts. @throws where more are asked for than there are */
export function keepMostImportant(
  importance: Importance,
  {channels, kvHeads, neurons}: ChildSize,
  {layers, tokens}: Pick<Kept, "layers" | "tokens">
): Kept {
  const best = (name: string, count: number): number[] => {
    const scores = importance.get(name);
    if (!scores) throw new Error(`importance: no scores of ${name}`);
    if (count > scores.length) throw new Error(`${name}: ${count} are asked for; there are ${scores.length}`);
    return Array.from(scores.keys())
      .sort((a, b) => scores[b] - scores[a] || a - b)
      .slice(0, count)
      .sort((a, b) => a - b);
  };
  return {
    layers,
    tokens,
    channels: best(gateNames.channels, channels),
    heads: layers.map((_, i) => best(gateNames.heads(i), kvHeads)),
    neurons: layers.map((_, i) => best(gateNames.neurons(i), neurons))
  };
}

/** Share of `a` that is also in `b`. */
export function overlap(a: readonly number[], b: readonly number[]): number {
  const there = new Set(b);
  return a.filter((i) => there.has(i)).length / a.length;
}
