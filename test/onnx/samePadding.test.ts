// TensorFlow's padding against plain loops, and against what is written of it: out = ⌈in / stride⌉, and of what is missing at
// the edges the smaller half lies before.
import {describe, expect, test} from "vitest";
import {Graph, maxPool2d, sameConv2d, type HostTensor, type Value} from "../../src/onnx/index.js";
import {random} from "../../src/training/random.js";
import {openGraph} from "./run.js";

const next = random(3);
const floats = (...dims: number[]): HostTensor<"float32"> => ({
  dtype: "float32",
  dims,
  data: Float32Array.from({length: dims.reduce((a, b) => a * b)}, () => next() * 2 - 1)
});

async function run(inputs: Record<string, HostTensor>, call: (v: Record<string, Value>) => Value): Promise<number[]> {
  const graph = new Graph("same");
  const values = Object.entries(inputs).map(([name, {dtype, dims}]) => [name, graph.input(name, dtype, dims)]);
  graph.output("y", call(Object.fromEntries(values) as Record<string, Value>));
  const session = await openGraph(graph);
  const {y} = await session.run(inputs);
  await session.release();
  return y;
}

/** The sum over a window whose first pixel lies `before` pixels outside, zeros around, each output by itself. */
function convolve(
  [x, kernel, bias]: readonly HostTensor<"float32">[],
  {stride, before}: {stride: number; before: readonly [y: number, x: number]}
): number[] {
  const [, c, h, w] = x.dims;
  const [o, inner, k] = kernel.dims;
  const [oh, ow] = [Math.ceil(h / stride), Math.ceil(w / stride)];
  return Array.from({length: o * oh * ow}, (_, at) => {
    const [channel, row, column] = [Math.floor(at / (oh * ow)), Math.floor(at / ow) % oh, at % ow];
    let sum = bias.data[channel];
    for (let i = 0; i < inner; i++) {
      const from = inner === c ? i : channel;
      for (let dy = 0; dy < k; dy++) {
        for (let dx = 0; dx < k; dx++) {
          const [y, z] = [row * stride - before[0] + dy, column * stride - before[1] + dx];
          if (y < 0 || z < 0 || y >= h || z >= w) continue;
          sum += kernel.data[((channel * inner + i) * k + dy) * k + dx] * x.data[(from * h + y) * w + z];
        }
      }
    }
    return sum;
  });
}

describe("sameConv2d", () => {
  const layers = [
    {
      name: "5 × 5, stride 2, even: 1 before, 2 behind",
      x: [1, 3, 8, 8],
      kernel: [4, 3, 5, 5],
      stride: 2,
      before: [1, 1]
    },
    {
      name: "3 × 3, stride 2, even: 0 before, 1 behind",
      x: [1, 3, 8, 6],
      kernel: [2, 3, 3, 3],
      stride: 2,
      before: [0, 0]
    },
    {
      name: "3 × 3, stride 2, odd: 1 before, 1 behind",
      x: [1, 3, 7, 8],
      kernel: [2, 3, 3, 3],
      stride: 2,
      before: [1, 0]
    },
    {name: "each channel, stride 2", x: [1, 4, 6, 6], kernel: [4, 1, 3, 3], stride: 2, before: [0, 0]},
    {name: "each channel, stride 1", x: [1, 4, 5, 6], kernel: [4, 1, 3, 3], stride: 1, before: [1, 1]},
    {name: "1 × 1", x: [1, 4, 5, 6], kernel: [3, 4, 1, 1], stride: 1, before: [0, 0]}
  ] as const;
  test.each(layers)("pads $name", async ({x, kernel, stride, before}) => {
    const tensors = {x: floats(...x), kernel: floats(...kernel), bias: floats(kernel[0])};
    const found = await run(tensors, (v) => sameConv2d(v.x, v.kernel, v.bias, {stride}));
    const expected = convolve([tensors.x, tensors.kernel, tensors.bias], {stride, before});
    expect(found).toHaveLength(expected.length);
    found.forEach((value, i) => expect(value).toBeCloseTo(expected[i], 5));
  });

  test("names the shapes that do not fit", () => {
    const graph = new Graph("shapes");
    const input = (name: string, ...shape: number[]): Value => graph.input(name, "float32", shape);
    const [x, kernel, bias] = [input("x", 1, 3, 4, 4), input("k", 2, 4, 3, 3), input("b", 2)];
    expect(() => sameConv2d(x, kernel, bias)).toThrow(
      "sameConv2d: expected a kernel [O, 3, k, k] or [3, 1, k, k]; got [1, 3, 4, 4], [2, 4, 3, 3]"
    );
    expect(() => sameConv2d(x, input("k3", 3, 1, 3, 3), bias)).toThrow("expected a bias [3]");
    expect(() => maxPool2d(input("odd", 1, 1, 3, 4))).toThrow("maxPool2d: height and width must be even");
  });
});

test("maxPool2d takes the largest of each square, negative ones too", async () => {
  const x: HostTensor = {dtype: "float32", dims: [1, 1, 2, 4], data: Float32Array.of(1, -5, -3, -2, 0, 7, -9, -4)};
  expect(await run({x}, (v) => maxPool2d(v.x))).toEqual([7, -2]);
});
