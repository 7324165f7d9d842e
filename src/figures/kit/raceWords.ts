// A race in words and numbers: what it shows, its outcome, a moment of it, and every step as a table.
import {packedRows} from "../../decoding/cells.js";
import type {StepRecord} from "../../traces/step.js";
import type {RaceLane} from "../race.js";
import {laneCounts} from "./counters.js";
import type {LaneCounts} from "./counters.js";
import type {Column} from "./dataTable.js";
import {formatCount} from "./dom.js";

export interface RaceRow {
  readonly lane: RaceLane;
  readonly record: StepRecord;
  readonly counts: LaneCounts;
}

/** What the table says of a step. */
export const raceColumns: readonly Column<RaceRow>[] = [
  {name: "lane", value: ({lane}) => lane.name},
  {name: "step", value: ({record}) => record.step},
  {name: "rows", value: ({record}) => record.counts.rows},
  {name: "pad rows", value: ({record}) => record.counts.padRows},
  {name: "drafted", value: ({record}) => record.samples.map(({drafted}) => drafted.length).join(" ")},
  {name: "accepted", value: ({record}) => record.samples.map(({accepted}) => accepted).join(" ")},
  {name: "slots used", value: ({counts}) => counts.slots},
  {name: "pad slots", value: ({counts}) => counts.padSlots},
  {name: "rows so far", value: ({counts}) => counts.rows},
  {name: "tokens so far", value: ({counts}) => counts.tokens}
];

/** One row per lane and step; counts add up from the first step after the prefill. */
export function raceRows(lanes: readonly RaceLane[]): RaceRow[] {
  return lanes.flatMap((lane) => lane.steps.map((record, k) => ({lane, record, counts: laneCounts(lane.steps, k)})));
}

/** What a lane comes to, in a sentence. */
export function outcome(name: string, steps: readonly StepRecord[]): string {
  const {steps: taken, rows, padRows, padSlots, tokens} = laneCounts(steps, steps.length - 1);
  return `${name}: ${formatCount(tokens)} tokens in ${taken} steps, ${formatCount(rows)} rows computed, ${formatCount(padRows)} of them pads; ${formatCount(padSlots)} pads in the cache at the end`;
}

/** Where a lane stands after a step. */
export function sentence({name, steps}: RaceLane, step: number): string {
  const {rows, padRows, tokens} = laneCounts(steps, step);
  return `${name}, step ${step}: ${formatCount(tokens)} tokens, ${formatCount(rows)} rows, ${formatCount(padRows)} pads.`;
}

/** What a race shows: where a padded lane is followed by an unpadded one, what the pads cost; by time, who was sooner. */
export function finding(lanes: readonly RaceLane[]): string {
  const [first, second] = lanes.slice(-2);
  const end = ({steps}: RaceLane): LaneCounts => laneCounts(steps, steps.length - 1);
  if (!second) return outcome(first.name, first.steps);
  const [a, b] = [end(first), end(second)];
  const lower = second.name.toLowerCase();
  return `The same ${formatCount(b.tokens)} tokens take ${formatCount(a.rows)} rows ${first.name.toLowerCase()} and ${formatCount(b.rows)} ${lower}`;
}

/** The rows of a sample in a step, and where each points: "rows 4–6 of 9: sample 2, offsets 0–2, slots 8–10". */
export function pointerSentence({name, steps}: RaceLane, step: number, sample: number): string {
  const rows = step === 0 ? [] : packedRows(steps[step]);
  const own = rows.filter((row) => row.sample === sample);
  const [first, last] = [own[0], own.at(-1)];
  if (!first || !last) {
    const why = step === 0 ? "the prefill is over" : "it has ended";
    return `${name}, step ${step}: no rows of sample ${sample + 1}, ${why}.`;
  }
  const range = (what: string, from: number, to: number): string =>
    from === to ? `${what} ${from}` : `${what}s ${from}–${to}`;
  return `${name}, step ${step}: ${range("row", first.row + 1, last.row + 1)} of ${rows.length} point to sample ${sample + 1}, ${range("offset", first.offset, last.offset)}, ${range("slot", first.slot, last.slot)}.`;
}
