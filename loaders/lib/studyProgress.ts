// How far the studies are: networks of each grid that are trained and recorded, and what they cost.
import {readRecords, recordsFile} from "../../studies/study/records.js";
import {recipeHash, type Point} from "../../studies/study/study.js";
import type {StudyFacts} from "../../src/figures/realFacts.js";
import type {RecordedRun} from "../../src/traces/studyRun.js";

/** @param points of the grid; a recipe that stands in several places of it is one network */
export function studyProgress(
  name: StudyFacts["name"],
  points: readonly Point<unknown>[],
  records: ReadonlyMap<string, RecordedRun> = readRecords(recordsFile(name))
): StudyFacts {
  const hashes = [...new Set(points.map(({recipe}) => recipeHash(recipe)))];
  const runs = hashes.flatMap((hash) => records.get(hash) ?? []);
  return {
    name,
    planned: hashes.length,
    done: runs.length,
    seconds: runs.reduce((sum, {cost}) => sum + cost.seconds, 0)
  };
}
