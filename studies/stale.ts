// npm run stale
//
// Lists what in data/ no longer matches the weights, prompts or tokenizer it was made from; exit code 1 if there is any.
import {findStale} from "./record/findStale.js";

const stale = findStale(".");
for (const {file, source, made, today} of stale) {
  console.log(`${file}: made from ${source} ${made}, which is ${today ?? "not there"} today`);
}
if (stale.length) {
  process.exitCode = 1;
  console.error("record again what is listed: npm run record -- ems-sd, kangaroo or core (docs/recording.md)");
} else {
  console.log("nothing is stale");
}
