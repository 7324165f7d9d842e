// The page's side of live decoding: starts the worker, has it load the networks, and passes batches to it.
import {FileAttachment} from "observablehq:stdlib";
import {connect} from "../runtime/channel.js";
import type {Progress} from "../runtime/fetchWeights.js";
import type {Decoded, DeviceChoice, LostNotice, OpenArgs, Opened, OpenEvent, StepEvent} from "../runtime/serve.js";
import type {ModelsManifest} from "./manifest.js";
import {DRAFT, TARGET} from "./messages.js";
import type {GridEvent} from "./costGrid.js";
import type {LiveRequest, LiveStep, MeasureRequest, Source} from "./messages.js";

export interface OpenLiveOptions {
  /** also fetch the draft model; default false */
  readonly draft?: boolean;
  /** where to run; default "auto": measure what there is and keep the faster, software adapters excepted */
  readonly device?: DeviceChoice;
  readonly signal?: AbortSignal;
  /** called as bytes arrive */
  readonly progress?: (progress: Progress) => void;
  /** told of damaged downloads and devices that could not be opened */
  readonly warn?: (message: string) => void;
  /** told when the device is lost, and what the networks run on now */
  readonly lost?: (notice: LostNotice) => void;
}

export interface LiveModels {
  readonly opened: Opened;
  /** Decode a batch, mode after mode. @throws with a message for the reader; an AbortError when `signal` aborts */
  decode(request: LiveRequest, options: {on: (step: LiveStep) => void; signal?: AbortSignal}): Promise<Decoded>;
  /** Time steps of every open network. @throws as `decode` does */
  measure(request: MeasureRequest, options: {on: (event: GridEvent) => void; signal?: AbortSignal}): Promise<void>;
  close(): void;
}

/** Fetch joey, and its draft model where asked for, and open them in a worker. */
export async function openLive(manifest: ModelsManifest, options: OpenLiveOptions = {}): Promise<LiveModels> {
  const {draft = false, device = "auto", signal, progress, warn, lost} = options;
  const models = await sources(manifest, draft);
  const worker = new Worker(import.meta.resolve("./emsSd.worker.js"), {type: "module"});
  const {port1, port2} = new MessageChannel();
  const channel = connect(port1, (notice) => lost?.(notice as LostNotice));
  const broken = new Promise<never>((_, reject) => {
    worker.onerror = (event) => reject(new Error(event.message || "the worker could not be loaded"));
  });
  broken.catch(() => {}); // only the first failure is for the reader
  const close = (): void => {
    channel.close();
    worker.terminate();
  };
  worker.postMessage(null, [port2]);
  const on = (event: unknown): void => {
    const message = event as OpenEvent;
    if ("progress" in message) progress?.(message.progress);
    else warn?.(message.warning);
  };
  try {
    const args: OpenArgs<Source> = {models, device};
    const opened = (await Promise.race([channel.call("open", args, {signal, on}), broken])) as Opened;
    return {
      opened,
      async decode(request, {on: onStep, signal: stop}) {
        const step = (event: unknown): void => onStep((event as StepEvent).step as LiveStep);
        return (await Promise.race([channel.call("decode", request, {signal: stop, on: step}), broken])) as Decoded;
      },
      async measure(request, {on: onEvent, signal: stop}) {
        const event = (message: unknown): void => onEvent((message as StepEvent).step as GridEvent);
        await Promise.race([channel.call("decode", request, {signal: stop, on: event}), broken]);
      },
      close
    };
  } catch (error) {
    close();
    throw error;
  }
}

interface ModelFiles {
  readonly config: unknown;
  readonly tokenizer?: Readonly<Record<string, unknown>>;
}

/** Networks there are; file names are literal, since the site's bundler looks for them. */
async function sources({models}: ModelsManifest, draft: boolean): Promise<Record<string, Source>> {
  const found: Record<string, Source> = {};
  if (models[TARGET]) {
    const {config, tokenizer} = await FileAttachment("../data/models/joey.json").json<ModelFiles>();
    const url = FileAttachment("../data/models/joey.safetensors").href;
    const weights = [{name: "model.safetensors", url, ...models[TARGET]}];
    found[TARGET] = {config, weights, ...(tokenizer ? {tokenizer: {tokenizer}} : {})};
  }
  if (draft) {
    if (!models[DRAFT]) throw new Error(`${DRAFT} is not among this site's networks`);
    const {config} = await FileAttachment("../data/models/joey-draft.json").json<ModelFiles>();
    const url = FileAttachment("../data/models/joey-draft.safetensors").href;
    found[DRAFT] = {config, weights: [{name: "model.safetensors", url, ...models[DRAFT]}]};
  }
  if (!found[TARGET]) throw new Error(`${TARGET} is not among this site's networks`);
  return found;
}
