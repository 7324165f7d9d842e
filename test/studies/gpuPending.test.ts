import {createHash} from "node:crypto";
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, expect, test} from "vitest";
import {gpuItems} from "../../studies/gpuPending.js";

const root = mkdtempSync(join(tmpdir(), "concord-gpu-"));
afterAll(() => rmSync(root, {recursive: true}));

const pending = (options = {}) => gpuItems(root, options).map((item) => item.pending);
const states = () => gpuItems(root).map(({state}) => state);

function model(name: string, finished: boolean): string {
  const folder = join(root, "data/models", name);
  mkdirSync(folder, {recursive: true});
  writeFileSync(join(folder, "model.safetensors"), name);
  const sha256 = createHash("sha256").update(name).digest("hex");
  const card = {finished, device: "some processor", step: 5, schedule: {steps: 9}, sha256};
  writeFileSync(join(folder, "training.json"), JSON.stringify(card));
  return sha256;
}

function trace(device: string, sha256: string, done: number, chapter = "ems-sd"): void {
  const folder = join(root, "data/traces", chapter, device);
  mkdirSync(folder, {recursive: true});
  const head = {models: [{name: "joey", sha256}], provenance: {device}, done, planned: 3};
  writeFileSync(join(folder, "timing.jsonl"), `${JSON.stringify(head)}\n`);
}

test("everything is to do where there is nothing, weights before traces", () => {
  expect(gpuItems(root).map(({name}) => name)).toEqual([
    "train joey",
    "train joey-draft",
    "record ems-sd",
    "record kangaroo"
  ]);
  expect(pending()).toEqual([true, true, true, true]);
});

test("finished weights are done whatever they were trained on, unless asked for", () => {
  model("joey", true);
  model("joey-draft", false);
  expect(pending()).toEqual([false, true, true, true]);
  expect(pending({retrain: true})).toEqual([true, true, true, true]);
  expect(states()).toEqual([
    "finished on some processor",
    "step 5 of 9 on some processor",
    "nothing on a GPU",
    "nothing on a GPU"
  ]);
});

test("a recording counts when it is complete, of today's weights, and not of a processor or a software adapter", () => {
  const sha256 = model("joey", true);
  for (const device of ["cpu-a", "software-b"]) trace(device, sha256, 3);
  expect(pending()[2]).toBe(true);
  trace("webgpu-c", sha256, 2);
  expect(gpuItems(root)[2]).toMatchObject({pending: true, state: "2 of 3 units on webgpu-c"});
  trace("webgpu-c", sha256, 3);
  expect(pending()[2]).toBe(false);
  trace("webgpu-c", "of other weights", 3);
  expect(gpuItems(root)[2]).toMatchObject({pending: true, state: "3 of 3 units on webgpu-c, of other weights"});
});

test("each chapter's recording counts for itself", () => {
  const sha256 = model("joey", true);
  trace("webgpu-c", sha256, 3, "kangaroo");
  expect(gpuItems(root)[3]).toMatchObject({name: "record kangaroo", pending: false});
  expect(pending()[2]).toBe(true);
});
