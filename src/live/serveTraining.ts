// Training behind a port: what the worker of one contestant does. How runtimes are opened is given by whoever starts it, so
// that tests serve the same in Node. Steps, evaluations and samples take turns and never overlap.
import {answer} from "../runtime/channel.js";
import type {CallContext, Port} from "../runtime/channel.js";
import type {LoadOptions} from "../runtime/beside.js";
import {nextTask} from "../runtime/nextTask.js";
import type {Device, Runtime} from "../runtime/runtime.js";
import type {DeviceChoice} from "../runtime/serve.js";
import {openTrainer} from "./trainer.js";
import type {SampleOptions, Trainer, TrainerSnapshot} from "./trainer.js";
import type {
  OpenedTraining,
  OpenTrainingArgs,
  RanTraining,
  RunTrainingArgs,
  SamplingArgs,
  TrainingEvent
} from "./trainingMessages.js";
import {evaluateEvery} from "./trainingTask.js";
import type {TrainingTask} from "./trainingTask.js";

export interface ServeTrainingOptions {
  openRuntime(device: Device, options: LoadOptions): Promise<Runtime>;
  /** devices to try; with several the fastest is kept */
  devices(choice: DeviceChoice): Promise<readonly Device[]>;
}

interface Training {
  readonly task: TrainingTask;
  readonly runtime: Runtime;
  readonly trainer: Trainer;
  readonly opened: OpenedTraining;
  readonly devices: readonly Device[];
  /** what is gone on from when the device is lost */
  snapshot: TrainerSnapshot;
  /** step at which held-out text was last read */
  evaluated: number;
  /** fails with the reason when the device is lost; none where there is no device to lose */
  readonly gone?: Promise<never>;
}

/** milliseconds to wait for the notice of a loss after a run failed */
const LOSS_NOTICE_MS = 500;

/** characters that a sample writes between two looks at what the page has sent */
const HEARD_EVERY = 8;

/** steps that are timed on each device, after two that are not */
const TIMED_STEPS = 3;

/**
 * Methods: `open` (OpenTrainingArgs → OpenedTraining), `run` (RunTrainingArgs → RanTraining, with TrainingEvents), `pause`
 * (ends the run after the step under way), `sampling` (SamplingArgs), `sample` (SampleOptions → text), `release`.
 */
