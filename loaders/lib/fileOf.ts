import {createHash} from "node:crypto";
import {readFileSync} from "node:fs";

/** What a page needs to know of a file before it fetches it: its length, and its SHA-256 as hex. */
export function fileOf(path: string): {readonly bytes: number; readonly sha256: string} {
  const bytes = readFileSync(path);
  return {bytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex")};
}
