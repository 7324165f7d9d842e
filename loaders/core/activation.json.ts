// Where runs see the evidence, beside what was really changed. null where nothing has been recorded.
import {activationData} from "../lib/detectionData.js";
import {recordedDetection} from "../lib/recordedDetection.js";

process.stdout.write(JSON.stringify(recordedDetection("detection.jsonl", activationData)));
