// The worker in which one contestant of the live training learns. Its weights never leave it.
import {openWeb, webAdapter} from "../runtime/web.js";
import {serveTraining} from "./serveTraining.js";

self.addEventListener("message", ({ports: [port]}: MessageEvent<unknown>) => {
  serveTraining(port, {
    openRuntime: (device, {progress, signal}) => {
      if (device === "cpu") throw new Error("cpu: a page has wasm and webgpu");
      // so small a network trains faster on one thread, and the other contestant has a worker of its own
      return openWeb({device, threads: 1, progress, signal});
    },
    devices: async (choice) => {
      if (choice !== "auto") return [choice];
      const adapter = await webAdapter();
      return adapter && !adapter.software ? ["webgpu", "wasm"] : ["wasm"];
    }
  });
});
