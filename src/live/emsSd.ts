// The page's side of live decoding of batches: starts the worker, has it load the networks, and passes batches to it.
import type {Decoded, Opened} from "../runtime/serve.js";
import {connectLive} from "./connectLive.js";
import type {ConnectOptions, RequestOptions} from "./connectLive.js";
import type {ModelsManifest} from "./manifest.js";
import {modelSources} from "./modelSources.js";
import type {GridEvent} from "./costGrid.js";
import type {LiveRequest, LiveStep, MeasureRequest} from "./messages.js";

export interface OpenLiveOptions extends ConnectOptions {
  /** also fetch the draft model; default false */
  readonly draft?: boolean;
}

export interface LiveModels {
  readonly opened: Opened;
  /** Decode a batch, mode after mode. @throws with a message for the reader; an AbortError when `signal` aborts */
  decode(request: LiveRequest, options: {on: (step: LiveStep) => void; signal?: AbortSignal}): Promise<Decoded>;
  /** Time steps of every open network. @throws as `decode` does */
  measure(request: MeasureRequest, options: {on: (event: GridEvent) => void; signal?: AbortSignal}): Promise<unknown>;
  close(): void;
}

/** Fetch joey, and its draft model where asked for, and open them in a worker. */
export async function openLive(manifest: ModelsManifest, options: OpenLiveOptions = {}): Promise<LiveModels> {
  const models = await modelSources(manifest, options.draft ?? false);
  const worker = new Worker(import.meta.resolve("./emsSd.worker.js"), {type: "module"});
  const {opened, request, close} = await connectLive(worker, models, options);
  return {
    opened,
    decode: (batch, rest) => request(batch, rest as RequestOptions),
    measure: (grid, rest) => request(grid, rest as RequestOptions),
    close
  };
}
