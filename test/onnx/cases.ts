// One small case per op: what it is fed, how it is called, and which inputs have a derivative. The derivative tests and
// the tests of equal results on every provider walk this list, so an op that is not listed is not tested: a test holds
// that every exported op stands here.
import * as onnx from "../../src/onnx/index.js";
import type {HostTensor, Value} from "../../src/onnx/index.js";
import {random as seeded} from "../../src/training/random.js";

export interface Case {
  /** exported functions the case is about */
  readonly ops: readonly string[];
  readonly inputs: Readonly<Record<string, HostTensor>>;
  /** one differentiable output; further outputs of the op are folded in */
  readonly call: (v: Readonly<Record<string, Value>>) => Value;
  /** inputs with respect to which the derivative is tested; empty where the op promises none */
  readonly differentiable: readonly string[];
}

const random = seeded(7);

/** Random numbers in [low, high), row-major. */
const floats = (dims: number[], low = -1, high = 1): HostTensor<"float32"> => ({
  dtype: "float32",
  dims,
  data: Float32Array.from({length: dims.reduce((n, d) => n * d, 1)}, () => low + (high - low) * random())
});
const int32 = (...data: number[]): HostTensor<"int32"> => ({
  dtype: "int32",
  dims: [data.length],
  data: Int32Array.from(data)
});
const int64 = (dims: number[], data: number[]): HostTensor<"int64"> => ({
  dtype: "int64",
  dims,
  data: BigInt64Array.from(data, BigInt)
});
const sumOf = (values: readonly Value[]): Value =>
  values
    .map((v) =>
      onnx.reduceSum(
        v,
        v.shape.map((_, i) => i)
      )
    )
    .reduce((a, b) => onnx.add(a, onnx.mul(b, b)));

/** Rows of positive numbers that add up to 1. */
function distributions(rows: number, classes: number): HostTensor<"float32"> {
  const {dims, data, dtype} = floats([rows, classes], 0.1, 1);
  const total = (row: number): number => data.slice(row * classes, (row + 1) * classes).reduce((a, b) => a + b, 0);
  return {dtype, dims, data: data.map((value, i) => value / total(Math.floor(i / classes)))};
}

const both = {a: floats([3, 4]), b: floats([4], 0.5, 2)};
const one = {x: floats([3, 4])};
const positive = {x: floats([3, 4], 0.2, 2)};
const table = (f: (x: number) => number): HostTensor<"float32"> => ({
  dtype: "float32",
  dims: [8, 2],
  data: Float32Array.from({length: 16}, (_, i) => f(i / 3))
});

