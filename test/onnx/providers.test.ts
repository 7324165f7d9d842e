// Every op gives the same numbers on CPU, in wasm and on WebGPU, and none of them makes WebGPU copy to the CPU and back.
import {describe, expect, test} from "vitest";
import {elements, Graph, type Value} from "../../src/onnx/index.js";
import * as onnx from "../../src/onnx/index.js";
import {cases, type Case} from "./cases.js";
import {openGraph, type Provider} from "./run.js";
import {vulkanDriver} from "../runtime/devices.js";

const adapter = vulkanDriver !== undefined;

function forward({inputs, call}: Case): Graph {
  const graph = new Graph("forward");
  const values = Object.fromEntries(
    Object.entries(inputs).map(([name, {dtype, dims}]): [string, Value] => [name, graph.input(name, dtype, dims)])
  );
  graph.output("y", call(values));
  return graph;
}

async function answer(op: Case, provider: Provider): Promise<number[]> {
  const session = await openGraph(forward(op), provider);
  const {y} = await session.run(op.inputs);
  await session.release();
  return y;
}

const others: Provider[] = adapter ? ["wasm", "webgpu"] : ["wasm"];
for (const provider of others) {
  describe(`${provider} and CPU agree on`, () => {
    for (const [name, op] of Object.entries(cases)) {
      test(name, {timeout: 60_000}, async () => {
        const [expected, actual] = [await answer(op, "cpu"), await answer(op, provider)];
        expect(actual).toHaveLength(expected.length);
        const largest = Math.max(1, ...expected.map(Math.abs));
        actual.forEach((v, i) => expect(Math.abs(v - expected[i])).toBeLessThan(2e-6 * largest));
      });
    }
  });
}

test.skipIf(adapter)("WebGPU is skipped: no Vulkan driver; install Debian's chromium and libvulkan1", () => {
  expect(adapter).toBe(false);
});

test("every op has a case", () => {
  const helpers = new Set(["gradient", "formatShape", "sameShape", "elements", "broadcast", "normalizeAxis"]);
  for (const name of ["staticDimension", "addDimensions"]) helpers.add(name);
  const ops = Object.entries(onnx)
    .filter(([name, value]) => typeof value === "function" && /^[a-z]/.test(name) && !helpers.has(name))
    .map(([name]) => name);
  const covered = new Set(Object.values(cases).flatMap(({ops}) => ops));
  expect(ops.filter((name) => !covered.has(name))).toEqual([]);
});

describe("a case computes", () => {
  test("as many elements as its shape says", async () => {
    for (const op of Object.values(cases)) {
      const graph = new Graph("shape");
      const values = Object.entries(op.inputs).map(([name, {dtype, dims}]) => [name, graph.input(name, dtype, dims)]);
      const {shape} = op.call(Object.fromEntries(values) as Record<string, Value>);
      expect(await answer(op, "cpu")).toHaveLength(elements(shape) as number);
    }
  });
});
