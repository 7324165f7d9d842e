// The page's side of the worker that draws and judges faces. One worker serves all panels of a page; what is open in it stays
// open, and every panel hears when something has been opened.
import {connect, type Channel} from "../runtime/channel.js";
import type {Progress} from "../runtime/fetchWeights.js";
import type {
  Drawn,
  FaceEvent,
  ForgeAnswer,
  ForgeArgs,
  OpenDetectorsArgs,
  OpenedDetectors,
  OpenedFaces,
  OpenFacesArgs,
  OwnAnswer,
  OwnArgs,
  ViewsAnswer,
  ViewsArgs
} from "./faceMessages.js";

export type {Drawn};

export interface LoadHandlers {
  readonly signal?: AbortSignal;
  readonly progress?: (progress: Progress) => void;
  readonly warn?: (text: string) => void;
}

/** What is open: nothing, faces alone, or faces and detectors. */
export type FaceStage = "closed" | "opening" | "faces" | "judged";

/** What panels share. Calls throw with a message for the reader; AbortError where `signal` aborts. */
export interface FaceLab {
  readonly stage: FaceStage;
  readonly faces?: OpenedFaces;
  readonly detectors?: OpenedDetectors;
  /** Fetch the appearance model, and the detectors and their runtime where `judge` is set. Opens once. */
  open(judge: boolean, handlers?: LoadHandlers): Promise<void>;
  views(args: ViewsArgs, signal?: AbortSignal): Promise<ViewsAnswer>;
  forge(args: ForgeArgs, signal?: AbortSignal): Promise<ForgeAnswer>;
  own(picture: OwnArgs): Promise<OwnAnswer>;
  /** Drop the reader's picture. */
  forget(): Promise<void>;
  /** Told whenever the stage changes; returns how to stop. */
  listen(listener: () => void): () => void;
}

export interface FaceSources {
  readonly faces: OpenFacesArgs;
  readonly detectors: OpenDetectorsArgs;
}

/** A lab over a worker that serves faces; `start` is called when something is first opened. */
export function faceLab(sources: () => Promise<FaceSources>, start: () => Worker): FaceLab {
  const listeners = new Set<() => void>();
  let channel: Channel | undefined;
  let worker: Worker | undefined;
  let broken: Promise<never> | undefined;
  let stage: FaceStage = "closed";
  let faces: OpenedFaces | undefined;
  let detectors: OpenedDetectors | undefined;
  let opening: Promise<void> = Promise.resolve();

  const become = (next: FaceStage): void => {
    if (next === stage) return;
    stage = next;
    for (const listener of listeners) listener();
  };
  const reached = (): FaceStage => (detectors ? "judged" : faces ? "faces" : "closed");
  const connected = (): Channel => {
    if (channel) return channel;
    const {port1, port2} = new MessageChannel();
    channel = connect(port1);
    worker = start();
    broken = new Promise<never>((_, reject) => {
      if (worker) worker.onerror = (event) => reject(new Error(event.message || "the worker could not be loaded"));
    });
    broken.catch(close); // a broken worker serves nobody; the next call starts another
    worker.postMessage(null, [port2]);
    return channel;
  };
  function close(): void {
    channel?.close();
    worker?.terminate();
    [channel, worker, broken, faces, detectors] = [undefined, undefined, undefined, undefined, undefined];
    become("closed");
  }
  const call = async (
    method: string,
    args: unknown,
    options: Parameters<Channel["call"]>[2] = {}
  ): Promise<unknown> => {
    const asked = connected().call(method, args, options);
    return Promise.race([asked, ...(broken ? [broken] : [])]);
  };

  async function openNow(judge: boolean, {signal, progress, warn}: LoadHandlers): Promise<void> {
    const on = (message: unknown): void => {
      const event = message as FaceEvent;
      if ("progress" in event) progress?.(event.progress);
      else warn?.(event.warning);
    };
    if (faces && (detectors || !judge)) return;
    become("opening");
    try {
      const given = await sources();
      faces ??= (await call("faces", given.faces, {signal, on})) as OpenedFaces;
      if (judge) detectors ??= (await call("detectors", given.detectors, {signal, on})) as OpenedDetectors;
    } finally {
      become(reached());
    }
  }

  return {
    get stage() {
      return stage;
    },
    get faces() {
      return faces;
    },
    get detectors() {
      return detectors;
    },
    open(judge, handlers = {}) {
      // one after the other: a second panel that asks meanwhile gets what the first one opened
      opening = opening.catch(() => undefined).then(() => openNow(judge, handlers));
      return opening;
    },
    views: (args, signal) => call("views", args, {signal}) as Promise<ViewsAnswer>,
    forge: (args, signal) => call("forge", args, {signal}) as Promise<ForgeAnswer>,
    own: (picture) => call("own", picture) as Promise<OwnAnswer>,
    forget: async () => {
      if (channel) await call("forget", undefined);
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    }
  };
}
