// The training loop: sample a batch, run one step graph, keep its outputs as the next inputs. Everything that touches
// the world (sessions, disk, clock) is handed in, and a step depends on (state, step number) alone, so that a run that
// was interrupted and resumed ends with the same bits as one that was not.
import {readLoss, scheduleFeeds, type Feeds} from "./feeds.js";
import {NEXT, stateShapes, stepNames, type TrainedParameter} from "./step.js";
import type {Schedule} from "./schedule.js";
import type {HostTensor} from "../onnx/index.js";

/** All that a run needs to go on: parameters and moments, under the names of the step graph's inputs. */
export interface TrainingState {
  /** steps done */
  readonly step: number;
  /** tokens that went through so far */
  readonly tokens: number;
  readonly tensors: ReadonlyMap<string, Float32Array>;
  /** the step at which moments were last started from zero; 0 for a run that was never cut */
  readonly momentsFrom: number;
}

export type {Feeds};

export interface StepReport {
  readonly step: number;
  readonly loss: number;
  readonly gradientNorm: number;
  readonly learningRate: number;
  readonly tokens: number;
}

export interface LoopOptions {
  readonly parameters: readonly TrainedParameter[];
  readonly schedule: Schedule;
  readonly beta1?: number;
  readonly beta2?: number;
  /** data inputs of step `step`, and the number of tokens in them */
  readonly batch: (step: number) => {feeds: Feeds; tokens: number};
  /** run the step graph that fits step `step` */
  readonly run: (feeds: Feeds, step: number) => Promise<Record<string, HostTensor>>;
  /** where parameters and moments stay while steps are run, if not in the loop's hands; `run` then feeds them itself */
  readonly held?: HeldElsewhere;
  /** called after every step; may save and evaluate */
  readonly after?: (report: StepReport, state: TrainingState) => Promise<void> | void;
  readonly signal?: AbortSignal;
}

/** Parameters and moments that stay on a GPU: reading them back after every step would cost more than the step. */
export interface HeldElsewhere {
  /** parameters and moments as the last step left them */
  read(): Promise<ReadonlyMap<string, Float32Array>>;
  /** whether `after` looks at them after step `step`; after others, asking for one throws */
  reads(step: number): boolean;
}

/** Weights at step 0, moments at zero. */
export function initialState(weights: ReadonlyMap<string, Float32Array>, step = 0, tokens = 0): TrainingState {
  const tensors = new Map<string, Float32Array>();
  for (const [name, data] of weights) {
    const names = stepNames(name);
    tensors.set(names.parameter, data);
    tensors.set(names.moment1, new Float32Array(data.length));
    tensors.set(names.moment2, new Float32Array(data.length));
  }
  return {step, tokens, tensors, momentsFrom: step};
}

/** The weights of a state, by parameter name. */
export function stateWeights(state: TrainingState, parameters: readonly TrainedParameter[]): Map<string, Float32Array> {
  return new Map(parameters.map(({name}) => [name, tensorOf(state, stepNames(name).parameter)]));
}

/**
 * Train until the schedule ends or the signal aborts (between steps; the state so far is returned).
 * @throws when a loss is not finite, naming the step
 */
export async function train(from: TrainingState, options: LoopOptions): Promise<TrainingState> {
  const {parameters, schedule, batch, run, held, after, signal, beta1, beta2} = options;
  const shapes = stateShapes(parameters);
  let state = from;
  while (state.step < schedule.steps && !signal?.aborted) {
    const {step, momentsFrom} = state;
    const {feeds: data, tokens} = batch(step);
    const {rate, feeds: scheduled} = scheduleFeeds(schedule, step, {momentsFrom, beta1, beta2});
    const feeds: Feeds = {...data, ...scheduled};
    if (!held) for (const [name, dims] of shapes) feeds[name] = {dtype: "float32", dims, data: tensorOf(state, name)};
    const results = await run(feeds, step);
    const {loss, gradientNorm} = readLoss(results, step);
    const tensors = !held
      ? new Map([...shapes.keys()].map((name) => [name, results[NEXT + name].data as Float32Array]))
      : held.reads(step + 1)
        ? await held.read()
        : LEFT_THERE;
    state = {step: step + 1, tokens: state.tokens + tokens, tensors, momentsFrom};
    await after?.({step: state.step, loss, gradientNorm, learningRate: rate, tokens: state.tokens}, state);
  }
  return held && state.tensors === LEFT_THERE ? {...state, tensors: await held.read()} : state;
}

/** Stands for tensors that were not read back. */
const LEFT_THERE: ReadonlyMap<string, Float32Array> = new Map();

function tensorOf({step, tensors}: TrainingState, name: string): Float32Array {
  if (tensors === LEFT_THERE) throw new Error(`training state: step ${step} was not read back; name it in held.reads`);
  const found = tensors.get(name);
  if (!found) throw new Error(`training state: ${name} is missing; the checkpoint belongs to another network`);
  return found;
}
