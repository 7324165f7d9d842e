// @vitest-environment node
// Importance by gradient, on a small network and the CPU provider.
import {beforeAll, expect, test} from "vitest";
import {gateNames, gateParameters} from "../../src/nets/llama/gates.js";
import {finalNormName} from "../../src/nets/llama/parameters.js";
import {openNode} from "../../src/runtime/node.js";
import {learnMask, MASK, taylorScores, type CalibrationOptions} from "../../studies/tinyLm/importance.js";
import {toyBatch, toyConfig, toyGates, toyLogits, toyLoss, toyWeights} from "../nets/toyNetwork.js";

const shape = {batch: 4, length: 8};
const weights = toyWeights(toyConfig);
const batches = [3, 4].map((seed) => toyBatch(toyConfig, shape, seed));
let options: CalibrationOptions;
beforeAll(async () => {
  options = {runtime: await openNode({device: "cpu"}), network: toyConfig, weights, shape, batches};
});

test("Taylor scores are |∂ loss / ∂ gate| at gates of 1, by finite differences, averaged over batches", async () => {
  const scores = await taylorScores(options);
  expect([...scores.keys()]).toEqual(gateParameters(toyConfig).map(({name}) => name));
  const losses = await Promise.all(batches.map((batch) => toyLoss(toyConfig, weights, batch, shape)));
  const step = 0.01;
  const places: [string, number][] = [
    ...[0, 5, 11].map((i): [string, number] => [gateNames.channels, i]),
    ...[0, 1, 2].map((layer): [string, number] => [gateNames.heads(layer), layer % 2]),
    ...[0, 1, 2].map((layer): [string, number] => [gateNames.neurons(layer), 6 * layer + 3])
  ];
  for (const [name, place] of places) {
    let expected = 0;
    for (const loss of losses) {
      const at = (value: number): Promise<number> =>
        loss(toyGates(toyConfig, (gate, i) => (gate === name && i === place ? value : 1)));
      expected += Math.abs((await at(1 + step)) - (await at(1 - step))) / (2 * step) / losses.length;
    }
    const found = scores.get(name)![place];
    expect(Math.abs(found - expected), `${name} ${place}: ${found}, by differences ${expected}`).toBeLessThan(2e-4 + 0.02 * expected); // prettier-ignore
  }
});

test("scores of a neuron that writes nothing are zero", async () => {
  const name = "model.layers.1.mlp.down_proj.weight";
  const silent = new Map(weights).set(name, weights.get(name)!.map((w, i) => (i % 20 === 4 ? 0 : w))); // prettier-ignore
  const scores = (await taylorScores({...options, weights: silent})).get(gateNames.neurons(1))!;
  expect(scores[4]).toBe(0);
  expect(scores[5]).toBeGreaterThan(0);
});

test("a learned mask drives its gates apart, comes near the share to keep, and keeps the neurons that the text needs", async () => {
  // neurons 0 … 9 of every layer write as before, the others nothing; the text is what the network itself finds likeliest
  const quiet = new Map(weights).set(finalNormName, new Float32Array(12).fill(6));
  for (let layer = 0; layer < 3; layer++) {
    const name = `model.layers.${layer}.mlp.down_proj.weight`;
    quiet.set(name, weights.get(name)!.map((w, i) => (i % 20 < 10 ? 3 * w : 0))); // prettier-ignore
  }
  const {x, w} = toyBatch(toyConfig, shape, 9);
  const logits = await toyLogits(toyConfig, quiet, x, shape);
  const likeliest = (row: Float32Array): number => row.indexOf(Math.max(...row));
  const y = Int32Array.from(x, (_, i) => likeliest(logits.subarray(17 * i, 17 * (i + 1))));
  const seen: number[] = [];
  const steps = 160;
  const {scores, curve} = await learnMask(
    {...options, weights: quiet, batches: Array.from({length: steps}, () => ({x, y, w})), progress: (done) => seen.push(done)}, // prettier-ignore
    {channels: 12, kvHeads: 2, neurons: 10}
  );
  expect(curve).toHaveLength(steps);
  expect(seen.at(-1)).toBe(1);
  // all began at 0.88
  const gates = [0, 1, 2].flatMap((layer) => {
    const theta = [...scores.get(gateNames.neurons(layer))!];
    return theta.map((t, i) => ({needed: i < 10, open: 1 / (1 + Math.exp(-MASK.sharpness * t))}));
  });
  const mean = (some: readonly number[]): number => some.reduce((a, b) => a + b, 0) / some.length;
  const opened = (needed: boolean): number =>
    mean(gates.filter((gate) => gate.needed === needed).map(({open}) => open));
  expect(opened(true)).toBeGreaterThan(opened(false) + 0.3);
  expect(Math.abs(mean(gates.map(({open}) => open)) - 0.5)).toBeLessThan(0.1);
  // the whole loss, at the strength that the penalty ends with, falls
  const total = ([loss, distance]: readonly [number, number]): number => loss + MASK.strength * distance ** 2;
  expect(total(curve[steps - 1])).toBeLessThan(total(curve[0]) / 2);
  expect(curve[steps - 1][1]).toBeLessThan(curve[0][1] / 2);
});

test("calibration can be interrupted", async () => {
  const stop = new AbortController();
  stop.abort();
  await expect(taylorScores({...options, signal: stop.signal})).rejects.toThrow("abort");
  await expect(learnMask({...options, signal: stop.signal}, {channels: 6, kvHeads: 1, neurons: 10})).rejects.toThrow("abort"); // prettier-ignore
});
