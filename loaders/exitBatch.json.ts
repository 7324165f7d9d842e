// Early exits in batches, padded and unpadded. null where nothing has been recorded yet.
import {exitBatchData} from "./lib/exitBatchData.js";
import {kangarooModels, kangarooRecording} from "./lib/kangarooRecording.js";

const lines = kangarooRecording(["timing", "counts"]);
process.stdout.write(JSON.stringify(lines ? exitBatchData(lines, kangarooModels().target.layers) : null));
