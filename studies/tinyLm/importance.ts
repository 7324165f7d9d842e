// The importance of joey's parts by gradient: Taylor scores, and a mask that is learned.
import {
  add,
  Graph,
  gradient,
  mul,
  reduceMean,
  scale,
  sigmoid,
  sub,
  type HostTensor,
  type Value
} from "../../src/onnx/index.js";
import {gatedLookup, gateNames, gateParameters} from "../../src/nets/llama/gates.js";
import {llamaParameters} from "../../src/nets/llama/parameters.js";
import {nextTokenLoss} from "../../src/nets/llama/train.js";
import {batchFeeds, weightFeeds} from "../../src/training/feeds.js";
import {initialState, stateWeights, train} from "../../src/training/loop.js";
import {lookupIn, stepNames, trainingStep} from "../../src/training/step.js";
import type {ChildSize, Importance} from "../../src/training/inherit/importance.js";
import type {LlamaConfig} from "../../src/nets/llama/config.js";
import type {SequenceShape} from "../../src/nets/llama/sequence.js";
import type {Runtime} from "../../src/runtime/runtime.js";
import type {Batch} from "../../src/training/sampling.js";

export interface CalibrationOptions {
  readonly runtime: Runtime;
  readonly network: LlamaConfig;
  readonly weights: ReadonlyMap<string, Float32Array>;
  readonly shape: SequenceShape;
  /** text to calibrate on */
  readonly batches: readonly Batch[];
  readonly signal?: AbortSignal;
  readonly progress?: (done: number) => void;
}

/** Mean over batches of |∂ loss / ∂ gate| at gates of 1: first-order Taylor importance (Molchanov et al. 2019). */
export async function taylorScores(options: CalibrationOptions): Promise<Importance> {
  const {runtime, network, shape, batches, signal, progress} = options;
  const graph = new Graph("taylor");
  const input = (name: string, dims: readonly number[]): Value => graph.input(name, "float32", dims);
  const weights = new Map(
    llamaParameters(network).map(({name, shape: s}) => [name, input(stepNames(name).parameter, s)])
  );
  const gates = new Map(gateParameters(network).map(({name, shape: s}) => [name, input(name, s)]));
  const lookup = gatedLookup(network, lookupIn(weights), lookupIn(gates));
  const loss = nextTokenLoss(network, shape)(graph, lookup);
  const names = [...gates.keys()];
  const derivative = (name: string): string => `derivative:${name}`;
  gradient(loss, [...gates.values()]).forEach((value, i) => graph.output(derivative(names[i]), value));
  const session = await runtime.createSession(graph.build(), {name: "taylor"});
  const feeds = weightFeeds(llamaParameters(network), options.weights);
  for (const {name, shape: s} of gateParameters(network)) {
    feeds[name] = {dtype: "float32", dims: s, data: new Float32Array(s[0]).fill(1)};
  }
  const sums = new Map(gateParameters(network).map(({name, shape: s}) => [name, new Float32Array(s[0])]));
  for (const [i, batch] of batches.entries()) {
    signal?.throwIfAborted();
    const found = await session.run({...feeds, ...batchFeeds(batch)});
    for (const [name, sum] of sums) {
      const values = found[derivative(name)].data as Float32Array;
      for (let j = 0; j < sum.length; j++) sum[j] += Math.abs(values[j]) / batches.length;
    }
    progress?.((i + 1) / batches.length);
  }
  await session.release();
  return sums;
}

/** How the mask is learned. */
export const MASK = {
  /** logit of every gate at first: σ(2) = 0.88 */
  start: 2,
  peak: 0.1,
  /** what the squared distance of mean gate and share to keep is multiplied by, at the end; it rises linearly from 0 */
  strength: 300,
  /** what logits are multiplied by at the end, rising linearly from 1: gates become 0 or 1 */
  sharpness: 60
};

export interface LearnedMask {
  readonly scores: Importance;
  /** [steps][loss of the text, mean distance of the gates from the share to keep] */
  readonly curve: readonly (readonly [loss: number, distance: number])[];
}

/**
 * A mask learned by gradient, the network frozen. The paper does not define its mask; here a gate is σ(s · θ), one for
 * each channel, group of heads and neuron, with a rising sharpness s, and the loss of the text plus
 * λ Σ (mean gate − share to keep)² over the vectors of gates is brought down by Adam. Scores are the learned θ.
 */
export async function learnMask(options: CalibrationOptions, keep: ChildSize): Promise<LearnedMask> {
  const {runtime, network, shape, batches, signal, progress} = options;
  const gates = gateParameters(network);
  const share = (name: string): number => {
    if (name === gateNames.channels) return keep.channels / network.hiddenSize;
    return name.endsWith("heads") ? keep.kvHeads / network.kvHeads : keep.neurons / network.intermediateSize;
  };
  const graph = trainingStep(
    gates,
    (g, lookup) => {
      const sharpness = g.input("sharpness", "float32", []);
      const strength = g.input("strength", "float32", []);
      const open = new Map(gates.map(({name}) => [name, sigmoid(mul(lookup(name), sharpness))]));
      const text = nextTokenLoss(network, shape)(g, gatedLookup(network, lookup, lookupIn(open)));
      const distances = gates.map(({name}) => {
        const distance = sub(reduceMean(lookupIn(open)(name), [0]), g.scalar(share(name)));
        return mul(distance, distance);
      });
      const penalty = scale(distances.reduce(add), 1 / distances.length);
      g.output("textLoss", text);
      g.output("penalty", penalty);
      return add(text, mul(penalty, strength));
    },
    {weightDecay: 0, clip: 1, frozen: llamaParameters(network)}
  );
  const session = await runtime.createSession(graph, {name: "mask"});
  const steps = batches.length;
  const curve: [number, number][] = [];
  const frozen = weightFeeds(llamaParameters(network), options.weights);
  const begin = new Map(gates.map(({name, shape: s}) => [name, new Float32Array(s[0]).fill(MASK.start)]));
  const scalar = (value: number): HostTensor => ({dtype: "float32", dims: [], data: Float32Array.of(value)});
  const end = await train(initialState(begin), {
    parameters: gates,
    schedule: {peak: MASK.peak, warmup: Math.ceil(steps / 20), steps, decay: Math.ceil(steps / 5)},
    signal,
    batch: (step) => ({feeds: batchFeeds(batches[step]), tokens: batches[step].x.length}),
    run: async (feeds, step) => {
      const done = step / Math.max(1, steps - 1);
      const found = await session.run({
        ...feeds,
        ...frozen,
        sharpness: scalar(1 + (MASK.sharpness - 1) * done),
        strength: scalar(MASK.strength * done)
      });
      curve.push([(found.textLoss.data as Float32Array)[0], Math.sqrt((found.penalty.data as Float32Array)[0])]);
      return found;
    },
    after: async ({step}) => {
      progress?.(step / steps);
      await new Promise((resolve) => setImmediate(resolve));
    }
  });
  await session.release();
  signal?.throwIfAborted();
  return {scores: stateWeights(end, gates), curve};
}
