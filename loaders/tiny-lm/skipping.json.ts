// What joey loses with some of its layers; null where that was not measured.
import {existsSync, readFileSync} from "node:fs";

const path = "data/runs/tiny-lm-skipping.json";
process.stdout.write(existsSync(path) ? readFileSync(path, "utf8") : "null");
