// Opens the graphs of a training run: one step graph per batch shape; and where parameters lie while they are used.
import {llamaParameters} from "../src/nets/llama/parameters.js";
import {nextTokenLoss} from "../src/nets/llama/train.js";
import {holdState} from "../src/live/trainingState.js";
import {weightFeeds} from "../src/training/feeds.js";
import {copyGraph} from "../src/training/graphs.js";
import {NEXT, stateShapes, stepNames, trainingStep, type TrainedParameter} from "../src/training/step.js";
import type {LlamaConfig} from "../src/nets/llama/config.js";
import type {SequenceShape} from "../src/nets/llama/sequence.js";
import type {HostTensor} from "../src/onnx/index.js";
import type {ResidentTensor, Runtime, Session} from "../src/runtime/runtime.js";
import type {LoopOptions, TrainingState} from "../src/training/loop.js";
import type {StepOptions} from "../src/training/step.js";

/** Keeps the session of the last shape asked for; a run changes shape once or twice. */
export function stepSessions(runtime: Runtime, network: LlamaConfig, options: StepOptions) {
  let open: {key: string; session: Session} | undefined;
  return async (shape: SequenceShape): Promise<Session> => {
    const key = `${shape.batch}x${shape.length}`;
    if (open?.key === key) return open.session;
    await open?.session.release();
    const graph = trainingStep(llamaParameters(network), nextTokenLoss(network, shape), options);
    const session = await runtime.createSession(graph, {name: `training step ${key}`});
    open = {key, session};
    return session;
  };
}

export interface StepRunnerOptions {
  readonly parameters: readonly TrainedParameter[];
  readonly from: TrainingState;
  /** after which steps parameters and moments are looked at */
  readonly reads: (step: number) => boolean;
  /** outputs that are asked for beside `loss` and `gradientNorm`; default none */
  readonly outputs?: readonly string[];
}

/**
 * How the loop runs a step: on a GPU, parameters and moments stay there and are read back only where `reads` says so.
 * Fed and fetched at every step, six hundred thousand parameters took an H100 twelve times as long.
 * @param session of the step graph
 */
export async function stepRunner(
  runtime: Runtime,
  session: Session,
  {parameters, from, reads, outputs}: StepRunnerOptions
): Promise<Pick<LoopOptions, "run" | "held"> & {release(): Promise<void>}> {
  if (runtime.device !== "webgpu") return {run: (feeds) => session.run(feeds), release: () => Promise.resolve()};
  const state = await holdState(runtime, stateShapes(parameters), from.tensors);
  return {
    async run(feeds) {
      const results = await session.run({...state.feeds(), ...feeds}, state.options(outputs));
      state.advance(results);
      return results;
    },
    held: {read: () => state.read(), reads},
    release: () => state.release()
  };
}

/** What a graph is fed of a network's weights. */
export type WeightFeeds = Record<string, HostTensor | ResidentTensor>;

export interface WeightFeeder {
  feeds(weights: ReadonlyMap<string, Float32Array>): Promise<WeightFeeds>;
  release(): Promise<void>;
}

/** Feeds weights under the step graph's names; on a GPU they go there once, until others are asked for. */
export async function openFeeder(runtime: Runtime, parameters: readonly TrainedParameter[]): Promise<WeightFeeder> {
  const shapes = new Map(parameters.map(({name, shape}) => [stepNames(name).parameter, shape] as const));
  if (runtime.device !== "webgpu") {
    return {feeds: (weights) => Promise.resolve(weightFeeds(parameters, weights)), release: () => Promise.resolve()};
  }
  const there: Record<string, ResidentTensor> = {};
  for (const [name, dims] of shapes) there[name] = await runtime.zeros(dims);
  const resident = Object.fromEntries(Object.entries(there).map(([name, tensor]) => [NEXT + name, tensor]));
  const copy = await runtime.createSession(copyGraph(shapes), {name: "weights to the GPU"});
  let last: ReadonlyMap<string, Float32Array> | undefined;
  return {
    async feeds(weights) {
      if (weights !== last) await copy.run(weightFeeds(parameters, weights), {fetch: [], resident});
      last = weights;
      return there;
    },
    async release() {
      for (const tensor of Object.values(there)) tensor.dispose();
      await copy.release();
    }
  };
}
