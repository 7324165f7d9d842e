// Models behind a port: what a worker, of a page or of Node, does with them. The decode loop runs here too, next to the
// model, so that only step records cross the port. How runtimes and checkpoints are opened and what decodes is given by
// whoever starts the worker, as these differ between pages and Node.
import {answer, type CallContext, type Port} from "./channel.js";
import {besideOf, type Beside, type LoadOptions, type Releasable} from "./beside.js";
import {sumProgress} from "./fetchCheckpoint.js";
import {openLlama, type Llama, type LlamaOptions, type Timings} from "./llama.js";
import {nextTask} from "./nextTask.js";
import {stepTime} from "./speed.js";
import type {Checkpoint} from "./checkpoint.js";
import {untilAborted} from "./untilAborted.js";
import type {Progress} from "./fetchWeights.js";
import type {Device, Runtime} from "./runtime.js";

/** What the worker is made of. `Source` says where a checkpoint is; `Request` what is to be decoded. */
export interface ServeOptions<Source, Request> {
  openRuntime(device: Device, options: LoadOptions): Promise<Runtime>;
  openCheckpoint(source: Source, options: LoadOptions): Promise<Checkpoint>;
  /** devices to try, best guess first; one that fails to open is passed over for the next */
  devices(choice: DeviceChoice): Promise<readonly Device[]>;
  /** how checkpoints are opened as models */
  readonly llama?: LlamaOptions;
  /** Decode on the models that are open, by name; everything yielded is sent on as a step. */
  decode(
    request: Request,
    models: Readonly<Record<string, Llama>>,
    signal: AbortSignal,
    beside: Beside
  ): AsyncIterable<unknown>;
}

/** A device, or "auto": measure those there are and keep the fastest, software adapters excepted. */
export type DeviceChoice = Device | "auto";

export interface OpenArgs<Source> {
  /** checkpoints to open, by the names that `decode` knows them by; the first is the one that is measured */
  readonly models: Readonly<Record<string, Source>>;
  readonly device: DeviceChoice;
}

export type OpenEvent = {readonly progress: Progress} | {readonly warning: string};

export interface Opened {
  readonly device: Device;
  readonly deviceName: string;
  readonly software: boolean;
  readonly version: string;
  readonly threads: number;
  /** milliseconds of a greedy step at batch 1 on each device that was measured; empty with one device */
  readonly measured: Readonly<Partial<Record<Device, number>>>;
  /** SHA-256 of each model's weights */
  readonly models: Readonly<Record<string, string>>;
}

export interface StepEvent {
  readonly step: unknown;
}

/** What a decode's caller is told along the way. */
export type DecodeEvent = StepEvent | OpenEvent;

/** What a `decode` call returns in the end: times of each model's runs, and of the host around them. */
export interface Decoded {
  readonly timings: Readonly<Record<string, Timings>>;
}

/** Sent unasked: the device went away and what is open now. */
export interface LostNotice {
  readonly lost: string;
  /** absent when nothing else could be opened */
  readonly reopened?: Opened;
}

interface State {
  readonly runtime: Runtime;
  readonly checkpoints: Readonly<Record<string, Checkpoint>>;
  readonly models: Readonly<Record<string, Llama>>;
  /** what was opened beside the models, by key */
  readonly kept: Map<string, Promise<Releasable>>;
  /** aborts, with the reason, when the device is lost */
  readonly gone: AbortController;
}

/**
 * Serve models on a port. Methods: `open` (OpenArgs → Opened, with OpenEvents), `decode` (Request → Decoded, with
 * DecodeEvents), `release`. When the device is lost, the decode under way fails with the reason, the models are opened again
 * on the next device, and a LostNotice is sent.
 */
