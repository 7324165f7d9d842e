// The race itself, without the page: one worker a contestant, what each has told, and in which state they all are.
import type {Progress} from "../runtime/fetchWeights.js";
import type {DeviceChoice} from "../runtime/serve.js";
import {startContestant} from "./training.js";
import type {Contestant} from "./training.js";
import type {OpenedTraining, SamplingArgs, TrainingEvent} from "./trainingMessages.js";
import {addStep, newRecord, rewindTo} from "./trainingRecord.js";
import type {TrainingRecord} from "./trainingRecord.js";
import type {TrainingTask} from "./trainingTask.js";

/** `fresh`: nothing trained, settings may change; `ended`: every schedule has ended, or has failed. */
export type RaceState = "fresh" | "opening" | "running" | "paused" | "ended";

export interface Racer {
  readonly name: string;
  readonly task: TrainingTask;
  readonly record: TrainingRecord;
  opened?: OpenedTraining;
  ended: boolean;
  /** what went wrong, for the reader */
  failed?: string;
}

export interface RaceOptions {
  /** told whenever anything is new */
  readonly changed: () => void;
  readonly warn: (text: string) => void;
  /** told of the runtime's bytes */
  readonly progress: (progress: Progress) => void;
  /** default a new worker */
  readonly start?: () => Contestant;
}

export interface Race {
  readonly state: RaceState;
  readonly racers: readonly Racer[];
  /**
   * Begin, or go on after a pause; `steps` of each at most. Resolves when they have stopped.
   * @throws where the networks could not be opened; the race is fresh then. An AbortError where it was reset meanwhile
   */
  train(tasks: Readonly<Record<string, TrainingTask>>, options: {device: DeviceChoice; steps?: number}): Promise<void>;
  pause(): Promise<void>;
  /** Forget everything, at once. */
  reset(): void;
  setSampling(sampling: SamplingArgs): void;
  /** Have every contestant write something now, while nothing is running. */
  sample(): Promise<void>;
}

interface Lane extends Racer {
  readonly contestant: Contestant;
}

export function trainingRace({changed, warn, progress, start = startContestant}: RaceOptions): Race {
  /** kept for the next race, with their runtimes */
  let idle: Contestant[] = [];
  let lanes: Lane[] = [];
  let state: RaceState = "fresh";
  let sampling: SamplingArgs = {every: 0, length: 0, temperature: 1};
  let abort = new AbortController();
  const become = (next: RaceState): void => {
    state = next;
    changed();
  };

  async function open(tasks: Readonly<Record<string, TrainingTask>>, device: DeviceChoice): Promise<void> {
    const {signal} = (abort = new AbortController());
    lanes = Object.entries(tasks).map(([name, task]) => {
      const contestant = idle.pop() ?? start();
      return {name, task, contestant, record: newRecord(), ended: false};
    });
    become("opening");
    const told = new Set<string>();
    const once = (text: string): void => {
      if (!told.has(text)) warn(text);
      told.add(text);
    };
    try {
      await Promise.all(
        lanes.map(async (lane, i) => {
          // all fetch the same file, so the first one's progress is that of all
          const options = {device, signal, warn: once, ...(i === 0 ? {progress} : {})};
          lane.opened = await lane.contestant.open(lane.task, options);
          await lane.contestant.setSampling(sampling);
        })
      );
    } catch (error) {
      if (!signal.aborted) discard();
      throw error;
    }
  }

  /** The workers end: one of them may be broken. */
  function discard(): void {
    abort.abort();
    for (const {contestant} of lanes) contestant.close();
    lanes = [];
    become("fresh");
  }

  function hear(lane: Lane, event: TrainingEvent): void {
    const {record, name} = lane;
    if ("report" in event) addStep(record, event.report);
    else if ("heldOut" in event) record.heldOut.push(event.heldOut);
    else if ("sample" in event) record.samples.push(event.sample);
    else if ("progress" in event) return progress(event.progress);
    else if ("warning" in event) return warn(event.warning);
    else {
      rewindTo(record, event.rewound);
      lane.opened = event.opened;
      warn(
        `${name}: ${event.reason.replace(/\.+$/, "")}. Going on with ${event.opened.device} from step ${event.rewound}.`
      );
    }
    changed();
  }

  return {
    get state() {
      return state;
    },
    get racers() {
      return lanes;
    },
    async train(tasks, {device, steps}) {
      if (state === "fresh") await open(tasks, device);
      const racing = lanes;
      const {signal} = abort;
      become("running");
      await Promise.all(
        racing.map(async (lane) => {
          if (lane.ended) return;
          lane.failed = undefined;
          try {
            const ran = await lane.contestant.run(steps === undefined ? {} : {steps}, (event) => {
              if (!signal.aborted) hear(lane, event);
            });
            lane.ended = ran.ended;
          } catch (error) {
            lane.failed = error instanceof Error ? error.message : String(error);
          }
          if (!signal.aborted) changed();
        })
      );
      signal.throwIfAborted();
      become(racing.every(({ended}) => ended) ? "ended" : "paused");
    },
    async pause() {
      await Promise.all(lanes.map(({contestant}) => contestant.pause()));
    },
    reset() {
      // one that trains, opens or has failed is not waited for
      if (state === "running" || state === "opening" || lanes.some(({failed}) => failed)) return discard();
      idle.push(...lanes.map(({contestant}) => contestant));
      idle = idle.slice(0, 2);
      lanes = [];
      become("fresh");
    },
    setSampling(next) {
      sampling = next;
      for (const {contestant} of lanes) contestant.setSampling(next).catch(() => {}); // a broken worker fails its run
    },
    async sample() {
      await Promise.all(
        lanes.map(async ({contestant, record}) => {
          record.samples.push({step: record.steps.length, text: await contestant.sample(sampling)});
          changed();
        })
      );
    }
  };
}
