// One part of the Tiny LM studies: its points with the runs that are recorded.
import {parseArgs} from "node:util";
import {studyData} from "../lib/studyData.js";
import {readRecords, recordsFile} from "../../studies/study/records.js";
import {tinyPoints} from "../../studies/tinyLm/grid.js";
import type {StudyRun} from "../../src/traces/studyRun.js";
import type {TinyRecipe} from "../../studies/tinyLm/recipe.js";

const {part = ""} = parseArgs({options: {part: {type: "string"}}}).values;
const points = tinyPoints().filter((point) => point.part === part);
if (points.length === 0) throw new Error(`study tiny-lm has no part: ${part}`);
process.stdout.write(
  JSON.stringify(studyData(part, points, readRecords<StudyRun<TinyRecipe>>(recordsFile("tiny-lm"))))
);
