// The training step of a network as one graph: loss, gradients, clipping and AdamW. Parameters and moments go in and
// come out, so the step has no state of its own and a checkpoint is exactly its inputs.
import {add, clipByGlobalNorm, globalNorm, gradient, Graph, mul, scale, sqrt, type Value} from "../onnx/index.js";
import {adamW, adamWDefaults, type AdamWOptions} from "./adamw.js";

export interface TrainedParameter {
  readonly name: string;
  readonly shape: readonly number[];
}

export interface StepOptions extends AdamWOptions {
  /** global gradient norm above which gradients are scaled down (Pascanu et al. 2013); default 1 */
  readonly clip?: number;
  /** group of a parameter; gradients are clipped by the norm of their group; default one group of all */
  readonly group?: (name: string) => string;
  /** what the learning rate is multiplied by for a parameter; default 1 for all */
  readonly rate?: (name: string) => number;
  /** parameters that are read but not trained; default none */
  readonly frozen?: readonly TrainedParameter[];
}

/** Names of the graph's inputs and outputs that belong to a parameter. */
export const stepNames = (name: string) => ({
  parameter: `parameter:${name}`,
  moment1: `moment1:${name}`,
  moment2: `moment2:${name}`
});

/** Shapes of parameters and moments, by the names of the step graph's inputs. */
export const stateShapes = (parameters: readonly TrainedParameter[]): Map<string, readonly number[]> =>
  new Map(parameters.flatMap(({name, shape}) => Object.values(stepNames(name)).map((key) => [key, shape] as const)));

/** An output carries the name of the input it replaces, with this in front. */
export const NEXT = "next:";

/** Looks values up by name. @throws where there is none, naming those there are */
export const lookupIn =
  <T>(values: ReadonlyMap<string, T>): ((name: string) => T) =>
  (name) => {
    const value = values.get(name);
    if (!value) throw new Error(`graph: unknown parameter ${name}; known are ${[...values.keys()].join(", ")}`);
    return value;
  };

/** Parameters as inputs of a graph, under the names of the step graph, and a look-up by their own names. */
export function parameterInputs(graph: Graph, parameters: readonly TrainedParameter[]): (name: string) => Value {
  const inputs = new Map<string, Value>();
  for (const {name, shape} of parameters) {
    inputs.set(name, graph.input(stepNames(name).parameter, "float32", shape));
  }
  return lookupIn(inputs);
}

/**
 * @param parameters those that are trained
 * @param loss builds the scalar loss [] from a look-up of parameters by name; it adds its own data inputs to the graph
 * @returns ONNX bytes. Inputs: `stepNames` of every parameter, `learningRate`, `correction1`, `correction2`, and what
 * `loss` asks for. Outputs: `loss`, `gradientNorm`, and every parameter and moment under `NEXT` + its input's name.
 * Vectors (norm weights) are not decayed, as usual for Llama-type networks.
 */
export function trainingStep(
  parameters: readonly TrainedParameter[],
  loss: (graph: Graph, lookup: (name: string) => Value) => Value,
  {clip = 1, group = () => "", rate = () => 1, frozen = [], ...options}: StepOptions = {}
): Uint8Array {
  const adam = {...adamWDefaults, ...options};
  const graph = new Graph("training-step");
  const scalar = (name: string): Value => graph.input(name, "float32", []);
  const lookup = parameterInputs(graph, [...parameters, ...frozen]);
  const total = loss(graph, lookup);
  const trained = parameters.map(({name}) => lookup(name));
  const raw = gradient(total, trained);
  const {norm, clipped} = clipGroups(
    parameters.map(({name}) => group(name)),
    raw,
    clip
  );
  const shared = {
    learningRate: scalar("learningRate"),
    correction1: scalar("correction1"),
    correction2: scalar("correction2")
  };
  graph.output("loss", total);
  graph.output("gradientNorm", norm);
  parameters.forEach(({name, shape}, i) => {
    const names = stepNames(name);
    const next = adamW(
      {
        parameter: trained[i],
        gradient: clipped[i],
        moment1: graph.input(names.moment1, "float32", shape),
        moment2: graph.input(names.moment2, "float32", shape),
        ...shared,
        learningRate: rate(name) === 1 ? shared.learningRate : scale(shared.learningRate, rate(name))
      },
      {...adam, weightDecay: shape.length > 1 ? adam.weightDecay : 0}
    );
    graph.output(NEXT + names.parameter, next.parameter);
    graph.output(NEXT + names.moment1, next.moment1);
    graph.output(NEXT + names.moment2, next.moment2);
  });
  return graph.build();
}

/** Gradients clipped group by group, and the norm of them all before that. */
function clipGroups(groups: readonly string[], raw: readonly Value[], limit: number): {norm: Value; clipped: Value[]} {
  const names = [...new Set(groups)];
  const norms = names.map((name) => globalNorm(raw.filter((_, i) => groups[i] === name)));
  const norm = norms.length > 1 ? sqrt(norms.map((n) => mul(n, n)).reduce(add)) : norms[0];
  const clipped = raw.map((value, i) => clipByGlobalNorm([value], norms[names.indexOf(groups[i])], limit)[0]);
  return {norm, clipped};
}
