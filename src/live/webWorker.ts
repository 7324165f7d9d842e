// What every worker of a page that decodes is made of: the runtime's server, with the page's ways to open things. Texts are
// tokenized in the worker, so that only texts, step records and timings cross the port.
import {fetchCheckpoint} from "../runtime/fetchCheckpoint.js";
import type {Llama, LlamaOptions} from "../runtime/llama.js";
import {serve} from "../runtime/serve.js";
import type {Beside} from "../runtime/beside.js";
import {openTokenizer} from "../runtime/tokenizer.js";
import type {TextTokenizer} from "../runtime/tokenizer.js";
import {openWeb, webAdapter} from "../runtime/web.js";
import {TARGET} from "./messages.js";
import type {Source} from "./messages.js";
import {workerThreads} from "./workerThreads.js";

/** What a decode in a page's worker has. */
export interface WorkerContext extends Beside {
  /** networks that are open, by name */
  readonly models: Readonly<Record<string, Llama>>;
  /** the target's; @throws where it came without */
  readonly tokenizer: TextTokenizer;
  readonly signal: AbortSignal;
}

export interface WorkerOptions<Request> {
  readonly llama?: LlamaOptions;
  decode(request: Request, context: WorkerContext): AsyncIterable<unknown>;
}

/** Serve the page that started this worker, on the port that its first message brings. */
export function serveWorker<Request>({llama, decode}: WorkerOptions<Request>): void {
  let tokenizer: TextTokenizer | undefined;
  self.addEventListener("message", ({ports: [port]}: MessageEvent<unknown>) => {
    serve<Source, Request>(port, {
      llama,
      openRuntime: (device, {progress, signal}) => {
        if (device === "cpu") throw new Error("cpu: a page has wasm and webgpu");
        return openWeb({device, threads: workerThreads(), progress, signal});
      },
      openCheckpoint: async (source, options) => {
        const checkpoint = await fetchCheckpoint(source, options);
        if (checkpoint.tokenizer) tokenizer ??= openTokenizer(checkpoint.tokenizer);
        return checkpoint;
      },
      devices: async (choice) => {
        if (choice !== "auto") return [choice];
        const adapter = await webAdapter();
        return adapter && !adapter.software ? ["webgpu", "wasm"] : ["wasm"];
      },
      decode: (request, models, signal, beside) =>
        decode(request, {
          ...beside,
          models,
          signal,
          get tokenizer() {
            if (!tokenizer) throw new Error(`${TARGET}: the tokenizer is missing`);
            return tokenizer;
          }
        })
    });
  });
}
