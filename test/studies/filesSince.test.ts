import {mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, expect, test} from "vitest";
import {filesSince} from "../../studies/filesSince.js";

const root = mkdtempSync(join(tmpdir(), "concord-since-"));
afterAll(() => rmSync(root, {recursive: true}));

function written(path: string, seconds: number): string {
  const file = join(root, path);
  mkdirSync(join(file, ".."), {recursive: true});
  writeFileSync(file, path);
  utimesSync(file, seconds, seconds);
  return file;
}

test("what was there before stays behind, at any depth", () => {
  written("models/joey/model.safetensors", 100);
  const first = written("runs/tiny-lm.jsonl", 200);
  const second = written("traces/ems-sd/webgpu-x/cost.jsonl", 300);
  expect(filesSince(root, 200_000)).toEqual([first, second]);
  expect(filesSince(root, 200_001)).toEqual([second]);
  expect(filesSince(join(root, "traces"), 0)).toEqual([second]);
});

test("a folder that is not there holds nothing", () => {
  expect(filesSince(join(root, "none"), 0)).toEqual([]);
});
