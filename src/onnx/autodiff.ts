// Reverse-mode automatic differentiation over a graph: walk the tape backwards, ask every op for its vector-Jacobian
// product, and add that to the same graph. What comes out is plain ONNX, so one session runs forward and backward.
import {add} from "./ops/arithmetic.js";
import {formatShape, sameShape} from "./shape.js";
import type {Value} from "./graph.js";

/**
 * Gradients of a scalar with respect to some values of the same graph.
 * @param loss scalar []
 * @param wrt values the loss depends on
 * @returns one value per entry of `wrt`, of its shape
 * @throws when the loss is no scalar, when an op on the way has no derivative, or when `wrt` does not reach the loss
 */
export function gradient(loss: Value, wrt: readonly Value[]): Value[] {
  if (loss.shape.length) throw new Error(`gradient: the loss must be a scalar, not ${formatShape(loss.shape)}`);
  const tape = [...loss.graph.tape];
  const needed = new Set<Value>(wrt);
  for (const value of tape) if (value.inputs.some((i) => needed.has(i))) needed.add(value);

  const gradients = new Map<Value, Value>([[loss, loss.graph.scalar(1)]]);
  for (const value of tape.reverse()) {
    const flowing = gradients.get(value);
    if (!flowing || !needed.has(value) || !value.inputs.some((i) => needed.has(i))) continue;
    if (!value.derivative) throw new Error(`gradient: the op that made ${value.name} has no derivative`);
    const parts = value.derivative(flowing);
    value.inputs.forEach((input, i) => {
      const part = parts[i] ?? null;
      if (!part || !needed.has(input)) return;
      if (!sameShape(part.shape, input.shape)) {
        throw new Error(
          `gradient: ${formatShape(part.shape)} flows into ${input.name}, which is ${formatShape(input.shape)}`
        );
      }
      const before = gradients.get(input);
      gradients.set(input, before ? add(before, part) : part);
    });
  }
  return wrt.map((value) => {
    const found = gradients.get(value);
    if (!found) throw new Error(`gradient: the loss does not depend on ${value.name}`);
    return found;
  });
}
