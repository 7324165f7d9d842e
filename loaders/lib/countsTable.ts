// From a recording's counters to the table that figures of memory draw: what padding and unpadding come to on the project's
// own prompts, by domain, drafter and batch size.
import type {BatchCounts, CountsData} from "../../src/figures/countsData.js";
import type {TraceLine} from "../../src/traces/index.js";
import {losslessOf} from "./losslessOf.js";

/** modes that replay exactly; the released variant of vanilla is no mode of the figures */
const modes = ["vanilla", "unpad-kv-cache", "unpad-input-tokens", "ems-sd"];

/** undefined where the trace has no recording line */
export function countsTable(lines: readonly TraceLine[]): CountsData | undefined {
  const recording = lines.find((line) => line.type === "recording");
  if (!recording) return undefined;
  const rows = lines.flatMap((line): BatchCounts[] => {
    if (line.type !== "counts" || line.texts !== "prompts" || !modes.includes(line.mode)) return [];
    const {domain, batchSize, mode, drafter, options, totals} = line;
    const {samples, tokens, rows, padRows, attentionSlots, raggedSlots, slotsUsed, padSlots, slotsAllocated} = totals;
    const draftLength = Number(options.copyLength ?? options.draftLength ?? 0);
    const cost = {rows, padRows, attentionSlots, raggedSlots, slotsUsed, padSlots, slotsAllocated};
    return [{domain, batchSize, mode, drafter, draftLength, samples, tokens, ...cost}];
  });
  return {
    models: recording.models.map(({name, sha256}) => ({name, sha256})),
    provenance: recording.provenance,
    lossless: losslessOf(recording),
    rows
  };
}
