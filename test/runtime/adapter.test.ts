import {expect, test} from "vitest";
import {adapterParameters} from "../../src/nets/adapter/parameters.js";
import {openAdapter, writeAdapter} from "../../src/runtime/adapter.js";
import {readTensor, writeSafetensors} from "../../src/runtime/safetensors.js";
import {testAdapter} from "../nets/testAdapter.js";
import {testCheckpoint, testConfig} from "../nets/testCheckpoint.js";

const adapter = {architecture: "attention", exitLayer: 2} as const;
const weights = testAdapter(testConfig, adapter);
const target = await testCheckpoint(testConfig);
const name = "exit-2.safetensors";

test("an adapter that is written reads back, in halves", () => {
  const bytes = writeAdapter(target, adapter, weights);
  const opened = openAdapter(target, {name, bytes});
  expect(opened.adapter).toEqual(adapter);
  expect([...opened.weights.keys()]).toEqual(adapterParameters(testConfig, adapter).map((parameter) => parameter.name));
  for (const [key, place] of opened.weights) {
    const read = readTensor(bytes, place);
    weights.get(key)?.forEach((value, i) => expect(Math.abs(read[i] - value)).toBeLessThan(1e-3));
  }
});

test("beside other weights than its target's it is refused", async () => {
  const other = await testCheckpoint(testConfig, {seed: 4});
  const bytes = writeAdapter(target, adapter, weights);
  expect(() => openAdapter(other, {name, bytes})).toThrow(
    `${name}: drafts for weights ${target.sha256}, not for ${other.sha256}; train it again for these`
  );
});

test("a file that is no adapter's, or lacks a parameter, is refused by name", () => {
  const other = writeSafetensors([{name: "x", shape: [1], data: Float32Array.of(1)}]);
  expect(() => openAdapter(target, {name, bytes: other})).toThrow(
    'unknown architecture ""; there are attention, own-head'
  );
  const metadata = {target: target.sha256, architecture: "attention", exitLayer: "2"};
  const empty = writeSafetensors([{name: "norm.weight", shape: [64], data: new Float32Array(64)}], "F16", metadata);
  expect(() => openAdapter(target, {name, bytes: empty})).toThrow(
    `${name}: input_layernorm.weight is missing, the target needs [64]`
  );
  expect(() => writeAdapter(target, adapter, new Map())).toThrow("exit-2: input_layernorm.weight is missing");
});
