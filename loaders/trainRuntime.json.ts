// The size of what live training fetches: ONNX Runtime's WebAssembly for each device, as it is and as a host sends it that
// compresses with gzip.
import {readFileSync} from "node:fs";
import {gzipSync} from "node:zlib";
import type {RuntimeSizes} from "../src/live/trainingBar.js";

const sizes = (file: string): RuntimeSizes["wasm"] => {
  const bytes = readFileSync(`node_modules/onnxruntime-web/dist/ort-wasm-simd-threaded${file}.wasm`);
  return {bytes: bytes.length, compressed: gzipSync(bytes).length};
};
const result: RuntimeSizes = {wasm: sizes(""), webgpu: sizes(".jspi")};
process.stdout.write(JSON.stringify(result));
