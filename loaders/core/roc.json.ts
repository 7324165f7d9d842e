// Scores of test pictures, for ROC curves. null where nothing has been recorded.
import {rocData} from "../lib/detectionData.js";
import {recordedDetection} from "../lib/recordedDetection.js";

process.stdout.write(JSON.stringify(recordedDetection("scores.jsonl", rocData)));
