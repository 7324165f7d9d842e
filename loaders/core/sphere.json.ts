// Two views of a fixed set of faces over training, run by run. null where nothing has been recorded.
import {sphereData} from "../lib/detectionData.js";
import {recordedDetection} from "../lib/recordedDetection.js";

process.stdout.write(JSON.stringify(recordedDetection("detection.jsonl", sphereData)));
