// The paper's own numbers, as data/papers holds them.
import {readFileSync} from "node:fs";

process.stdout.write(readFileSync("data/papers/core.json"));
