// One device's recording as figures of speed want it.
import type {Speeds} from "../../src/figures/speedData.js";
import type {RecordingRecord, TraceLine} from "../../src/traces/index.js";
import {losslessOf} from "./losslessOf.js";
import {speedTable} from "./speedTable.js";

/** `head` is the line that heads the file of times; `lines` hold the times, the counters and the costs of a step. */
export function speedsOf(device: string, head: RecordingRecord, lines: readonly TraceLine[]): Speeds {
  const {models, provenance, done, planned, setting} = head;
  return {
    device,
    models,
    provenance,
    lossless: losslessOf(head),
    done,
    planned,
    prompts: Number(setting.timedPrompts),
    newTokens: Number(setting.maxNewTokens),
    repeats: Number(setting.repeats),
    rows: speedTable({
      timing: lines.filter((line) => line.type === "timing"),
      counts: lines.filter((line) => line.type === "counts"),
      cost: lines.filter((line) => line.type === "cost")
    })
  };
}
