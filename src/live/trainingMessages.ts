// What crosses the port between the page and a worker that trains. Weights do not.
import type {DeviceChoice} from "../runtime/serve.js";
import type {Device} from "../runtime/runtime.js";
import type {Progress} from "../runtime/fetchWeights.js";
import type {SampleOptions, TrainerStep} from "./trainer.js";
import type {TrainingTask} from "./trainingTask.js";

export interface OpenTrainingArgs {
  readonly task: TrainingTask;
  readonly device: DeviceChoice;
}

export interface OpenedTraining {
  readonly device: Device;
  readonly deviceName: string;
  readonly software: boolean;
  readonly version: string;
  /** milliseconds of a step on each device that was measured; empty with one device */
  readonly measured: Readonly<Partial<Record<Device, number>>>;
  readonly parameters: number;
}

export interface RunTrainingArgs {
  /** steps to do at most; default until the schedule ends */
  readonly steps?: number;
}

/** What the page may change while it trains. */
export interface SamplingArgs extends SampleOptions {
  /** steps between two samples; 0 for none */
  readonly every: number;
}

export interface RanTraining {
  /** steps done */
  readonly step: number;
  /** whether the schedule has ended */
  readonly ended: boolean;
}

/** What a run tells along the way. */
export type TrainingEvent =
  | {readonly report: TrainerStep}
  | {readonly heldOut: {readonly step: number; readonly loss: number}}
  | {readonly sample: {readonly step: number; readonly text: string}}
  /** the device was lost; steps after this one are done again on the one that is open now */
  | {readonly rewound: number; readonly opened: OpenedTraining; readonly reason: string}
  | {readonly progress: Progress}
  | {readonly warning: string};
