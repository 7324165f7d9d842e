// The worker in which the page's language model decodes with early exits and with what they are compared with. Adapters are
// fetched when a request needs them, and stay open beside the network.
import type {Adapter} from "../decoding/adapter.js";
import type {Heads} from "../decoding/heads.js";
import {openAdapter} from "../runtime/adapter.js";
import {fetchWeights} from "../runtime/fetchWeights.js";
import {runAdapter} from "../runtime/runAdapter.js";
import {runHeads} from "../runtime/runHeads.js";
import type {ExitMap} from "../traces/exitMap.js";
import {exitMap} from "./exitMap.js";
import type {AdapterSources, ExitMapRequest, MethodsRequest, MethodStep} from "./kangarooMessages.js";
import {DRAFT, TARGET} from "./messages.js";
import {runMethods} from "./runMethods.js";
import {serveWorker} from "./webWorker.js";
import type {WorkerContext} from "./webWorker.js";

interface Opened {
  readonly adapters: readonly Adapter[];
  readonly heads?: Heads;
}

serveWorker<MethodsRequest | ExitMapRequest>({
  llama: {exitHead: "shared"},
  decode: (request, context) => ("probe" in request ? map(request, context) : compare(request, context))
});

async function* compare(request: MethodsRequest, context: WorkerContext): AsyncGenerator<MethodStep> {
  const {models, tokenizer, signal} = context;
  const {adapters, heads} = await open(request.adapters, context);
  const adapter = adapters.find(({exitLayer}) => exitLayer === request.settings.exitLayer);
  const parts = {draft: models[DRAFT], adapter, heads};
  yield* runMethods(request, {model: models[TARGET], parts, tokenizer, signal});
}

async function* map(request: ExitMapRequest, context: WorkerContext): AsyncGenerator<ExitMap> {
  const {models, tokenizer, signal} = context;
  const {adapters} = await open(request.adapters, context);
  yield await exitMap(request, {model: models[TARGET], adapters, tokenizer, signal});
}

/** Adapters and heads that are asked for, fetched where they have not been. */
async function open(sources: AdapterSources, {models, checkpoints, load, keep}: WorkerContext): Promise<Opened> {
  const {runtime} = models[TARGET];
  const target = checkpoints[TARGET];
  const adapters: Adapter[] = [];
  let heads: Heads | undefined;
  for (const {name, url, bytes, sha256} of Object.values(sources)) {
    const part = await keep(sha256, async () => {
      const file = {name, bytes: await fetchWeights(url, {...load(), bytes, sha256})};
      const opened = openAdapter(target, file);
      return opened.adapter.architecture === "medusa"
        ? runHeads(runtime, target, opened)
        : runAdapter(runtime, target, opened);
    });
    if ("count" in part) heads = part;
    else adapters.push(part);
  }
  return {adapters, heads};
}
