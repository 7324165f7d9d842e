// The commit that the site is built from, and its day; null where the source came without its history.
import {execFileSync} from "node:child_process";
import type {Version} from "../src/figures/citePage.js";

function version(): Version | null {
  try {
    const [commit, date] = execFileSync("git", ["log", "-1", "--format=%h %cs"], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"]
    })
      .trim()
      .split(" ");
    return commit && date ? {commit, date} : null;
  } catch {
    return null;
  }
}

process.stdout.write(JSON.stringify(version()));
