// config.json and the tokenizer of a network in data/models, in one file; null where it has not been trained yet.
import {existsSync, readFileSync} from "node:fs";
import {parseArgs} from "node:util";

const {name = ""} = parseArgs({options: {name: {type: "string"}}}).values;
const folder = `data/models/${name}`;

const read = (file: string): unknown =>
  existsSync(`${folder}/${file}`) ? JSON.parse(readFileSync(`${folder}/${file}`, "utf8")) : undefined;

const config = read("config.json");
process.stdout.write(JSON.stringify(config === undefined ? null : {config, tokenizer: read("tokenizer.json")}));
