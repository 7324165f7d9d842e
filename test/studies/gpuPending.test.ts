import {createHash} from "node:crypto";
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, expect, test} from "vitest";
import {gpuItems} from "../../studies/gpuPending.js";
import {writeRecords} from "../../studies/study/records.js";
import {recipeHash} from "../../studies/study/study.js";
import {tinyPoints} from "../../studies/tinyLm/grid.js";
import type {RecordedRun} from "../../src/traces/studyRun.js";

const root = mkdtempSync(join(tmpdir(), "concord-gpu-"));
afterAll(() => rmSync(root, {recursive: true}));

const [small, large] = (["small", "large"] as const).map(
  (scale) => new Set(tinyPoints(scale).map(({recipe}) => recipeHash(recipe)))
);
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
    "study tiny-lm",
    "study core",
    "record ems-sd",
    "record kangaroo",
    "study tiny-lm"
  ]);
  expect(gpuItems(root).map(({scale}) => scale)).toEqual([
    undefined,
    undefined,
    "small",
    "small",
    undefined,
    undefined,
    "large"
  ]);
  expect(pending()).toEqual(Array(7).fill(true));
});

test("finished weights are done whatever they were trained on, unless asked for", () => {
  model("joey", true);
  model("joey-draft", false);
  expect(pending()).toEqual([false, ...Array(6).fill(true)]);
  expect(pending({retrain: true})).toEqual(Array(7).fill(true));
  expect(states()).toEqual([
    "finished on some processor",
    "step 5 of 9 on some processor",
    `0 of ${small.size} runs anywhere`,
    expect.stringMatching(/^0 of [0-9]+ runs anywhere$/),
    "nothing on a GPU",
    "nothing on a GPU",
    `0 of ${large.size} longer runs on a GPU`
  ]);
});

test("a recording counts when it is complete, of today's weights, and not of a processor or a software adapter", () => {
  const sha256 = model("joey", true);
  for (const device of ["cpu-a", "software-b"]) trace(device, sha256, 3);
  expect(pending()[4]).toBe(true);
  trace("webgpu-c", sha256, 2);
  expect(gpuItems(root)[4]).toMatchObject({pending: true, state: "2 of 3 units on webgpu-c"});
  trace("webgpu-c", sha256, 3);
  expect(pending()[4]).toBe(false);
  trace("webgpu-c", "of other weights", 3);
  expect(gpuItems(root)[4]).toMatchObject({pending: true, state: "3 of 3 units on webgpu-c, of other weights"});
});

test("each chapter's recording counts for itself", () => {
  const sha256 = model("joey", true);
  trace("webgpu-c", sha256, 3, "kangaroo");
  expect(gpuItems(root)[5]).toMatchObject({name: "record kangaroo", pending: false});
  expect(pending()[4]).toBe(true);
});

test("of a study's runs those of the small scale count wherever they were made, the others on a GPU only", () => {
  const [first, second] = large;
  const run = (hash: string, provider: string): [string, RecordedRun] => [hash, {type: "study-run", hash, provenance: {provider}} as RecordedRun]; // prettier-ignore
  const [one, another] = small;
  const write = (...runs: [string, RecordedRun][]): void => writeRecords(join(root, "data/runs/tiny-lm.jsonl"), new Map(runs)); // prettier-ignore
  write(run(first, "webgpu"), run(second, "cpu"), run(one, "webgpu"), run(another, "cpu"));
  expect(gpuItems(root)[6]).toMatchObject({pending: true, state: `1 of ${large.size} longer runs on a GPU`});
  expect(gpuItems(root)[2]).toMatchObject({pending: true, state: `2 of ${small.size} runs anywhere`});
  write(...[...large].map((hash) => run(hash, "webgpu")));
  expect(gpuItems(root)[6].pending).toBe(false);
});
