// A small random network, and what ONNX Runtime makes of texts with it: logits, and the loss behind gates.
import {gatedLookup, gateParameters} from "../../src/nets/llama/gates.js";
import {llamaParameters, type Parameter} from "../../src/nets/llama/parameters.js";
import {sequenceLogits, type SequenceShape} from "../../src/nets/llama/sequence.js";
import {nextTokenLoss} from "../../src/nets/llama/train.js";
import {Graph, type HostTensor, type Value} from "../../src/onnx/index.js";
import {openNode} from "../../src/runtime/node.js";
import {batchFeeds} from "../../src/training/feeds.js";
import {random} from "../../src/training/random.js";
import type {LlamaConfig} from "../../src/nets/llama/config.js";
import type {Batch} from "../../src/training/sampling.js";

export const toyConfig: LlamaConfig = {
  hiddenSize: 12,
  layers: 3,
  heads: 4,
  kvHeads: 2,
  headDim: 4,
  intermediateSize: 20,
  vocabSize: 17,
  rmsNormEps: 1e-5,
  ropeTheta: 10000,
  tiedHead: true,
  maxPositions: 32,
  eosTokens: [0]
};

export type Vectors = ReadonlyMap<string, Float32Array>;

/** Weights in the size of trained ones, the same for the same seed. */
export function toyWeights(config: LlamaConfig, seed = 1): Map<string, Float32Array> {
  const next = random(seed, 55);
  return new Map(
    llamaParameters(config).map(({name, shape}) => {
      const spread = shape.length === 1 ? 0 : Math.sqrt(3 / shape[1]);
      const draw = (): number => (spread === 0 ? 0.8 + 0.4 * next() : spread * (2 * next() - 1));
      return [name, Float32Array.from({length: shape.reduce((n, d) => n * d, 1)}, draw)];
    })
  );
}

/** All gates at `value`, or as `value` says by name and place. */
export function toyGates(config: LlamaConfig, value: (name: string, i: number) => number): Map<string, Float32Array> {
  return new Map(
    gateParameters(config).map(({name, shape: [length]}) => [
      name,
      Float32Array.from({length}, (_, i) => value(name, i))
    ])
  );
}

/** Random text: rows of tokens below `vocabSize`. */
export function toyBatch({vocabSize}: LlamaConfig, {batch, length}: SequenceShape, seed = 2): Batch {
  const next = random(seed, 66);
  const draw = (): Int32Array => Int32Array.from({length: batch * length}, () => Math.floor(next() * vocabSize));
  return {x: draw(), y: draw(), w: new Float32Array(batch * length).fill(1)};
}

/** Logits [B·S, vocabSize], with gates where there are any. */
export async function toyLogits(
  config: LlamaConfig,
  weights: Vectors,
  tokens: Int32Array,
  shape: SequenceShape,
  gates?: Vectors
): Promise<Float32Array> {
  const graph = new Graph("toy");
  const ids = graph.input("tokens", "int32", [tokens.length]);
  graph.output("logits", sequenceLogits(config, lookupOf(graph, config, gates !== undefined), ids, shape));
  const {logits} = await run(graph, {
    tokens: {dtype: "int32", dims: [tokens.length], data: tokens},
    ...feedsOf(llamaParameters(config), weights),
    ...(gates ? feedsOf(gateParameters(config), gates) : {})
  });
  return logits.data as Float32Array;
}

/** Loss of a batch in nats, as a function of the gates. */
export async function toyLoss(
  config: LlamaConfig,
  weights: Vectors,
  batch: Batch,
  shape: SequenceShape
): Promise<(gates: Vectors) => Promise<number>> {
  const graph = new Graph("toy");
  graph.output("loss", nextTokenLoss(config, shape)(graph, lookupOf(graph, config, true)));
  const session = await (await openNode({device: "cpu"})).createSession(graph.build());
  return async (gates) => {
    const {loss} = await session.run({
      ...feedsOf(llamaParameters(config), weights),
      ...feedsOf(gateParameters(config), gates),
      ...batchFeeds(batch)
    });
    return (loss.data as Float32Array)[0];
  };
}

function lookupOf(graph: Graph, config: LlamaConfig, gated: boolean): (name: string) => Value {
  const inputs = (parameters: readonly Parameter[]): ((name: string) => Value) => {
    const values = new Map(parameters.map(({name, shape}) => [name, graph.input(name, "float32", shape)]));
    return (name) => values.get(name) as Value;
  };
  const weight = inputs(llamaParameters(config));
  return gated ? gatedLookup(config, weight, inputs(gateParameters(config))) : weight;
}

const feedsOf = (parameters: readonly Parameter[], values: Vectors): Record<string, HostTensor> =>
  Object.fromEntries(
    parameters.map(({name, shape}) => [
      name,
      {dtype: "float32", dims: shape, data: values.get(name) as Float32Array} as const
    ])
  );

async function run(graph: Graph, feeds: Record<string, HostTensor>): Promise<Record<string, HostTensor>> {
  const session = await (await openNode({device: "cpu"})).createSession(graph.build());
  const found = await session.run(feeds);
  await session.release();
  return found;
}
