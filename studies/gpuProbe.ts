// npx tsx studies/gpuProbe.ts
//
// The adapter's name, and one small graph on it against the CPU: products, an activation, a softmax. One line of JSON.
import {add, gemm, Graph, silu, softmax, type HostTensor} from "../src/onnx/index.js";
import {openNode} from "../src/runtime/node.js";
import type {Runtime} from "../src/runtime/runtime.js";
import type {Probe} from "./gpuPending.js";

const [rows, width] = [48, 96];

function smallGraph(): Uint8Array {
  const graph = new Graph("probe");
  const x = graph.input("x", "float32", [rows, width]);
  const w = graph.input("w", "float32", [width, width]);
  const hidden = add(x, silu(gemm(x, w, {transB: true})));
  graph.output("y", softmax(gemm(hidden, w)));
  return graph.build();
}

/** Numbers in [−1, 1), the same every time. */
function numbers(dims: readonly [number, number], seed: number): HostTensor<"float32"> {
  const data = Float32Array.from(
    {length: dims[0] * dims[1]},
    (_, i) => ((i * 7919 + seed * 104729) % 2003) / 1001.5 - 1
  );
  return {dtype: "float32", dims, data};
}

async function run(runtime: Runtime): Promise<Float32Array> {
  const session = await runtime.createSession(smallGraph(), {name: "probe"});
  const {y} = await session.run({x: numbers([rows, width], 1), w: numbers([width, width], 2)});
  return y.data as Float32Array;
}

const gpu = await openNode({device: "webgpu"});
const expected = await run(await openNode({device: "cpu"}));
const found = await run(gpu);
const difference = found.reduce((most, value, i) => Math.max(most, Math.abs(value - expected[i])), 0);
const probe: Probe = {adapter: gpu.deviceName, software: gpu.software, runtime: gpu.version, difference};
console.log(JSON.stringify(probe));
