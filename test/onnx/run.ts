// Opens a small graph on one provider: onnxruntime-node's CPU or WebGPU, or onnxruntime-web's wasm build, in Node.
import * as ort from "onnxruntime-node";
import type {Graph, HostTensor} from "../../src/onnx/index.js";

export type Feeds = Readonly<Record<string, HostTensor>>;
export const providers = ["cpu", "wasm", "webgpu"] as const;
export type Provider = (typeof providers)[number];

export interface OpenGraph {
  /** outputs as plain numbers, row-major */
  run(feeds: Feeds): Promise<Record<string, number[]>>;
  release(): Promise<void>;
}

export async function openGraph(graph: Graph, provider: Provider = "cpu"): Promise<OpenGraph> {
  const {InferenceSession, Tensor} = provider === "wasm" ? await openWasm() : ort;
  const session = await InferenceSession.create(graph.build(), {
    executionProviders: [provider],
    intraOpNumThreads: 1,
    logSeverityLevel: 3
  });
  return {
    async run(feeds) {
      const fed = Object.entries(feeds)
        .filter(([name]) => session.inputNames.includes(name))
        .map(([name, {dtype, dims, data}]) => [name, new Tensor(dtype as "float32", data as Float32Array, [...dims])]);
      const results = await session.run(Object.fromEntries(fed) as ort.InferenceSession.FeedsType);
      const read = async ([name, tensor]: [string, ort.Tensor]): Promise<[string, number[]]> => [
        name,
        Array.from((await tensor.getData()) as Float32Array, Number)
      ];
      return Object.fromEntries(await Promise.all(Object.entries(results).map(read)));
    },
    release: () => session.release()
  };
}

async function openWasm(): Promise<typeof ort> {
  const web = await import("onnxruntime-web/wasm");
  web.env.wasm.numThreads = 1;
  return web as unknown as typeof ort;
}
