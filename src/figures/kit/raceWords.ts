// A race in words and numbers: its outcome, a moment of it, and every step as a table.
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
