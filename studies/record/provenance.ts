// Where a recording comes from.
import {execFileSync} from "node:child_process";
import type {Runtime} from "../../src/runtime/runtime.js";
import type {Provenance} from "../../src/traces/index.js";

/** What the code of a recording consists of, for git. */
const CODE = [
  "src/decoding",
  "src/nets",
  "src/onnx",
  "src/runtime",
  "src/traces",
  "studies/record",
  "package-lock.json"
];

/** The commit of the code, with "+changes" where files differ from it; `CONCORD_COMMIT` says it where there is no git. */
export function commitOf(root: string): string {
  if (process.env.CONCORD_COMMIT) return process.env.CONCORD_COMMIT;
  const git = (...args: string[]): string => execFileSync("git", args, {cwd: root, encoding: "utf8"}).trim();
  return git("rev-parse", "--short=12", "HEAD") + (git("status", "--porcelain", "--", ...CODE) ? "+changes" : "");
}

export function provenanceOf(runtime: Runtime, command: string, root: string): Provenance {
  const {device, deviceName, software, threads, version} = runtime;
  return {
    command,
    commit: commitOf(root),
    device: deviceName,
    provider: device,
    ...(software ? {software} : {}),
    threads,
    runtime: version,
    date: new Date().toISOString().slice(0, 10)
  };
}

/** A folder name for a device: `cpu-intel-xeon-2-80ghz`; software adapters are called so. */
export function deviceFolder({device, deviceName, software}: Runtime): string {
  const slug = deviceName.toLowerCase().replace(/\(r\)|\(tm\)/g, "").replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, ""); // prettier-ignore
  return `${software ? "software" : device}-${slug}`;
}
