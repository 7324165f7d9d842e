// Traces on disk, for Node: a large one lies compressed, as <name>.jsonl.gz, and is found by its name without that ending.
import {existsSync, readFileSync, rmSync} from "node:fs";
import {gunzipSync, gzipSync} from "node:zlib";
import {writeWhole} from "./writeWhole.js";

/** bytes of text from which a trace lies compressed */
const LARGE = 1_000_000;

/** Whether there is a trace of this name, compressed or not. */
export const hasTrace = (path: string): boolean => existsSync(path) || existsSync(`${path}.gz`);

/** Text of a trace. @throws where there is none, as Node says it */
export const traceText = (path: string): string =>
  !existsSync(path) && existsSync(`${path}.gz`)
    ? gunzipSync(readFileSync(`${path}.gz`)).toString("utf8")
    : readFileSync(path, "utf8");

/** Writes a trace, whole or not at all; what lay there under its other name goes. Returns bytes on disk. */
export function writeTraceText(path: string, text: string): number {
  const large = Buffer.byteLength(text) > LARGE;
  const [to, other] = large ? [`${path}.gz`, path] : [path, `${path}.gz`];
  const data = large ? gzipSync(text, {level: 9}) : Buffer.from(text);
  writeWhole(to, data);
  rmSync(other, {force: true});
  return data.length;
}

/** Removes a trace under either name. */
export function removeTrace(path: string): void {
  for (const each of [path, `${path}.gz`]) rmSync(each, {force: true});
}
