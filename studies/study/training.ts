// The training of one run, as far as all studies share it: a curve of means, checkpoints, the clock, and an end where the
// loss is no number any more.
import {clockOf} from "../clock.js";
import {saveCheckpoint} from "../checkpoints.js";
import {stepRunner} from "../session.js";
import {Diverged} from "../../src/training/feeds.js";
import {train, type LoopOptions, type TrainingState} from "../../src/training/loop.js";
import type {Checkpoint} from "../checkpoints.js";
import type {Runtime, Session} from "../../src/runtime/runtime.js";
import type {Schedule} from "../../src/training/schedule.js";
import type {TrainedParameter} from "../../src/training/step.js";
import type {RunContext} from "./context.js";

/** milliseconds between checkpoints */
const SAVE_EVERY = 60_000;
/** points of a curve */
const CURVE = 48;

/** A schedule whose warm-up and decay are shares of its steps. */
export function scheduleOf({peak, floor, warmup, decay}: Omit<Schedule, "steps">, steps: number): Schedule {
  return {peak, floor, warmup: Math.round(warmup * steps), decay: Math.round(decay * steps), steps};
}

export interface RunTraining {
  readonly runtime: Runtime;
  /** of the step graph */
  readonly session: Session;
  readonly parameters: readonly TrainedParameter[];
  readonly schedule: Schedule;
  /** where to go on, or what to start from */
  readonly from: Checkpoint | {readonly state: TrainingState};
  readonly batch: LoopOptions["batch"];
  /** scalar outputs of the step graph that the curve has beside loss and gradient norm; default none */
  readonly outputs?: readonly string[];
  /** a point of the curve: means since the point before of the loss, of `outputs` in their order, and of the gradient norm */
  curve(step: number, means: readonly number[]): Promise<void>;
  /** after which steps `look` is called */
  looks(step: number): boolean;
  look(state: TrainingState): Promise<void>;
  /** a step in words; values as of `curve`, items (tokens, views) since the run was begun or went on */
  say(values: readonly number[], itemsPerSecond: number): string;
}

export interface Trained {
  /** as far as it came; where it diverged, as it was before it went on */
  readonly state: TrainingState;
  /** in steps, since the first of all */
  readonly seconds: number;
  /** the step whose loss or gradient was no finite number */
  readonly diverged?: number;
}

/** Trains until the schedule ends, the signal aborts or the loss is no number. Steps after the last checkpoint are lost. */
export async function trainRun(
  {hash, folder, signal, say, saveEvery = SAVE_EVERY}: RunContext,
  {runtime, session, parameters, schedule, from, batch, outputs = [], curve, looks, look, ...run}: RunTraining
): Promise<Trained> {
  const {steps} = schedule;
  const stretch = Math.max(1, Math.round(steps / CURVE));
  const clock = clockOf(runtime);
  const begun = performance.now();
  const record = {recipe: hash, fingerprint: hash, schedule};
  let seconds = "record" in from ? from.record.seconds : 0;
  let lastSave = begun;
  let saves = false;
  let seen: number[] = [];
  let recent: number[][] = [];
  const reads = (step: number): boolean => saves || looks(step);
  const runner = await stepRunner(runtime, session, {parameters, from: from.state, reads, outputs});
  try {
    const state = await train(from.state, {
      parameters,
      schedule,
      signal,
      batch(step) {
        clock.begin();
        // only where a point of the curve ends: a run that goes on begins the next
        saves = (step + 1) % stretch === 0 && performance.now() - lastSave >= saveEvery;
        return batch(step);
      },
      held: runner.held,
      async run(feeds, step) {
        const results = await runner.run(feeds, step);
        seen = outputs.map((name) => (results[name].data as Float32Array)[0]);
        return results;
      },
      async after({step, loss, gradientNorm, tokens}, at) {
        seconds += clock.read();
        const values = [loss, ...seen, gradientNorm];
        recent.push(values);
        say(run.say(values, (tokens - from.state.tokens) / ((performance.now() - begun) / 1000)), step / steps);
        if (step % stretch === 0 || step === steps) {
          await curve(step, values.map((_, k) => recent.reduce((sum, each) => sum + each[k], 0) / recent.length)); // prettier-ignore
          recent = [];
        }
        if (looks(step)) await look(at);
        if (saves) {
          await saveCheckpoint(folder, parameters, at, {...record, seconds});
          lastSave = performance.now();
        }
        await new Promise((resolve) => setImmediate(resolve)); // let signals in
      }
    });
    return {state, seconds};
  } catch (error) {
    if (!(error instanceof Diverged)) throw error;
    return {state: from.state, seconds, diverged: error.step};
  } finally {
    await runner.release();
    await session.release();
  }
}
