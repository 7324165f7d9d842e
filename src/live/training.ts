// The page's side of one contestant of the live training: starts its worker and passes on what is asked of it.
import {connect} from "../runtime/channel.js";
import type {Progress} from "../runtime/fetchWeights.js";
import type {DeviceChoice} from "../runtime/serve.js";
import type {SampleOptions} from "./trainer.js";
import type {OpenedTraining, RanTraining, RunTrainingArgs, SamplingArgs, TrainingEvent} from "./trainingMessages.js";
import type {TrainingTask} from "./trainingTask.js";

export interface OpenContestantOptions {
  readonly device: DeviceChoice;
  readonly signal?: AbortSignal;
  readonly progress?: (progress: Progress) => void;
  readonly warn?: (message: string) => void;
}

/** A worker that trains one network after the other. Its calls throw with a message for the reader. */
export interface Contestant {
  /** Forget what was trained and get ready for this. */
  open(task: TrainingTask, options: OpenContestantOptions): Promise<OpenedTraining>;
  /** Train until the schedule's end, so many steps, or `pause`. */
  run(args: RunTrainingArgs, on: (event: TrainingEvent) => void): Promise<RanTraining>;
  /** Resolves when the step under way is done. */
  pause(): Promise<void>;
  setSampling(sampling: SamplingArgs): Promise<void>;
  sample(options: SampleOptions): Promise<string>;
  close(): void;
}

/** Start a worker; nothing is fetched but its module. */
export const startContestant = (): Contestant =>
  contestantOf(new Worker(import.meta.resolve("./training.worker.js"), {type: "module"}));

/** The handle of a worker that serves training. */
export function contestantOf(worker: Worker): Contestant {
  const {port1, port2} = new MessageChannel();
  const channel = connect(port1);
  const broken = new Promise<never>((_, reject) => {
    worker.onerror = (event) => reject(new Error(event.message || "the worker could not be loaded"));
  });
  broken.catch(() => {}); // only those who wait for an answer are told
  worker.postMessage(null, [port2]);
  const call: typeof channel.call = (...args) => Promise.race([channel.call(...args), broken]);
  return {
    open: (task, {device, signal, progress, warn}) =>
      call(
        "open",
        {task, device},
        {
          signal,
          on(message) {
            const event = message as TrainingEvent;
            if ("progress" in event) progress?.(event.progress);
            else if ("warning" in event) warn?.(event.warning);
          }
        }
      ) as Promise<OpenedTraining>,
    run: (args, on) => call("run", args, {on: (event) => on(event as TrainingEvent)}) as Promise<RanTraining>,
    pause: () => call("pause", undefined) as Promise<void>,
    setSampling: (sampling) => call("sampling", sampling) as Promise<void>,
    sample: (options) => call("sample", options) as Promise<string>,
    close() {
      channel.close();
      worker.terminate();
    }
  };
}
