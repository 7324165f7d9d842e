// Every method of the Kangaroo chapter that was timed on one text at a time. null where nothing has been recorded yet.
import {kangarooModels, kangarooRecording} from "./lib/kangarooRecording.js";
import {methodsData} from "./lib/methodsData.js";

const lines = kangarooRecording(["timing", "counts", "cost"]);
process.stdout.write(JSON.stringify(lines ? methodsData(lines, kangarooModels()) : null));