export function serve<Source, Request>(port: Port, options: ServeOptions<Source, Request>): void {
  let state: State | undefined;
  const notice = answer(port, {
    open: async (args, context) => {
      await release();
      const {models, device} = args as OpenArgs<Source>;
      const load = loading(context);
      const checkpoints = await openEach(models, (source) => options.openCheckpoint(source, load.options()));
      const devices = await options.devices(device);
      return open(checkpoints, devices, load.options);
    },
    decode: async (request, context) => {
      if (!state) throw new Error("decode: no model is open; call open first");
      const {signal, emit} = context;
      const {models, gone} = state;
      for (const model of Object.values(models)) model.resetTimings();
      const beside = besideOf(state.checkpoints, state.kept, loading(context).options);
      const steps = options.decode(request as Request, models, AbortSignal.any([signal, gone.signal]), beside);
      for await (const step of untilAborted(steps, gone.signal)) {
        signal.throwIfAborted();
        emit({step} satisfies StepEvent);
        await nextTask();
      }
      const timings = Object.fromEntries(Object.entries(models).map(([name, model]) => [name, model.timings]));
      return {timings} satisfies Decoded;
    },
    release
  });

  async function release(): Promise<void> {
    const {models = {}, kept} = state ?? {};
    state = undefined;
    for (const opened of kept?.values() ?? []) await (await opened.catch(() => undefined))?.release();
    for (const model of Object.values(models)) await model.release();
  }

  async function open(
    checkpoints: Readonly<Record<string, Checkpoint>>,
    devices: readonly Device[],
    load: () => LoadOptions
  ): Promise<Opened> {
    const candidates: {state: State; time: number}[] = [];
    const failures: string[] = [];
    for (const device of devices) {
      try {
        const candidate = await openOn(device, checkpoints, load());
        const time = devices.length > 1 ? await stepTime(Object.values(candidate.models)[0]) : 0;
        candidates.push({state: candidate, time});
      } catch (error) {
        load().signal?.throwIfAborted();
        failures.push(`${device}: ${error instanceof Error ? error.message : String(error)}`);
        load().warn(failures[failures.length - 1]);
      }
    }
    const [best, ...slower] = candidates.sort((a, b) => a.time - b.time);
    if (!best) throw new Error(`no device could be opened: ${failures.join("; ")}`);
    for (const other of slower) for (const model of Object.values(other.state.models)) await model.release();
    state = best.state;
    void watch(state, devices, load);
    const {device, deviceName, software, version, threads} = state.runtime;
    const measured = Object.fromEntries(
      devices.length > 1 ? candidates.map((candidate) => [candidate.state.runtime.device, candidate.time]) : []
    );
    const models = Object.fromEntries(Object.entries(state.models).map(([name, model]) => [name, model.sha256]));
    return {device, deviceName, software, version, threads, measured, models};
  }

  async function openOn(device: Device, checkpoints: State["checkpoints"], load: LoadOptions): Promise<State> {
    const runtime = await options.openRuntime(device, load);
    const models = await openEach(checkpoints, async (checkpoint) => openLlama(runtime, checkpoint, options.llama));
    // a device that cannot run the network shows here, not in the first decode
    for (const model of Object.values(models)) await model.begin({batchSize: 1, slots: 1});
    return {runtime, checkpoints, models, kept: new Map(), gone: new AbortController()};
  }

  async function watch(watched: State, devices: readonly Device[], load: () => LoadOptions): Promise<void> {
    const reason = await watched.runtime.lost;
    if (state !== watched) return;
    state = undefined;
    const lost = `${watched.runtime.device} device lost: ${reason}`;
    watched.gone.abort(new Error(`${lost}; the models are being opened on another device`));
    const others = devices.filter((device) => device !== watched.runtime.device);
    const next = others.length > 0 ? others : (["wasm"] satisfies Device[]);
    const reopened = await open(watched.checkpoints, next, load).catch(() => undefined);
    notice({lost, ...(reopened ? {reopened} : {})} satisfies LostNotice);
  }
}

async function openEach<A, B>(sources: Readonly<Record<string, A>>, open: (source: A) => Promise<B>) {
  const opened: Record<string, B> = {};
  for (const [name, source] of Object.entries(sources)) opened[name] = await open(source);
  return opened;
}

/** Progress of all downloads of a call as one. */
function loading({signal, emit}: CallContext): {options: () => LoadOptions} {
  const part = sumProgress((progress) => emit({progress} satisfies OpenEvent));
  const warn = (warning: string): void => emit({warning} satisfies OpenEvent);
  return {options: () => ({signal, warn, progress: part()})};
}
