// Counters of whole runs: the steps of one or more batches, added up.

import {acceptanceHistogram} from "./metrics/acceptanceHistogram.js";
import {array, integer, object, optional} from "./schema.js";
import type {Static} from "./schema.js";
import {exitTotals} from "./step.js";
import type {StepRecord} from "./step.js";

export const totals = object(
  {
    batches: integer("batches"),
    samples: integer("samples, over all batches"),
    tokens: integer("new tokens of all samples, the prefill's included"),
    steps: integer("decode steps, over all batches; prefills are none"),
    sampleSteps: integer("steps in which a sample emitted something, over all samples"),
    drafted: integer("draft tokens that were verified"),
    accepted: integer("of these, accepted"),
    histogram: array(integer("steps of samples"), "entry j: how often a sample's step accepted j drafts"),
    rows: integer("rows through the target's linear layers in decode steps, pads included"),
    padRows: integer("of these, pads"),
    attentionRows: integer("query rows of our rectangular attention in decode steps"),
    attentionSlots: integer("query-slot pairs that our rectangular attention touches in decode steps"),
    raggedSlots: integer("query-slot pairs that a ragged kernel would touch in decode steps"),
    slotsWritten: integer("cache slots written in decode steps"),
    slotsUsed: integer("cache slots below the cursors at the end, prompts included"),
    padSlots: integer("of these, slots that hold no live token"),
    slotsAllocated: integer("cache slots allocated"),
    draftForwards: integer("forward calls of the drafter's network in decode steps"),
    draftRows: integer("rows through it in these, pads included"),
    exit: optional(exitTotals)
  },
  "Counters of all steps of some batches"
);

export type Totals = Static<typeof totals>;

const summed = [
  "rows",
  "padRows",
  "attentionRows",
  "attentionSlots",
  "raggedSlots",
  "slotsWritten",
  "draftForwards",
  "draftRows"
] as const;

const summedExit = ["shallowForwards", "shallowRows", "adapterForwards", "adapterRows", "headRows"] as const;

/** Add up runs, each with its prefill first. */
export function totalsOf(runs: readonly (readonly StepRecord[])[]): Totals {
  const decoding = runs.flatMap((steps) => steps.slice(1));
  const ends = runs.flatMap((steps) => steps.slice(-1));
  const own = decoding.flatMap(({samples}) => samples.filter(({emitted}) => emitted.length > 0));
  const add = <T>(list: readonly T[], value: (item: T) => number): number =>
    list.reduce((n, item) => n + value(item), 0);
  const counts = decoding.map((step) => step.counts);
  const exits = counts.flatMap(({exit}) => exit ?? []);
  return {
    batches: runs.length,
    samples: add(runs, (steps) => steps[0]?.samples.length ?? 0),
    tokens: add(runs.flat(), ({samples}) => add(samples, ({emitted}) => emitted.length)),
    steps: decoding.length,
    sampleSteps: own.length,
    drafted: add(own, ({drafted, leftovers}) => drafted.length + leftovers),
    accepted: add(own, ({accepted}) => accepted),
    histogram: acceptanceHistogram(own.map(({drafted, accepted}) => ({drafted: drafted.length, accepted}))),
    ...sum(counts, summed),
    slotsUsed: add(ends, (step) => step.counts.slotsUsed),
    padSlots: add(ends, (step) => step.counts.padSlots),
    slotsAllocated: add(ends, (step) => step.counts.slotsAllocated),
    ...(exits.length > 0 && {exit: sum(exits, summedExit)})
  };
}

/** The totals of two lists of runs, from each list's own. */
export function addTotals(a: Totals, b: Totals): Totals {
  const {histogram, exit, ...counters} = a;
  const longer = Array.from({length: Math.max(histogram.length, b.histogram.length)});
  const exits = [exit, b.exit].flatMap((work) => work ?? []);
  return {
    ...sum([counters, b], Object.keys(counters) as (keyof typeof counters)[]),
    histogram: longer.map((_, j) => (histogram[j] ?? 0) + (b.histogram[j] ?? 0)),
    ...(exits.length > 0 && {exit: sum(exits, summedExit)})
  };
}

function sum<K extends string>(list: readonly Readonly<Record<K, number>>[], names: readonly K[]): Record<K, number> {
  const entries = names.map((name) => [name, list.reduce((total, item) => total + item[name], 0)]);
  return Object.fromEntries(entries) as Record<K, number>;
}
