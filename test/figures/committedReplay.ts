// The committed recording as /ems-sd replays it: what loaders/replay.json.ts prints.
import {execFileSync} from "node:child_process";
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
