// The committed recording as /ems-sd replays it, what loaders/replay.json.ts prints; and the paper's numbers.
import {execFileSync} from "node:child_process";
import {readFileSync} from "node:fs";
import type {Paper} from "../../src/figures/paperData.js";
import type {ReplayData} from "../../src/figures/replayData.js";

export function committedReplay(): ReplayData {
  const printed = execFileSync(process.execPath, ["--import", "tsx", "loaders/replay.json.ts"], {
    encoding: "utf8",
    maxBuffer: 2 ** 26
  });
  const data = JSON.parse(printed) as ReplayData | null;
  if (!data) throw new Error("replay: nothing has been recorded");
  return data;
}

export const committedPaper = (): Paper => JSON.parse(readFileSync("data/papers/ems-sd.json", "utf8")) as Paper;
