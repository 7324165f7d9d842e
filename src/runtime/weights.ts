// A checkpoint's weights in a graph: read from its files as they are; F16 and BF16 weights are cast there, which the
// runtime does once, when a session is opened.
import {cast, type Dtype} from "../onnx/index.js";
import type {Weights} from "../nets/llama/block.js";
import type {Checkpoint} from "./checkpoint.js";
import type {ExternalFile} from "./runtime.js";

const dtypes: Record<string, Dtype> = {F32: "float32", F16: "float16", BF16: "bfloat16"};

/** Finds a checkpoint's parameters for a graph. Sessions of that graph need `weightFiles`. */
export const externalWeights =
  ({weights}: Pick<Checkpoint, "weights">): Weights =>
  (graph, name) => {
    const found = weights.get(name);
    if (!found) throw new Error(`checkpoint: ${name} is missing`);
    const {dtype, shape, file, offset, length} = found;
    return cast(graph.external(name, dtypes[dtype], shape, {location: file, offset, length}), "float32");
  };

export const weightFiles = ({files}: Pick<Checkpoint, "files">): ExternalFile[] =>
  files.map(({name, bytes}) => ({path: name, data: bytes}));
