// The weights of a detector in data/models/core, as they are; empty where it has not been trained yet, so that the site builds.
import {createReadStream, existsSync} from "node:fs";
import {parseArgs} from "node:util";

const {name = ""} = parseArgs({options: {name: {type: "string"}}}).values;
const path = `data/models/core/${name}.safetensors`;

if (existsSync(path)) createReadStream(path).pipe(process.stdout);
