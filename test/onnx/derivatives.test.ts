// Each derivative against central finite differences of the op itself, extrapolated once (Richardson) because float32
// leaves room for neither a large nor a small step.
import {describe, expect, test} from "vitest";
import * as onnx from "../../src/onnx/index.js";
import {gradient, Graph, mul, reduceSum, type HostTensor, type Value} from "../../src/onnx/index.js";
import {random as seeded} from "../../src/training/random.js";
import {cases, type Case} from "./cases.js";
import {openGraph} from "./run.js";

const random = seeded(11);
const direction = (n: number): Float32Array => Float32Array.from({length: n}, () => random() * 2 - 1);

/** sum(op(inputs) · fixed random weights): a scalar that depends on every element of the output. */
function scalarGraph({inputs, call, differentiable}: Case): Graph {
  const graph = new Graph("derivative");
  const values = Object.fromEntries(
    Object.entries(inputs).map(([name, {dtype, dims}]): [string, Value] => [name, graph.input(name, dtype, dims)])
  );
  const y = call(values);
  const size = onnx.elements(y.shape) as number;
  const loss = reduceSum(
    mul(y, graph.constant("float32", y.shape as number[], direction(size))),
    y.shape.map((_, i) => i)
  );
  graph.output("loss", loss);
  const wrt = differentiable.map((name) => values[name]);
  gradient(loss, wrt).forEach((g, i) => graph.output(`gradient of ${differentiable[i]}`, g));
  return graph;
}

describe("the derivative of", () => {
  for (const [name, op] of Object.entries(cases)) {
    if (!op.differentiable.length) continue;
    test(`${name} agrees with finite differences`, async () => {
      const session = await openGraph(scalarGraph(op));
      const exact = await session.run(op.inputs);
      for (const input of op.differentiable) {
        const {data} = op.inputs[input] as HostTensor<"float32">;
        const towards = direction(data.length);
        const moved = async (h: number): Promise<number> => {
          const tensor = {...op.inputs[input], data: data.map((v, i) => v + h * towards[i])};
          return (await session.run({...op.inputs, [input]: tensor})).loss[0];
        };
        const slope = async (h: number): Promise<number> => ((await moved(h)) - (await moved(-h))) / (2 * h);
        const measured = (4 * (await slope(0.02)) - (await slope(0.04))) / 3;
        const claimed = exact[`gradient of ${input}`].reduce((sum, g, i) => sum + g * towards[i], 0);
        expect(Math.abs(claimed - measured), `${input}: ${claimed} against ${measured}`).toBeLessThan(
          1e-4 + 1e-3 * Math.abs(measured)
        );
      }
      await session.release();
    });
  }
});

test("a derivative that no op defines is an error, not a zero", () => {
  const graph = new Graph("none");
  const x = graph.input("x", "float32", [2]);
  const loss = reduceSum(onnx.maximum(x, graph.scalar(0)), [0]);
  expect(() => gradient(loss, [x])).toThrow(/has no derivative/);
});

test("a gradient is asked of a scalar that depends on the value", () => {
  const graph = new Graph("scalar");
  const x = graph.input("x", "float32", [2]);
  const y = graph.input("y", "float32", [2]);
  expect(() => gradient(x, [x])).toThrow("the loss must be a scalar, not [2]");
  expect(() => gradient(reduceSum(x, [0]), [y])).toThrow("the loss does not depend on y");
});

test("gradients of a value used twice add up", async () => {
  const graph = new Graph("twice");
  const x = graph.input("x", "float32", [2]);
  const loss = reduceSum(onnx.add(mul(x, x), x), [0]);
  graph.output("g", gradient(loss, [x])[0]);
  const session = await openGraph(graph);
  expect((await session.run({x: {dtype: "float32", dims: [2], data: Float32Array.of(3, -1)}})).g).toEqual([7, -1]);
  await session.release();
});
