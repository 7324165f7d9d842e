// The optimizer nodes against AdamW written out in float64.
import {expect, test} from "vitest";
import {add, clipByGlobalNorm, globalNorm, Graph, reduceSum, scale} from "../../src/onnx/index.js";
import {adamW} from "../../src/training/adamw.js";
import {learningRate} from "../../src/training/schedule.js";
import {NEXT, stepNames, trainingStep} from "../../src/training/step.js";
import {openGraph} from "../onnx/run.js";
import {openDevice} from "../runtime/devices.js";

const vector = (...data: number[]) => ({dtype: "float32" as const, dims: [data.length], data: Float32Array.from(data)});
const scalar = (x: number) => ({dtype: "float32" as const, dims: [], data: Float32Array.of(x)});

test("three steps of AdamW equal the formulas of Loshchilov and Hutter", async () => {
  const settings = {beta1: 0.9, beta2: 0.95, epsilon: 1e-8, weightDecay: 0.1};
  const graph = new Graph("adamw");
  const input = (name: string, shape: number[]) => graph.input(name, "float32", shape);
  const next = adamW(
    {
      parameter: input("p", [3]),
      gradient: input("g", [3]),
      moment1: input("m", [3]),
      moment2: input("v", [3]),
      learningRate: input("lr", []),
      correction1: input("c1", []),
      correction2: input("c2", [])
    },
    settings
  );
  graph.output("p2", next.parameter);
  graph.output("m2", next.moment1);
  graph.output("v2", next.moment2);
  const session = await openGraph(graph);

  let [p, m, v] = [
    [1, -2, 0.5],
    [0, 0, 0],
    [0, 0, 0]
  ];
  let [p32, m32, v32] = [p, m, v];
  for (let t = 1; t <= 3; t++) {
    const g = [0.3 * t, -0.1, 2 / t];
    const [c1, c2, lr] = [1 - 0.9 ** t, 1 - 0.95 ** t, 0.01 * t];
    m = m.map((x, i) => 0.9 * x + 0.1 * g[i]);
    v = v.map((x, i) => 0.95 * x + 0.05 * g[i] ** 2);
    p = p.map((x, i) => x - lr * (m[i] / c1 / (Math.sqrt(v[i] / c2) + 1e-8) + 0.1 * x));
    const feeds = {p: vector(...p32), g: vector(...g), m: vector(...m32), v: vector(...v32)};
    const out = await session.run({...feeds, lr: scalar(lr), c1: scalar(c1), c2: scalar(c2)});
    [p32, m32, v32] = [out.p2, out.m2, out.v2];
    p32.forEach((x, i) => expect(x).toBeCloseTo(p[i], 6));
  }
  await session.release();
});

test("gradients are scaled down together to the norm allowed, and left alone below it", async () => {
  const graph = new Graph("clip");
  const [a, b] = [graph.input("a", "float32", [2]), graph.input("b", "float32", [1])];
  const norm = globalNorm([a, b]);
  graph.output("norm", norm);
  clipByGlobalNorm([a, b], norm, 1).forEach((clipped, i) => graph.output(`clipped${i}`, clipped));
  const session = await openGraph(graph);
  const large = await session.run({a: vector(2, -1), b: vector(2)});
  expect(large.norm[0]).toBeCloseTo(3, 6);
  expect([...large.clipped0, ...large.clipped1]).toEqual([2 / 3, -1 / 3, 2 / 3].map((x) => expect.closeTo(x, 6)));
  const small = await session.run({a: vector(0.3, 0), b: vector(0.4)});
  expect([...small.clipped0, ...small.clipped1]).toEqual([0.3, 0, 0.4].map((x) => expect.closeTo(x, 6)));
  await session.release();
});

test("groups are clipped apart, and a parameter may learn slower", async () => {
  const parameters = ["a", "b", "c"].map((name) => ({name, shape: [2]}));
  const slopes: Record<string, number> = {a: 3, b: 4, c: 1};
  const graph = trainingStep(
    parameters,
    (_, lookup) =>
      parameters.map(({name}) => reduceSum(scale(lookup(name), slopes[name] / Math.SQRT2), [0])).reduce(add),
    {clip: 1, group: (name) => (name === "c" ? "other" : "first"), rate: (name) => (name === "b" ? 0.25 : 1)}
  );
  const runtime = await openDevice("cpu");
  const session = await runtime.createSession(graph);
  const feeds = Object.fromEntries(
    parameters.flatMap(({name}) => Object.values(stepNames(name)).map((key) => [key, vector(0, 0)]))
  );
  const rates = {learningRate: scalar(0.01), correction1: scalar(0.1), correction2: scalar(0.05)};
  const out = await session.run({...feeds, ...rates});
  const of = (key: string): number => (out[NEXT + key].data as Float32Array)[0];
  expect((out.gradientNorm.data as Float32Array)[0]).toBeCloseTo(Math.hypot(3, 4, 1), 5);
  // the first moment is a tenth of the clipped gradient: norms 3 and 4 are a group of norm 5, norm 1 stays
  const moments = ["a", "b", "c"].map((name) => of(stepNames(name).moment1) * 10 * Math.SQRT2);
  expect(moments).toEqual([3 / 5, 4 / 5, 1].map((x) => expect.closeTo(x, 5)));
  // at first, Adam's steps are as long as the learning rate
  expect(["a", "b", "c"].map((name) => of(stepNames(name).parameter))).toEqual(
    [-0.01, -0.0025, -0.01].map((x) => expect.closeTo(x, 6))
  );
  await session.release();
});

test("the learning rate warms up, stays, and decays to the floor", () => {
  const schedule = {peak: 2, warmup: 4, steps: 20, decay: 5, floor: 0.1};
  const at = (step: number): number => learningRate(schedule, step);
  expect([0, 1, 3, 10, 14].map(at)).toEqual([0.5, 1, 2, 2, 2]);
  expect(at(15)).toBeLessThan(2);
  expect(at(19)).toBeCloseTo(0.2, 12);
  expect(learningRate(schedule, 10, 9)).toBe(1);
  expect(() => at(-1)).toThrow("invalid step: -1");
});
