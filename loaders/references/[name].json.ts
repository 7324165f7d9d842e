// The works of a chapter, by key, as data/references holds them.
import {readFileSync} from "node:fs";
import {parseArgs} from "node:util";

const {name} = parseArgs({options: {name: {type: "string"}}}).values;
process.stdout.write(JSON.stringify(JSON.parse(readFileSync(`data/references/${name}.json`, "utf8"))));
