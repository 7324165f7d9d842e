// The page's side of a live worker: opens networks in it, passes requests to it, and fails with it.
import {connect} from "../runtime/channel.js";
import type {Progress} from "../runtime/fetchWeights.js";
import type {Decoded, DecodeEvent, DeviceChoice, LostNotice, OpenArgs, Opened, OpenEvent} from "../runtime/serve.js";
import type {Source} from "./messages.js";

export interface ConnectOptions {
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

export interface RequestOptions extends Pick<ConnectOptions, "signal" | "progress" | "warn"> {
  /** told of each step, in order */
  readonly on: (step: unknown) => void;
}

/** Networks that are open in a worker. */
export interface Connection {
  readonly opened: Opened;
  /** Have something decoded. @throws with a message for the reader; an AbortError when `signal` aborts */
  request(request: unknown, options: RequestOptions): Promise<Decoded>;
  close(): void;
}

/** Have a worker fetch networks and open them. The worker ends where that fails. */
export async function connectLive(
  worker: Worker,
  models: Readonly<Record<string, Source>>,
  {device = "auto", signal, progress, warn, lost}: ConnectOptions
): Promise<Connection> {
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
  try {
    const args: OpenArgs<Source> = {models, device};
    const on = (event: unknown): void => tell(event as OpenEvent, {progress, warn});
    const opened = (await Promise.race([channel.call("open", args, {signal, on}), broken])) as Opened;
    return {
      opened,
      async request(request, {on: onStep, signal: stop, ...told}) {
        const hear = (message: unknown): void => {
          const event = message as DecodeEvent;
          if ("step" in event) onStep(event.step);
          else tell(event, told);
        };
        return (await Promise.race([channel.call("decode", request, {signal: stop, on: hear}), broken])) as Decoded;
      },
      close
    };
  } catch (error) {
    close();
    throw error;
  }
}

function tell(event: OpenEvent, {progress, warn}: Pick<ConnectOptions, "progress" | "warn">): void {
  if ("progress" in event) progress?.(event.progress);
  else warn?.(event.warning);
}
