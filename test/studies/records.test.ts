// @vitest-environment node
import {appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeEach, expect, test} from "vitest";
import {mergeRecords, readRecords, recordsFile, sameInputs, writeRecords} from "../../studies/study/records.js";
import type {StudyRun} from "../../src/traces/studyRun.js";

const folder = mkdtempSync(join(tmpdir(), "records-"));
const path = recordsFile("toy", folder);
afterAll(() => rmSync(folder, {recursive: true}));
beforeEach(() => rmSync(path, {force: true}));

const run = (hash: string, text = "now", seconds = 1): StudyRun =>
  ({type: "study-run", hash, recipe: {seed: 1}, inputs: {text}, cost: {seconds}}) as StudyRun;
const byHash = (...runs: readonly StudyRun[]): Map<string, StudyRun> => new Map(runs.map((one) => [one.hash, one]));

test("a file that is not there holds no runs", () => {
  expect(path).toBe(join(folder, "data/runs/toy.jsonl"));
  expect(readRecords(path)).toEqual(new Map());
});

test("runs are written in the order of their hashes and read as they were", () => {
  const runs = byHash(run("bb"), run("aa"), run("cc"));
  writeRecords(path, runs);
  expect(readFileSync(path, "utf8").trim().split("\n").map((line) => (JSON.parse(line) as StudyRun).hash)).toEqual(["aa", "bb", "cc"]); // prettier-ignore
  expect(readRecords(path)).toEqual(runs);
  expect(existsSync(`${path}.part`)).toBe(false);
});

test("merging adds what is new, keeps what was made from the same inputs, and replaces what was made from others", () => {
  writeRecords(path, byHash(run("aa", "now", 1), run("bb", "before", 1)));
  expect(mergeRecords(path, [run("aa", "now", 2), run("bb", "now", 2), run("cc", "now", 2)])).toBe(2);
  const seconds = [...readRecords(path).values()].map(({hash, cost}) => [hash, cost.seconds]);
  expect(seconds).toEqual([
    ["aa", 1],
    ["bb", 2],
    ["cc", 2]
  ]);
  expect(mergeRecords(path, [])).toBe(0);
  expect(readRecords(path).size).toBe(3);
});

test("inputs are equal where text and parent are", () => {
  expect(sameInputs({text: "a"}, {text: "a"})).toBe(true);
  expect(sameInputs({text: "a", parent: "p"}, {text: "a"})).toBe(false);
  expect(sameInputs({text: "a", parent: "p"}, {text: "a", parent: "q"})).toBe(false);
  expect(sameInputs({text: "a", parent: "p"}, {text: "b", parent: "p"})).toBe(false);
});

test("a damaged line is named with its file, and merging loses nothing of it", () => {
  writeRecords(path, byHash(run("aa"), run("bb")));
  appendFileSync(path, '\n{"type": "study-run", "ha');
  expect(() => readRecords(path)).toThrow(`${path}, line 4: `);
  const before = readFileSync(path, "utf8");
  expect(() => mergeRecords(path, [run("cc")])).toThrow("line 4");
  expect(readFileSync(path, "utf8")).toBe(before);
});

test("a line that is no run is named", () => {
  writeFileSync(path, `${JSON.stringify(run("aa"))}\n{"type": "timing"}\n`);
  expect(() => readRecords(path)).toThrow(`${path}, line 2: no study-run`);
});
