// The finished runs of a study, one line each in data/runs/<study>.jsonl, in the order of their hashes: files of several
// machines merge line by line.
import {existsSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {writeWhole} from "../../src/runtime/writeWhole.js";
import type {RecordedRun} from "../../src/traces/studyRun.js";

export const recordsFile = (study: string, root = "."): string => join(root, "data/runs", `${study}.jsonl`);

/** @throws on a damaged line, naming file and line */
export function readRecords<Run extends RecordedRun = RecordedRun>(path: string): Map<string, Run> {
  if (!existsSync(path)) return new Map();
  const lines = readFileSync(path, "utf8").split("\n");
  return new Map(
    lines.flatMap((line, i) => {
      if (line.trim() === "") return [];
      try {
        const run = JSON.parse(line) as Run;
        if (run.type !== "study-run" || typeof run.hash !== "string") throw new Error("no study-run");
        return [[run.hash, run] as const];
      } catch (error) {
        throw new Error(`${path}, line ${i + 1}: ${(error as Error).message}`, {cause: error});
      }
    })
  );
}

/** Writes all runs; the file appears whole or not at all. */
export function writeRecords(path: string, runs: ReadonlyMap<string, RecordedRun>): void {
  const lines = [...runs.values()].sort((a, b) => (a.hash < b.hash ? -1 : 1)).map((run) => `${JSON.stringify(run)}\n`);
  writeWhole(path, lines.join(""));
}

/** Adds runs to a file. What it already holds stays, unless it was made from other inputs. */
export function mergeRecords(path: string, more: Iterable<RecordedRun>): number {
  const runs = readRecords(path);
  let added = 0;
  for (const run of more) {
    const known = runs.get(run.hash);
    if (known && sameInputs(known.inputs, run.inputs)) continue;
    runs.set(run.hash, run);
    added += 1;
  }
  writeRecords(path, runs);
  return added;
}

/** Whether two runs of a recipe were made from the same. */
export function sameInputs(a: RecordedRun["inputs"], b: RecordedRun["inputs"]): boolean {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((name) => a[name] === b[name]);
}