export function serveTraining(port: Port, options: ServeTrainingOptions): void {
  const runtimes = new Map<Device, Promise<Runtime>>();
  let training: Training | undefined;
  let sampling: SamplingArgs = {every: 0, length: 0, temperature: 1};
  let paused = false;
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(act: () => Promise<T>): Promise<T> => {
    const done = turn.then(act);
    turn = done.catch(() => undefined);
    return done;
  };

  answer(port, {
    open: (args, context) => {
      paused = true;
      return inTurn(async () => {
        await release();
        const {task, device} = args as OpenTrainingArgs;
        training = await open(task, await options.devices(device), context);
        return training.opened;
      });
    },
    run: (args, context) => {
      paused = false;
      return inTurn(() => run(args as RunTrainingArgs, context));
    },
    pause: () => {
      paused = true;
      return inTurn(() => Promise.resolve());
    },
    sampling: (args) => {
      sampling = args as SamplingArgs;
      return Promise.resolve();
    },
    sample: (args, {signal}) => inTurn(() => sample(ready(), args as SampleOptions, () => signal.aborted)),
    release: () => {
      paused = true;
      return inTurn(release);
    }
  });

  const ready = (): Training => {
    if (!training) throw new Error("train: no network is open; call open first");
    return training;
  };

  async function release(): Promise<void> {
    const before = training;
    training = undefined;
    await before?.trainer.release();
  }

  async function run({steps = Infinity}: RunTrainingArgs, {emit, signal}: CallContext): Promise<RanTraining> {
    const tell = (event: TrainingEvent): void => emit(event);
    const until = Math.min(ready().trainer.steps + steps, ready().task.steps);
    const stopped = (): boolean => paused || signal.aborted;
    while (ready().trainer.steps < until && !stopped()) {
      const now = ready();
      try {
        await advance(now, tell, stopped);
      } catch (error) {
        training = await elsewhere(now, error, tell, {emit, signal});
      }
      await nextTask();
    }
    const {trainer, task} = ready();
    const ended = trainer.steps >= task.steps;
    return {step: trainer.steps, ended};
  }

  /** One step, with what is due around it; fails at once when the device is lost. */
  async function advance(now: Training, tell: (event: TrainingEvent) => void, stopped: () => boolean): Promise<void> {
    const {trainer, task, gone} = now;
    const unless = <T>(work: Promise<T>): Promise<T> => (gone ? Promise.race([work, gone]) : work);
    const evaluate = async (): Promise<void> => {
      tell({heldOut: {step: trainer.steps, loss: await unless(trainer.heldOutLoss())}});
      now.evaluated = trainer.steps;
      if (gone) now.snapshot = await unless(trainer.snapshot());
    };
    if (now.evaluated < 0) await evaluate();
    tell({report: await unless(trainer.step())});
    const {steps} = trainer;
    const end = steps === task.steps;
    if (end || steps % evaluateEvery(task.steps) === 0) await evaluate();
    if (sampling.every > 0 && (end || steps % sampling.every === 0)) {
      const text = await unless(sample(now, sampling, stopped));
      if (!stopped() || end) tell({sample: {step: steps, text}});
    }
  }

  /** Go on from the last snapshot on another device, if it was the device that failed. @throws the error otherwise */
  async function elsewhere(
    before: Training,
    error: unknown,
    tell: (event: TrainingEvent) => void,
    context: CallContext
  ): Promise<Training> {
    const {gone, runtime} = before;
    if (!gone) throw error;
    // a failed run may come before the notice of the loss that made it fail
    const waited = new Promise<undefined>((stay) => setTimeout(stay, LOSS_NOTICE_MS));
    const reason = await Promise.race([runtime.lost, waited]);
    if (reason === undefined) throw error;
    const {device} = runtime;
    runtimes.delete(device);
    const others = before.devices.filter((other) => other !== device);
    const next = await open(before.task, others.length > 0 ? others : ["wasm"], context, before.snapshot);
    next.evaluated = before.evaluated;
    tell({rewound: before.snapshot.step, opened: next.opened, reason: `${device} device lost: ${reason}`});
    return next;
  }

  async function open(
    task: TrainingTask,
    devices: readonly Device[],
    {emit, signal}: CallContext,
    from?: TrainerSnapshot
  ): Promise<Training> {
    const tell = (event: TrainingEvent): void => emit(event);
    const load: LoadOptions = {
      signal,
      progress: (progress) => tell({progress}),
      warn: (warning) => tell({warning})
    };
    const candidates: {runtime: Runtime; trainer: Trainer; snapshot: TrainerSnapshot; ms: number}[] = [];
    const failures: string[] = [];
    for (const device of devices) {
      try {
        const runtime = await openRuntime(device, load);
        const trainer = await openTrainer(runtime, task, from);
        const snapshot = await trainer.snapshot();
        candidates.push({runtime, trainer, snapshot, ms: devices.length > 1 ? await stepTime(trainer) : 0});
        trainer.restore(snapshot);
      } catch (error) {
        signal.throwIfAborted();
        failures.push(`${device}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    const [best, ...slower] = candidates.sort((a, b) => a.ms - b.ms);
    if (!best) throw new Error(failures.join("; "));
    for (const failed of failures) load.warn(failed);
    for (const {trainer} of slower) await trainer.release();
    const {runtime, trainer, snapshot} = best;
    const {device, deviceName, software, version, lost} = runtime;
    const measured = candidates.length > 1 ? candidates.map(({runtime: one, ms}) => [one.device, ms] as const) : [];
    const {parameters} = trainer.prepared;
    const opened = {device, deviceName, software, version, measured: Object.fromEntries(measured), parameters};
    const gone = device === "webgpu" ? lost.then((reason) => Promise.reject(new Error(reason))) : undefined;
    gone?.catch(() => {}); // it may come when nothing is running
    return {task, runtime, trainer, opened, devices, snapshot, evaluated: from ? from.step : -1, gone};
  }

  function openRuntime(device: Device, load: LoadOptions): Promise<Runtime> {
    const opened = runtimes.get(device) ?? options.openRuntime(device, load);
    runtimes.set(device, opened);
    opened.catch(() => runtimes.delete(device));
    return opened;
  }
}

/** What is written until the length is reached or `stopped`; lets messages through. */
async function sample({trainer}: Training, options: SampleOptions, stopped: () => boolean): Promise<string> {
  let text = "";
  for await (const character of trainer.sample(options)) {
    text += character;
    if (text.length % HEARD_EVERY === 0) await nextTask();
    if (stopped()) break;
  }
  return text;
}

async function stepTime(trainer: Trainer): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < TIMED_STEPS + 2 && trainer.steps < trainer.prepared.schedule.steps; i++) {
    times.push((await trainer.step()).ms);
  }
  return times.length > 2 ? Math.min(...times.slice(2)) : Math.min(...times);
}
