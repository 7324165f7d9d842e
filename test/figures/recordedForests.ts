// The recorded texts of early exits as the chapter's first view gets them, what loaders/rounds.json.ts prints; and the
// paper's numbers.
import {readFileSync} from "node:fs";
import {recordedForest} from "../../loaders/lib/recordedForest.js";
import type {ForestData} from "../../src/figures/forestData.js";
import type {Paper} from "../../src/figures/paperData.js";

export function recordedRounds(): ForestData {
  const keep = (name: string): boolean => /^exit-\d+$/.test(name);
  const data = recordedForest(["dialogue", "math"], {perDomain: 1, maxNewTokens: 40, longest: 110, keep});
  if (!data) throw new Error("forest: nothing has been recorded");
  return data;
}

export const kangarooPaper = (): Paper => JSON.parse(readFileSync("data/papers/kangaroo.json", "utf8")) as Paper;
