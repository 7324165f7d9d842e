// Lines of a trace on disk.
import {traceText} from "../../src/runtime/traceFiles.js";
import {readTrace, type TraceLine} from "../../src/traces/index.js";

/** Lines of a trace, compressed or not. @throws where there is none, or a line is none of a trace */
export const traceLines = (path: string): TraceLine[] => readTrace(traceText(path));
