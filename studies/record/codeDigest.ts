// Results in a work folder stand for the code that made them. The folder names that code, so that nobody goes on with
// results of another without saying so.
import {createHash} from "node:crypto";
import {existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";

const ROOMS = ["src/decoding", "src/nets", "src/onnx", "src/runtime"];

/** SHA-256 over what decodes; of a bundle, which has no sources, what CONCORD_COMMIT says. */
export function codeDigest(root: string): string {
  if (process.env.CONCORD_COMMIT) return process.env.CONCORD_COMMIT;
  const hash = createHash("sha256");
  for (const room of ROOMS) {
    const files = readdirSync(join(root, room), {recursive: true, encoding: "utf8"}).sort();
    for (const file of files.filter((name) => name.endsWith(".ts"))) {
      hash.update(file).update(readFileSync(join(root, room, file)));
    }
  }
  return hash.digest("hex");
}

/** Claim a work folder for this code. Throws where it holds results of other code, unless they are to be kept. */
export function claim(work: string, code: string, keep: boolean): void {
  mkdirSync(work, {recursive: true});
  const path = join(work, "code");
  const earlier = existsSync(path) ? readFileSync(path, "utf8") : code;
  if (earlier !== code && !keep) {
    throw new Error(`${work}: recorded with other code; --go-on keeps its results, removing it starts again`);
  }
  writeFileSync(path, code);
}
