// One network in training: its step graph, its loss on held-out text, and what it writes. A step depends on state and step
// number alone, so a run that was paused, or that went on elsewhere from a snapshot, ends where another one does.
import {initializeLlama} from "../nets/llama/initialize.js";
import {llamaParameters} from "../nets/llama/parameters.js";
import {nextTokenLoss} from "../nets/llama/train.js";
import {draw} from "../decoding/verification/draw.js";
import type {ResidentTensor, Runtime, Session} from "../runtime/runtime.js";
import {batchFeeds, readLoss, scheduleFeeds} from "../training/feeds.js";
import type {Feeds} from "../training/feeds.js";
import {lossGraph, nextTokenGraph} from "../training/graphs.js";
import {initialState} from "../training/loop.js";
import {random} from "../training/random.js";
import {stateShapes, stepNames, trainingStep} from "../training/step.js";
import {heldOutBatches, windowBatch} from "../training/windows.js";
import {prepareTask} from "./trainingTask.js";
import type {PreparedTask, TrainingTask} from "./trainingTask.js";
import {holdState} from "./trainingState.js";
import type {StateTensors} from "./trainingState.js";

export interface TrainerStep {
  /** steps done, this one included */
  readonly step: number;
  /** mean loss of the batch before the step, nats a character */
  readonly loss: number;
  /** norm of the gradient before clipping */
  readonly gradientNorm: number;
  readonly learningRate: number;
  /** milliseconds of the step, with the making of its batch */
  readonly ms: number;
}

/** Where a training was. */
export interface TrainerSnapshot {
  readonly step: number;
  readonly tensors: StateTensors;
}

export interface SampleOptions {
  /** characters to write */
  readonly length: number;
  /** 0 takes the likeliest character */
  readonly temperature: number;
}

export interface Trainer {
  readonly prepared: PreparedTask;
  /** steps done */
  readonly steps: number;
  /** @throws when the loss is no number any more */
  step(): Promise<TrainerStep>;
  /** mean loss on held-out text, nats a character */
  heldOutLoss(): Promise<number>;
  /** Write a text, character by character; the same one for the same state, seed and options. */
  sample(options: SampleOptions): AsyncGenerator<string>;
  snapshot(): Promise<TrainerSnapshot>;
  /** Go back to a snapshot. */
  restore(snapshot: TrainerSnapshot): void;
  release(): Promise<void>;
}

/** Rows of held-out text that an evaluation reads at most. */
const HELD_OUT_TOKENS = 1024;

/** @param from where to go on; default at step 0 with new weights */
export async function openTrainer(runtime: Runtime, task: TrainingTask, from?: TrainerSnapshot): Promise<Trainer> {
  const prepared = prepareTask(task);
  const {network, schedule, shape, train, heldOut, vocabulary} = prepared;
  const {seed} = task;
  const parameters = llamaParameters(network);
  const names = parameters.map(({name}) => stepNames(name).parameter);
  const heldOutBatch = heldOutBatches(heldOut, shape, Math.ceil(HELD_OUT_TOKENS / shape.length));
  const opened: Session[] = [];
  const open = async (name: string, graph: Uint8Array): Promise<Session> => {
    const session = await runtime.createSession(graph, {name});
    opened.push(session);
    return session;
  };
  const stepSession = await open("training step", trainingStep(parameters, nextTokenLoss(network, shape)));
  const lossSession = await open("held-out loss", lossGraph(network, shape));
  const nextSession = await open("next character", nextTokenGraph(network, shape.length));
  const start: TrainerSnapshot = from ?? {
    step: 0,
    tensors: initialState(initializeLlama(network, random(seed), {scheme: task.settings.initialization})).tensors
  };
  const state = await holdState(runtime, stateShapes(parameters), start.tensors);
  let steps = start.step;
  const weights = (): Record<string, Feeds[string] | ResidentTensor> => {
    const feeds = state.feeds();
    return Object.fromEntries(names.map((name) => [name, feeds[name]]));
  };
  return {
    prepared,
    get steps() {
      return steps;
    },
    async step() {
      const began = performance.now();
      const {rate, feeds} = scheduleFeeds(schedule, steps);
      const batch = batchFeeds(windowBatch(train, shape, seed, steps));
      const results = await stepSession.run({...state.feeds(), ...feeds, ...batch}, state.options());
      const {loss, gradientNorm} = readLoss(results, steps);
      state.advance(results);
      steps++;
      return {step: steps, loss, gradientNorm, learningRate: rate, ms: performance.now() - began};
    },
    async heldOutLoss() {
      let [nats, counted] = [0, 0];
      for (const batch of heldOutBatch) {
        const {loss} = await lossSession.run({...weights(), ...batchFeeds(batch)});
        const rows = batch.w.reduce((n, w) => n + w, 0);
        nats += (loss.data as Float32Array)[0] * rows;
        counted += rows;
      }
      return nats / counted;
    },
    async *sample({length, temperature}) {
      const next = random(seed, steps);
      const written: number[] = [firstCharacter(vocabulary.characters)];
      const fed = weights();
      for (let i = 0; i < length; i++) {
        const window = written.slice(-shape.length);
        const tokens = new Int32Array(shape.length);
        tokens.set(window);
        const {logits} = await nextSession.run({
          ...fed,
          tokens: {dtype: "int32", dims: [tokens.length], data: tokens},
          last: {dtype: "int32", dims: [1], data: Int32Array.of(window.length - 1)}
        });
        const token = choose(logits.data as Float32Array, temperature, next);
        written.push(token);
        yield vocabulary.decode([token]);
      }
    },
    async snapshot() {
      return {step: steps, tensors: await state.read()};
    },
    restore(snapshot) {
      state.load(snapshot.tensors);
      steps = snapshot.step;
    },
    async release() {
      await state.release();
      for (const session of opened) await session.release();
    }
  };
}

/** A text begins as if after a line's end, where the text has lines. */
const firstCharacter = (characters: readonly string[]): number => Math.max(0, characters.indexOf("\n"));

function choose(logits: Float32Array, temperature: number, next: () => number): number {
  const most = logits.reduce((a, b) => Math.max(a, b), -Infinity);
  if (temperature === 0) return logits.indexOf(most);
  return draw(
    logits.map((logit) => Math.exp((logit - most) / temperature)),
    next()
  );
}
