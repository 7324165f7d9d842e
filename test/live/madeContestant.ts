// A contestant without a network: its losses fall by rule, so that tests know what the panel has to show.
import type {Contestant} from "../../src/live/training.js";
import type {RanTraining, SamplingArgs, TrainingEvent} from "../../src/live/trainingMessages.js";
import type {TrainingTask} from "../../src/live/trainingTask.js";
import {evaluateEvery, prepareTask} from "../../src/live/trainingTask.js";

export interface MadeContestant extends Contestant {
  readonly opens: TrainingTask[];
  sampling?: SamplingArgs;
  closed: boolean;
  /** what opening or the next run fails with */
  openFailure?: string;
  runFailure?: string;
  /** told before the step with this number; may act */
  before?: (step: number) => void;
  /** send this in the midst of a run */
  tell?: (event: TrainingEvent) => void;
}

/** Its loss after step s is 3 − s / 100 for A's settings (depth above 1), and a tenth more for others. */
export function madeContestant(): MadeContestant {
  let task: TrainingTask | undefined;
  let step = 0;
  let paused = false;
  let hangUp: (error: Error) => void = () => {};
  const closed = new Promise<never>((_, reject) => (hangUp = reject));
  closed.catch(() => {});
  const made: MadeContestant = {
    opens: [],
    closed: false,
    async open(asked, {signal, progress}) {
      made.opens.push(asked);
      progress?.({loaded: 1, total: 2});
      await Promise.resolve();
      signal?.throwIfAborted();
      if (made.openFailure) throw new Error(made.openFailure);
      [task, step] = [asked, 0];
      const {parameters} = prepareTask(asked);
      return {device: "wasm", deviceName: "wasm", software: false, version: "made 1.0", measured: {}, parameters};
    },
    run: ({steps = Infinity}, on) => Promise.race([closed, run(steps, on)]),
    async pause() {
      paused = true;
    },
    async setSampling(sampling) {
      made.sampling = sampling;
    },
    sample: async ({temperature}) => `sample at ${temperature}`,
    close() {
      made.closed = true;
      hangUp(new Error("the worker was closed"));
    }
  };

  async function run(steps: number, on: (event: TrainingEvent) => void): Promise<RanTraining> {
    if (!task) throw new Error("not open");
    made.tell = on;
    paused = false;
    const all = task.steps;
    const loss = (): number => 3 - step / 100 + (task!.settings.depth > 1 ? 0 : 0.1);
    const until = Math.min(all, step + steps);
    if (step === 0) on({heldOut: {step: 0, loss: loss()}});
    while (step < until && !paused) {
      made.before?.(step + 1);
      if (made.runFailure) throw new Error(made.runFailure);
      step++;
      on({report: {step, loss: loss(), gradientNorm: 1, learningRate: 0.01, ms: 40}});
      if (step === all || step % evaluateEvery(all) === 0) on({heldOut: {step, loss: loss()}});
      if (made.sampling?.every && step % made.sampling.every === 0) on({sample: {step, text: `<b>${step}</b>`}});
      await new Promise((resolve) => setTimeout(resolve));
    }
    return {step, ended: step >= all};
  }
  return made;
}
