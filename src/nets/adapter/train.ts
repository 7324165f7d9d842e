// Training of adapters: cross-entropy against the target's whole distribution, −Σ p log q (Kangaroo, section 3). All
// adapters of one graph share one forward pass of the target, which has no gradient.
import {
  acceptance,
  argMax,
  cast,
  div,
  equal,
  mul,
  reduceSum,
  reshape,
  slice,
  softCrossEntropy,
  softmax,
  type Graph,
  type Value
} from "../../onnx/index.js";
import {logitsOf, type Lookup} from "../llama/block.js";
import {sequenceAttention, sequenceStates, type SequenceShape} from "../llama/sequence.js";
import {adapterName, MEDUSA_HEADS, type AdapterConfig} from "./config.js";
import {adapterParameters} from "./parameters.js";
import {adapterBody, adapterLogits} from "./adapter.js";
import type {LlamaConfig} from "../llama/config.js";
import type {Parameter} from "../llama/parameters.js";

/** What is measured of an adapter: one entry, or for Medusa one for each head. Scalars []. */
export interface AdapterOutcome {
  readonly name: string;
  /** weighted means of −Σ p log q in nats */
  readonly losses: readonly Value[];
  /** weighted means of Σ min(p, q): the share of draft tokens that sampling would accept (Leviathan et al. 2023) */
  readonly acceptances: readonly Value[];
  /** weighted shares of rows where both distributions have the same first choice: what greedy verification accepts */
  readonly agreements: readonly Value[];
}

/**
 * How many places after the next token each head of an adapter drafts. That many tokens at the start of a sequence have
 * no draft it could be compared with.
 */
export const shifts = ({architecture}: AdapterConfig): number[] =>
  architecture === "medusa" ? Array.from({length: MEDUSA_HEADS}, (_, k) => k + 1) : [0];

/** Name of an adapter's parameter beside other adapters'. */
export const trainedName = (adapter: AdapterConfig, name: string): string => `${adapterName(adapter)}/${name}`;

/** Parameters of all adapters, as they are trained together. */
export function trainedParameters(target: LlamaConfig, adapters: readonly AdapterConfig[]): Parameter[] {
  return adapters.flatMap((adapter) =>
    adapterParameters(target, adapter).map(({name, shape}) => ({name: trainedName(adapter, name), shape}))
  );
}

/**
 * Losses of adapters side by side. Two data inputs are added to the graph: `tokens` int32 [B·S] and `weights` float32
 * [B·S] (0 for padding).
 * @param frozen finds the target's parameters
 * @param trained finds the adapters', under `trainedName`
 */
export function adapterOutcomes(
  graph: Graph,
  target: LlamaConfig,
  adapters: readonly AdapterConfig[],
  shape: SequenceShape,
  {frozen, trained}: {frozen: Lookup; trained: Lookup}
): AdapterOutcome[] {
  const rows = shape.batch * shape.length;
  const tokens = graph.input("tokens", "int32", [rows]);
  const weights = graph.input("weights", "float32", [rows]);
  const attend = sequenceAttention(target, graph, shape);
  const states = sequenceStates(target, frozen, tokens, attend);
  const truth = softmax(logitsOf(target, frozen, states[target.layers]));
  return adapters.map((adapter) => {
    const sources = {target: frozen, adapter: (name: string) => trained(trainedName(adapter, name))};
    const body = adapterBody(target, adapter, sources, states[adapter.exitLayer], () => attend);
    const logits = adapterLogits(target, adapter, sources, body);
    // what is drafted k places further on is compared with the target's distribution k rows further down
    const measured = shifts(adapter).map((shift, k) => {
      const drafted = logits[k];
      return [dropLast(drafted, shape, shift), dropFirst(truth, shape, shift), dropFirst(weights, shape, shift)];
    });
    return {
      name: adapterName(adapter),
      losses: measured.map(([q, p, w]) => softCrossEntropy(q, p, w)),
      acceptances: measured.map(([q, p, w]) => acceptance(q, p, w)),
      agreements: measured.map(([q, p, w]) => agreement(q, p, w))
    };
  });
}

function agreement(logits: Value, targets: Value, weights: Value): Value {
  const same = cast(equal(argMax(logits), argMax(targets)), "float32");
  return div(reduceSum(mul(same, weights), [0]), reduceSum(weights, [0]));
}

/** Rows [B·S, …] without the first `count` of each sequence: [B·(S − count), …]. */
const dropFirst = (x: Value, shape: SequenceShape, count: number): Value => cut(x, shape, count, shape.length);

/** Rows [B·S, …] without the last `count` of each sequence: [B·(S − count), …]. */
const dropLast = (x: Value, shape: SequenceShape, count: number): Value => cut(x, shape, 0, shape.length - count);

function cut(x: Value, {batch, length}: SequenceShape, from: number, to: number): Value {
  if (to - from === length) return x;
  const rest = x.shape.slice(1);
  return reshape(slice(reshape(x, [batch, length, ...rest]), 1, from, to), [batch * (to - from), ...rest]);
}
