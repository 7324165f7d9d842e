// Early exits at every exit layer, draft length and threshold. null where nothing has been recorded yet.
import {traceLines} from "./lib/traceLines.js";
import {exitGrid} from "./lib/exitGrid.js";
import {recordingFolder} from "./lib/recordingFolder.js";

const folder = recordingFolder("timing.jsonl", "data/traces/kangaroo");
const read = (name: string) => traceLines(`${folder}/${name}.jsonl`);

process.stdout.write(
  folder === undefined
    ? "null"
    : JSON.stringify(
        exitGrid({counts: read("counts"), cost: read("cost"), timing: read("timing"), forest: read("forest")})
      )
);
