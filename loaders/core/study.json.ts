// The CORE study: its grid with the runs that are recorded.
import {detectorStudyData} from "../lib/detectorStudyData.js";
import {corePoints} from "../../studies/core/detector/grid.js";
import {readRecords, recordsFile} from "../../studies/study/records.js";
import type {DetectorRun} from "../../src/traces/detectorRun.js";
import type {CoreRecipe} from "../../studies/core/detector/recipe.js";

const records = readRecords<DetectorRun<CoreRecipe>>(recordsFile("core"));
process.stdout.write(JSON.stringify(detectorStudyData(corePoints(), records)));
