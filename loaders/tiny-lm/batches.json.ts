// Losses of the batches of a first round; null where they were not recorded.
import {existsSync, readFileSync} from "node:fs";

const path = "data/runs/tiny-lm-batches.json";
process.stdout.write(existsSync(path) ? readFileSync(path, "utf8") : "null");
