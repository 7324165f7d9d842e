// The page's side of live early exits: starts the worker, has it load the networks, and passes texts to it.
import type {Decoded, Opened} from "../runtime/serve.js";
import type {ExitMap} from "../traces/exitMap.js";
import {adapterSources} from "./adapterSources.js";
import {connectLive} from "./connectLive.js";
import type {ConnectOptions, RequestOptions} from "./connectLive.js";
import type {ExitMapRequest, MethodsRequest, MethodStep} from "./kangarooMessages.js";
import {partsOf} from "./kangarooMethods.js";
import type {ModelsManifest} from "./manifest.js";
import {modelSources} from "./modelSources.js";

export interface OpenKangarooOptions extends ConnectOptions {
  /** also fetch the draft model; default false */
  readonly draft?: boolean;
}

type Told = Omit<RequestOptions, "on">;

export interface KangarooModels {
  readonly opened: Opened;
  /**
   * Decode texts, method after method; adapters that are not there yet are fetched.
   * @throws with a message for the reader; an AbortError when `signal` aborts
   */
  compare(
    request: Omit<MethodsRequest, "adapters">,
    options: Told & {on: (step: MethodStep) => void}
  ): Promise<Decoded>;
  /** Read a text at every exit, and through the adapters that are named ("exit-2"). @throws as `compare` does */
  mapExits(request: Omit<ExitMapRequest, "adapters"> & {adapters: readonly string[]}, options?: Told): Promise<ExitMap>;
  close(): void;
}

/** Fetch joey, and its draft model where asked for, and open them in a worker. */
export async function openKangaroo(
  manifest: ModelsManifest,
  options: OpenKangarooOptions = {}
): Promise<KangarooModels> {
  const models = await modelSources(manifest, options.draft ?? false);
  const worker = new Worker(import.meta.resolve("./kangaroo.worker.js"), {type: "module"});
  const {opened, request, close} = await connectLive(worker, models, options);
  return {
    opened,
    compare(asked, rest) {
      const adapters = adapterSources(manifest, partsOf(asked.methods, asked.settings));
      return request({...asked, adapters} satisfies MethodsRequest, rest as RequestOptions);
    },
    async mapExits({adapters: names, ...asked}, told = {}) {
      const adapters = adapterSources(manifest, names);
      let map: ExitMap | undefined;
      await request({...asked, adapters} satisfies ExitMapRequest, {...told, on: (step) => (map = step as ExitMap)});
      if (!map) throw new Error("the worker sent no map");
      return map;
    },
    close
  };
}
