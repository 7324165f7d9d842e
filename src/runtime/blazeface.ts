// BlazeFace as a session, in Node and in the page: from the pixels of a square to the faces in it. Where the pixels come from,
// src/images/findFace.ts knows.
import {Graph, type HostTensor} from "../onnx/index.js";
import {shortRange} from "../nets/blazeface/config.js";
import {decodeFaces, type DecodeOptions, type Face} from "../nets/blazeface/decode.js";
import {blazeFace} from "../nets/blazeface/forward.js";
import {blazeFaceParameters} from "../nets/blazeface/parameters.js";
import {readSafetensors} from "./safetensors.js";
import {externalWeights, weightFiles} from "./weights.js";
import type {WeightFile} from "./checkpoint.js";
import type {Runtime} from "./runtime.js";

export interface FaceNetwork {
  /** pixels along an edge of what it reads */
  readonly size: number;
  /**
   * The faces in a square picture, the surest first; places are shares of its side.
   * @param pixels [3, size, size], as brightness / 127.5 − 1
   */
  find(pixels: Float32Array, options?: DecodeOptions): Promise<Face[]>;
  release(): Promise<void>;
}

/** @throws where the file is damaged, or holds no such network */
export async function openBlazeFace(runtime: Runtime, file: WeightFile): Promise<FaceNetwork> {
  const config = shortRange;
  const {size} = config;
  const weights = new Map(
    readSafetensors(file.bytes, file.name).map((tensor) => [tensor.name, {...tensor, file: file.name}])
  );
  for (const {name, shape} of blazeFaceParameters(config)) {
    const found = weights.get(name);
    if (found?.shape.join() === shape.join()) continue;
    const there = found ? `[${found.shape.join(", ")}]` : "missing";
    throw new Error(`${file.name}: ${name} is ${there}, blazeface needs [${shape.join(", ")}]`);
  }
  const graph = new Graph("blazeface");
  const weight = externalWeights({weights});
  const dims = [1, 3, size, size];
  const raw = blazeFace(config, (name) => weight(graph, name), graph.input("pictures", "float32", dims));
  graph.output("scores", raw.scores);
  graph.output("numbers", raw.numbers);
  const session = await runtime.createSession(graph.build(), {
    externalData: weightFiles({files: [file]}),
    name: "blazeface"
  });
  return {
    size,
    async find(pixels, options) {
      if (pixels.length !== 3 * size * size) {
        throw new Error(`blazeface: ${pixels.length} numbers; it reads [3, ${size}, ${size}]`);
      }
      const pictures: HostTensor = {dtype: "float32", dims, data: pixels};
      const {scores, numbers} = await session.run({pictures});
      return decodeFaces(config, scores.data as Float32Array, numbers.data as Float32Array, options);
    },
    release: () => session.release()
  };
}
