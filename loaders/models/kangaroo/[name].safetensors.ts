// An adapter in data/models/kangaroo, as it is; empty where it has not been trained yet, so that the site builds.
import {createReadStream, existsSync} from "node:fs";
import {parseArgs} from "node:util";

const {name = ""} = parseArgs({options: {name: {type: "string"}}}).values;
const path = `data/models/kangaroo/${name}.safetensors`;

if (existsSync(path)) createReadStream(path).pipe(process.stdout);
