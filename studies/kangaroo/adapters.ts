// The adapters of a recipe, and the graphs they are trained and measured with.
import {Graph, add} from "../../src/onnx/index.js";
import {adapterName, type AdapterConfig} from "../../src/nets/adapter/config.js";
import {initializeAdapter} from "../../src/nets/adapter/initialize.js";
import {ownHeadName} from "../../src/nets/adapter/parameters.js";
import {adapterOutcomes, trainedName, trainedParameters, type AdapterOutcome} from "../../src/nets/adapter/train.js";
import {readTensor} from "../../src/runtime/safetensors.js";
import {externalWeights, weightFiles} from "../../src/runtime/weights.js";
import {random} from "../../src/training/random.js";
import {parameterInputs, trainingStep} from "../../src/training/step.js";
import type {AdamWOptions} from "../../src/training/adamw.js";
import type {SequenceShape} from "../../src/nets/llama/sequence.js";
import type {Checkpoint} from "../../src/runtime/checkpoint.js";
import type {Runtime, Session} from "../../src/runtime/runtime.js";
import type {AdapterRecipe} from "../recipe.js";

/** What a recipe trains; with a name only the adapter of that name, which may be at an exit layer of its own. */
export function recipeAdapters({exitLayers, compared}: AdapterRecipe, layers: number, only?: string): AdapterConfig[] {
  const attention = (exitLayer: number): AdapterConfig => ({architecture: "attention", exitLayer});
  const all = [
    ...exitLayers.map(attention),
    ...compared.architectures.map((architecture): AdapterConfig => {
      return {architecture, exitLayer: architecture === "medusa" ? layers : compared.exitLayer};
    })
  ];
  if (only === undefined) return all;
  const named = all.filter((adapter) => adapterName(adapter) === only);
  const elsewhere = /^exit-(\d+)$/.exec(only);
  if (named.length === 0 && elsewhere) return [attention(Number(elsewhere[1]))];
  if (named.length === 0) throw new Error(`unknown adapter: ${only}; there are ${all.map(adapterName).join(", ")}`);
  return named;
}

/** Starting weights of all adapters under `trainedName`. Each has a stream of random numbers of its own. */
export function startingWeights(target: Checkpoint, adapters: readonly AdapterConfig[], seed: number) {
  const known = (name: string): Float32Array => {
    const found = target.weights.get(name);
    const file = target.files.find((candidate) => candidate.name === found?.file);
    if (!found || !file) throw new Error(`checkpoint: ${name} is missing`);
    return readTensor(file.bytes, found);
  };
  return new Map(
    adapters.flatMap((adapter) => {
      const own = initializeAdapter(target.config, adapter, known, random(seed, adapter.exitLayer));
      return [...own].map(([name, data]): [string, Float32Array] => [trainedName(adapter, name), data]);
    })
  );
}

/** Name of the output that holds the loss of an adapter's head k. */
export const lossName = (name: string, k: number): string => `loss:${name}.${k}`;

/**
 * The training step of all adapters: `loss` is the sum of theirs, and each loss is an output too. An adapter's gradients
 * are clipped by their own norm, so that it is trained beside others as it would be alone.
 */
export function adapterStep(
  target: Checkpoint,
  adapters: readonly AdapterConfig[],
  shape: SequenceShape,
  {headRate, ...options}: AdapterStepOptions
): Uint8Array {
  const weights = externalWeights(target);
  return trainingStep(
    trainedParameters(target.config, adapters),
    (graph, trained) => {
      const sources = {frozen: (name: string) => weights(graph, name), trained};
      const outcomes = adapterOutcomes(graph, target.config, adapters, shape, sources);
      for (const {name, losses} of outcomes) losses.forEach((loss, k) => graph.output(lossName(name, k), loss));
      return outcomes.flatMap(({losses}) => losses).reduce(add);
    },
    {
      ...options,
      group: (name) => name.slice(0, name.indexOf("/")),
      rate: (name) => (name.endsWith(ownHeadName) ? headRate : 1)
    }
  );
}

export interface AdapterStepOptions extends AdamWOptions {
  readonly clip: number;
  /** see `AdapterRecipe` */
  readonly headRate: number;
}

/** Keeps the session of the last shape asked for. */
export function adapterSessions(
  runtime: Runtime,
  target: Checkpoint,
  adapters: readonly AdapterConfig[],
  options: AdapterStepOptions
) {
  let open: {key: string; session: Session} | undefined;
  return async (shape: SequenceShape): Promise<Session> => {
    const key = `${shape.batch}x${shape.length}`;
    if (open?.key === key) return open.session;
    await open?.session.release();
    const graph = adapterStep(target, adapters, shape, options);
    const session = await runtime.createSession(graph, {
      externalData: weightFiles(target),
      name: `adapters' training step ${key}`
    });
    open = {key, session};
    return session;
  };
}

export const measures = ["losses", "acceptances", "agreements"] as const satisfies (keyof AdapterOutcome)[];

/** Name of the output that holds one measure of an adapter's head k. */
export const measureName = (measure: (typeof measures)[number], name: string, k: number): string =>
  `${measure}:${name}.${k}`;

/** A graph with the step graph's parameters and data as inputs, and every measure of every adapter as outputs. */
export async function measureSession(
  runtime: Runtime,
  target: Checkpoint,
  adapters: readonly AdapterConfig[],
  shape: SequenceShape
): Promise<Session> {
  const graph = new Graph("adapters' losses");
  const weights = externalWeights(target);
  const trained = parameterInputs(graph, trainedParameters(target.config, adapters));
  const sources = {frozen: (name: string) => weights(graph, name), trained};
  for (const outcome of adapterOutcomes(graph, target.config, adapters, shape, sources)) {
    for (const measure of measures) {
      outcome[measure].forEach((value, k) => graph.output(measureName(measure, outcome.name, k), value));
    }
  }
  return runtime.createSession(graph.build(), {externalData: weightFiles(target), name: "adapters' losses"});
}