export const cases: Readonly<Record<string, Case>> = {
  add: {ops: ["add", "unbroadcast"], inputs: both, call: ({a, b}) => onnx.add(a, b), differentiable: ["a", "b"]},
  sub: {ops: ["sub"], inputs: both, call: ({a, b}) => onnx.sub(a, b), differentiable: ["a", "b"]},
  mul: {ops: ["mul"], inputs: both, call: ({a, b}) => onnx.mul(a, b), differentiable: ["a", "b"]},
  div: {ops: ["div"], inputs: both, call: ({a, b}) => onnx.div(a, b), differentiable: ["a", "b"]},
  "mul with a column": {
    ops: ["mul"],
    inputs: {a: floats([3, 1]), b: floats([2, 3, 4])},
    call: ({a, b}) => onnx.mul(a, b),
    differentiable: ["a", "b"]
  },
  scale: {ops: ["scale"], inputs: one, call: ({x}) => onnx.scale(x, -2.5), differentiable: ["x"]},
  minimum: {ops: ["minimum"], inputs: both, call: ({a, b}) => onnx.minimum(a, b), differentiable: []},
  maximum: {ops: ["maximum"], inputs: both, call: ({a, b}) => onnx.maximum(a, b), differentiable: []},
  neg: {ops: ["neg"], inputs: one, call: ({x}) => onnx.neg(x), differentiable: ["x"]},
  sqrt: {ops: ["sqrt"], inputs: positive, call: ({x}) => onnx.sqrt(x), differentiable: ["x"]},
  exp: {ops: ["exp"], inputs: one, call: ({x}) => onnx.exp(x), differentiable: ["x"]},
  log: {ops: ["log"], inputs: positive, call: ({x}) => onnx.log(x), differentiable: ["x"]},
  // away from 0, where neither has a derivative
  abs: {ops: ["abs"], inputs: positive, call: ({x}) => onnx.abs(onnx.scale(x, -1.5)), differentiable: ["x"]},
  relu: {
    ops: ["relu"],
    inputs: positive,
    call: ({x}) => onnx.concat([onnx.relu(x), onnx.relu(onnx.neg(x))], 0),
    differentiable: ["x"]
  },
  conv2d: {
    ops: ["conv2d"],
    inputs: {x: floats([2, 3, 4, 6]), k: floats([4, 3, 3, 3])},
    call: ({x, k}) => onnx.conv2d(x, k),
    differentiable: ["x", "k"]
  },
  "conv2d with stride 2": {
    ops: ["conv2d"],
    inputs: {x: floats([2, 3, 4, 6]), k: floats([4, 3, 3, 3])},
    call: ({x, k}) => onnx.conv2d(x, k, {stride: 2}),
    differentiable: ["x", "k"]
  },
  depthwiseConv2d: {
    ops: ["depthwiseConv2d"],
    inputs: {x: floats([2, 3, 4, 5]), k: floats([3, 1, 3, 3])},
    call: ({x, k}) => onnx.depthwiseConv2d(x, k),
    differentiable: ["x", "k"]
  },
  pointwiseConv2d: {
    ops: ["pointwiseConv2d"],
    inputs: {x: floats([2, 3, 4, 5]), k: floats([4, 3, 1, 1])},
    call: ({x, k}) => onnx.pointwiseConv2d(x, k),
    differentiable: ["x", "k"]
  },
  averagePool2d: {
    ops: ["averagePool2d"],
    inputs: {x: floats([2, 3, 4, 6])},
    call: ({x}) => onnx.averagePool2d(x),
    differentiable: ["x"]
  },
  sameConv2d: {
    ops: ["sameConv2d"],
    inputs: {x: floats([2, 3, 5, 6]), k: floats([4, 3, 3, 3]), b: floats([4])},
    call: ({x, k, b}) => onnx.sameConv2d(x, k, b),
    differentiable: []
  },
  "sameConv2d with stride 2": {
    ops: ["sameConv2d"],
    inputs: {x: floats([1, 3, 8, 6]), k: floats([4, 3, 5, 5]), b: floats([4])},
    call: ({x, k, b}) => onnx.sameConv2d(x, k, b, {stride: 2}),
    differentiable: []
  },
  "sameConv2d of each channel with stride 2": {
    ops: ["sameConv2d"],
    inputs: {x: floats([1, 4, 6, 8]), k: floats([4, 1, 3, 3]), b: floats([4])},
    call: ({x, k, b}) => onnx.sameConv2d(x, k, b, {stride: 2}),
    differentiable: []
  },
  maxPool2d: {
    ops: ["maxPool2d"],
    inputs: {x: floats([2, 3, 4, 6])},
    call: ({x}) => onnx.maxPool2d(x),
    differentiable: []
  },
  globalAveragePool: {
    ops: ["globalAveragePool"],
    inputs: {x: floats([2, 3, 4, 5])},
    call: ({x}) => onnx.globalAveragePool(x),
    differentiable: ["x"]
  },
  batchNorm: {
    ops: ["batchNorm"],
    inputs: {x: floats([3, 2, 2, 3]), w: floats([2], 0.5, 2), b: floats([2])},
    call: ({x, w, b}) => onnx.batchNorm(x, w, b).normal,
    differentiable: ["x", "w", "b"]
  },
  sigmoid: {ops: ["sigmoid"], inputs: one, call: ({x}) => onnx.sigmoid(x), differentiable: ["x"]},
  silu: {ops: ["silu"], inputs: one, call: ({x}) => onnx.silu(x), differentiable: ["x"]},
  "cast and equal": {
    ops: ["cast", "equal"],
    inputs: {...one, i: int32(0, 1, 2, 3), j: int32(0, 2, 2, 1)},
    call: ({x, i, j}) => onnx.mul(x, onnx.cast(onnx.equal(i, j), "float32")),
    differentiable: ["x"]
  },
  reduceSum: {ops: ["reduceSum"], inputs: one, call: ({x}) => onnx.reduceSum(x, [0]), differentiable: ["x"]},
  "reduceSum of a middle axis": {
    ops: ["reduceSum"],
    inputs: {x: floats([2, 3, 4])},
    call: ({x}) => onnx.reduceSum(x, [-2], {keepDimensions: true}),
    differentiable: ["x"]
  },
  reduceMean: {ops: ["reduceMean"], inputs: one, call: ({x}) => onnx.reduceMean(x, [-1]), differentiable: ["x"]},
  reduceMax: {ops: ["reduceMax"], inputs: one, call: ({x}) => onnx.reduceMax(x, [1]), differentiable: []},
  argMax: {ops: ["argMax"], inputs: one, call: ({x}) => onnx.cast(onnx.argMax(x), "float32"), differentiable: []},
  topK: {
    ops: ["topK"],
    inputs: one,
    call: ({x}) => {
      const [values, indices] = onnx.topK(x, 2);
      return onnx.add(values, onnx.cast(indices, "float32"));
    },
    differentiable: []
  },
  reshape: {ops: ["reshape"], inputs: one, call: ({x}) => onnx.reshape(x, [2, -1]), differentiable: ["x"]},
  transpose: {
    ops: ["transpose"],
    inputs: {x: floats([2, 3, 4])},
    call: ({x}) => onnx.transpose(x, [2, 0, 1]),
    differentiable: ["x"]
  },
  swapLast: {ops: ["swapLast"], inputs: one, call: ({x}) => onnx.swapLast(x), differentiable: ["x"]},
  pad: {ops: ["pad"], inputs: one, call: ({x}) => onnx.pad(x, [1, 0], [0, 2]), differentiable: ["x"]},
  slice: {ops: ["slice"], inputs: one, call: ({x}) => onnx.slice(x, 1, 1, 3), differentiable: ["x"]},
  split: {
    ops: ["split"],
    inputs: one,
    call: ({x}) => sumOf(onnx.split(x, [1, 3], 1)),
    differentiable: ["x"]
  },
  concat: {
    ops: ["concat"],
    inputs: {a: floats([3, 4]), b: floats([3, 2])},
    call: ({a, b}) => onnx.concat([a, b], 1),
    differentiable: ["a", "b"]
  },
  expand: {
    ops: ["expand"],
    inputs: {x: floats([3, 1])},
    call: ({x}) => onnx.expand(x, [2, 3, 4]),
    differentiable: ["x"]
  },
  ...Object.fromEntries(
    [false, true].flatMap((transA) =>
      [false, true].map((transB) => [
        `gemm transA ${transA} transB ${transB}`,
        {
          ops: ["gemm"],
          inputs: {a: floats(transA ? [4, 3] : [3, 4]), b: floats(transB ? [5, 4] : [4, 5])},
          call: ({a, b}) => onnx.gemm(a, b, {transA, transB}),
          differentiable: ["a", "b"]
        } satisfies Case
      ])
    )
  ),
  matMul: {
    ops: ["matMul"],
    inputs: {a: floats([2, 3, 4]), b: floats([2, 4, 5])},
    call: ({a, b}) => onnx.matMul(a, b),
    differentiable: ["a", "b"]
  },
  "matMul with a shared right side": {
    ops: ["matMul"],
    inputs: {a: floats([2, 3, 4]), b: floats([4, 5])},
    call: ({a, b}) => onnx.matMul(a, b),
    differentiable: ["a", "b"]
  },
  "gather with a repeated row": {
    ops: ["gather"],
    inputs: {x: floats([5, 3]), i: int32(4, 1, 1, 0)},
    call: ({x, i}) => onnx.gather(x, i),
    differentiable: ["x"]
  },
  gatherElements: {
    ops: ["gatherElements"],
    inputs: {...one, i: {...int32(2, 0, 3), dims: [3, 1]}},
    call: ({x, i}) => onnx.gatherElements(x, i),
    differentiable: []
  },
  scatterND: {
    ops: ["scatterND"],
    inputs: {...one, i: int64([2, 1], [2, 0]), u: floats([2, 4])},
    call: ({x, i, u}) => onnx.scatterND(x, i, u),
    differentiable: []
  },
  "scatterND adding": {
    ops: ["scatterND"],
    inputs: {...one, i: int64([3, 1], [2, 0, 2]), u: floats([3, 4])},
    call: ({x, i, u}) => onnx.scatterND(x, i, u, {reduction: "add"}),
    differentiable: []
  },
  regroup: {
    ops: ["regroup"],
    inputs: {x: floats([2, 3, 4])},
    call: ({x}) => onnx.regroup(x, [2, 6, 2]),
    differentiable: []
  },
  writeSlots: {
    ops: ["writeSlots"],
    inputs: {x: floats([2, 2, 3, 4]), p: int64([2, 3], [1, 0, 2, 0, 1, 0]), r: floats([2, 4])},
    call: ({x, p, r}) => onnx.writeSlots(x, p, r),
    differentiable: []
  },
  splitBy: {
    ops: ["splitBy"],
    inputs: {x: floats([2, 3, 5]), sizes: int64([2], [4, 1])},
    call: ({x, sizes}) => sumOf(onnx.splitBy(x, sizes, ["L", "S"], 2)),
    differentiable: []
  },
  logSumExp: {ops: ["logSumExp"], inputs: one, call: ({x}) => onnx.logSumExp(x), differentiable: ["x"]},
  where: {
    ops: ["where"],
    inputs: {a: floats([4]), b: floats([4]), i: int32(0, 1, 2, 3), j: int32(0, 2, 2, 1)},
    call: ({a, b, i, j}) => onnx.where(onnx.equal(i, j), a, b),
    differentiable: []
  },
  softmax: {ops: ["softmax"], inputs: one, call: ({x}) => onnx.softmax(x), differentiable: ["x"]},
  rmsNorm: {
    ops: ["rmsNorm"],
    inputs: {x: floats([2, 3, 4]), w: floats([4], 0.5, 1.5)},
    call: ({x, w}) => onnx.rmsNorm(x, w, 1e-5),
    differentiable: ["x", "w"]
  },
  rotaryEmbedding: {
    ops: ["rotaryEmbedding"],
    inputs: {x: floats([2, 3, 8]), p: int64([2, 3], [0, 1, 2, 5, 6, 7]), cos: table(Math.cos), sin: table(Math.sin)},
    call: ({x, p, cos, sin}) => onnx.rotaryEmbedding(x, p, cos, sin, 2),
    differentiable: ["x"]
  },
  crossEntropy: {
    ops: ["crossEntropy"],
    inputs: {x: floats([4, 6]), t: int32(0, 5, 2, 2), w: {...floats([4]), data: Float32Array.of(1, 0, 0.5, 2)}},
    call: ({x, t, w}) => onnx.crossEntropy(x, t, w),
    differentiable: ["x"]
  },
  softCrossEntropy: {
    ops: ["softCrossEntropy"],
    inputs: {x: floats([3, 5], -3, 3), p: distributions(3, 5), w: {...floats([3]), data: Float32Array.of(1, 0, 0.5)}},
    call: ({x, p, w}) => onnx.softCrossEntropy(x, p, w),
    differentiable: ["x"]
  },
  acceptance: {
    ops: ["acceptance"],
    inputs: {x: floats([3, 5], -3, 3), p: distributions(3, 5), w: {...floats([3]), data: Float32Array.of(1, 0, 0.5)}},
    call: ({x, p, w}) => onnx.acceptance(x, p, w),
    differentiable: []
  },
  globalNorm: {
    ops: ["globalNorm"],
    inputs: both,
    call: ({a, b}) => onnx.globalNorm([a, b]),
    differentiable: ["a", "b"]
  },
  clipByGlobalNorm: {
    ops: ["clipByGlobalNorm"],
    inputs: both,
    call: ({a, b}) => onnx.clipByGlobalNorm([a, b], onnx.globalNorm([a, b]), 0.5)[1],
    differentiable: []
  },
  causalMask: {
    ops: ["causalMask"],
    inputs: {x: floats([4, 4])},
    call: ({x}) => onnx.softmax(onnx.add(x, onnx.causalMask(x.graph, 4))),
    differentiable: ["x"]
  }
};
