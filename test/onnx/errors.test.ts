import {expect, test} from "vitest";
import {
  add,
  concat,
  div,
  exp,
  gather,
  gemm,
  Graph,
  matMul,
  mul,
  reshape,
  rmsNorm,
  scale,
  scatterND,
  slice,
  split,
  topK,
  transpose
} from "../../src/onnx/index.js";
import {openGraph} from "./run.js";

const graph = new Graph("errors");
const a = graph.input("a", "float32", [3, 4]);
const b = graph.input("b", "float32", [3, 5]);
const i = graph.input("i", "int64", [2, 1]);
const rows = graph.input("rows", "float32", ["T", 4]);

test("a shape error names the op, the shapes and the call", () => {
  expect(() => mul(a, b)).toThrow(
    "mul: dimension 1 of the operands does not broadcast (4 against 5); got [3, 4], [3, 5]"
  );
  expect(() => gemm(a, b)).toThrow(
    "gemm(transA: false, transB: false): inner dimensions 4 and 3 differ; got [3, 4], [3, 5]"
  );
  expect(() => gemm(a, b, {transA: true})).not.toThrow();
  expect(() => matMul(a, b)).toThrow("matMul: inner dimensions 4 and 3 differ");
  expect(() => reshape(a, [5, -1])).toThrow("reshape: 12 elements do not fill the new shape; got [3, 4], [5, -1]");
  expect(() => reshape(a, [-1, -1])).toThrow("at most one dimension may be left open");
  expect(() => transpose(a, [0, 0])).toThrow("transpose: [0, 0] is no permutation of the axes; got [3, 4]");
  expect(() => slice(a, 1, 2, 5)).toThrow("slice: [2, 5) is outside [0, 4) of axis 1; got [3, 4]");
  expect(() => slice(rows, 0, 0, 1)).toThrow("dimension 0 must be known when the graph is built; got [T, 4]");
  expect(() => split(a, [1, 2], 1)).toThrow("split: sizes 1 + 2 do not add up to 4 along axis 1");
  expect(() => concat([a, b], 0)).toThrow("concat: all dimensions but axis 0 must be equal; got [3, 4], [3, 5]");
  expect(() => rmsNorm(a, graph.input("w", "float32", [3]), 1e-5)).toThrow("rmsNorm: the weight must be a vector");
  expect(() => scatterND(a, i, b)).toThrow("scatterND: updates must be [T, ...] with the rows of x");
  expect(() => topK(a, 5)).toThrow("topK: k = 5 is outside [1, 4]");
  expect(() => concat([a, b], 2)).toThrow("concat: axis 2 is outside [-2, 2)");
});

test("types that do not mix are named", () => {
  expect(() => div(a, i)).toThrow("div: float32 and int64 do not mix; cast one");
  expect(() => gather(a, b)).toThrow("gather: indices must be int32 or int64, not float32");
});

test("a symbol broadcasts with itself and with 1 only", () => {
  expect(mul(rows, graph.scalar(2)).shape).toEqual(["T", 4]);
  expect(() => mul(rows, graph.input("s", "float32", ["S", 4]))).toThrow("does not broadcast (T against S)");
  expect(concat([rows, rows], 0).shape).toEqual(["T+T", 4]);
});

test("an open dimension is told where it can be", () => {
  expect(reshape(a, [2, -1]).shape).toEqual([2, 6]);
  expect(reshape(rows, [-1, 2, 2]).shape).toEqual(["T", 2, 2]);
  expect(reshape(rows, [-1]).shape).toEqual(["T*4"]);
});

test("a name is claimed once, and values stay in their graph", () => {
  expect(() => graph.input("a", "float32", [1])).toThrow("graph errors: name a is taken");
  const other = new Graph("other").input("x", "float32", [3, 4]);
  expect(() => mul(a, other)).toThrow("Mul: input x belongs to another graph (other)");
});

test("an input may be called anything that the graph does not use itself", async () => {
  const named = new Graph("names");
  const inputs = ["c0", "c1", "v0", "v1"].map((name) => named.input(name, "float32", [1]));
  named.output("y", inputs.map((x) => scale(x, 2)).reduce(add));
  const session = await openGraph(named);
  const one = {dtype: "float32" as const, dims: [1], data: Float32Array.of(1)};
  expect((await session.run({c0: one, c1: one, v0: one, v1: one})).y).toEqual([8]);
  await session.release();
  expect(() => named.input("#1", "float32", [1])).toThrow("names with # are given by the graph; rename #1");
});

test("an external weight must fill its shape", () => {
  const at = (length: number) => ({location: "w.bin", offset: 0, length});
  expect(() => graph.external("e", "float16", [2, 3], at(24))).toThrow(
    "external e: [2, 3] float16 takes 12 bytes, not 24"
  );
  expect(graph.external("e", "float16", [2, 3], at(12)).shape).toEqual([2, 3]);
});

test("nodes that no output needs are not in the model", () => {
  const bytes = (unused: boolean): Uint8Array => {
    const one = new Graph("unused");
    const x = one.input("x", "float32", [3, 4]);
    one.output("y", exp(x));
    if (unused) exp(exp(x));
    return one.build();
  };
  expect(bytes(true)).toEqual(bytes(false));
});
