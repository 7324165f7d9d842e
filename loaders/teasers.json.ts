// What the cards of the first page show: a few of each paper's own numbers, with the table they stand in.
import {readFileSync} from "node:fs";

process.stdout.write(readFileSync("data/teasers.json"));
