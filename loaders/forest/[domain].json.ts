// Recorded texts of a domain with the draft forest of all exit layers. null where nothing has been recorded yet.
import {existsSync} from "node:fs";
import {parseArgs} from "node:util";
import {recordedForest} from "../lib/recordedForest.js";

const {domain = ""} = parseArgs({options: {domain: {type: "string"}}}).values;
const data = existsSync(`data/prompts/${domain}.json`) ? recordedForest([domain]) : null;
process.stdout.write(JSON.stringify(data));
