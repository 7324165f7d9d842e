// Workers of Node, so that sessions, whose runs block the thread they are on, leave the caller's thread free.
import {MessageChannel, Worker} from "node:worker_threads";
import type {Port} from "./channel.js";

export interface Thread {
  /** the near end of the channel; the worker gets the far end as its first message */
  readonly port: Port;
  terminate(): Promise<void>;
}

/** Start a module, TypeScript included, as a worker thread. `failed` is told when it breaks outside of any call. */
export function startThread(module: URL, failed: (error: Error) => void): Thread {
  // Node hands no loader down to a worker, so the worker registers tsx itself before it loads the module
  const start = `import("tsx/esm/api").then((tsx) => { tsx.register(); return import(${JSON.stringify(module.href)}); })`;
  const worker = new Worker(start, {eval: true});
  worker.on("error", failed);
  const {port1, port2} = new MessageChannel();
  worker.postMessage(port1, [port1]);
  return {
    port: port2 as unknown as Port, // Node's ports are event targets too, which its types leave out
    async terminate() {
      port2.close();
      await worker.terminate();
    }
  };
}
