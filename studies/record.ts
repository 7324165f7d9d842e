// npm run record -- <chapter> [options]
//
// Records a chapter: ems-sd and kangaroo run language models (recordChapter.ts), core asks trained detectors (core/record.ts).
// Each file says what its options are.
import {refuse} from "../tools/commandLine.js";

const [chapter, ...rest] = process.argv.slice(2);
try {
  if (chapter === "core") await (await import("./core/record.js")).recordCoreCommand(rest);
  else await import("./recordChapter.js");
} catch (error) {
  refuse(error);
}
