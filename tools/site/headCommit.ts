// The commit that the site is built from.
import {execFileSync} from "node:child_process";

export interface HeadCommit {
  /** the whole hash */
  readonly hash: string;
  /** as git abbreviates it */
  readonly short: string;
  /** its day, YYYY-MM-DD */
  readonly date: string;
}

/** What git says; undefined where the source came without its history. */
export function headCommit(): HeadCommit | undefined {
  try {
    const said = execFileSync("git", ["log", "-1", "--format=%H %h %cs"], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"]
    });
    const [hash, short, date] = said.trim().split(" ");
    return hash && short && date ? {hash, short, date} : undefined;
  } catch {
    return undefined;
  }
}
