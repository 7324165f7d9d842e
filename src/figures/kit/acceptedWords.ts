// A batch's grid in words and numbers.
import type {BatchSample} from "../batchData.js";
import {disagreements, sumPads} from "./acceptedCells.js";
import type {Accepted, AcceptedCell} from "./acceptedCells.js";
import type {Column} from "./dataTable.js";
import {formatCount} from "./dom.js";

/** What the grid shows, as a sentence. */
export function acceptedTitle({spreads, padRows, padSlots}: Accepted, batchSize: number): string {
  const steps = spreads.length;
  if (steps === 0) return `All ${batchSize} texts end in the prefill`;
  if (batchSize === 1) return `A batch of one has nobody to wait for: ${count(steps, "step")}, no pads`;
  const [rows, slots] = [padRows, padSlots].map(sumPads).map(({running, ended}) => running + ended);
  const apart = disagreements(spreads);
  return `In ${apart} of ${count(steps, "step")} the ${batchSize} samples move on by different numbers of tokens; to keep them level, vanilla computes ${count(rows, "pad row")} and stores ${count(slots, "pad slot")}, EMS-SD none`;
}

/** The picture in words. */
export function acceptedWords({cells, spreads, padRows, padSlots}: Accepted, batchSize: number): string {
  const all = cells.flat().filter((cell) => cell !== undefined);
  const sum = (value: (cell: AcceptedCell) => number): number => all.reduce((n, cell) => n + value(cell), 0);
  const [rows, slots] = [padRows, padSlots].map(sumPads).map(({running, ended}) => running + ended);
  return `${count(batchSize, "sample")} over ${count(spreads.length, "step")}: ${formatCount(sum(({drafted}) => drafted.length))} tokens drafted, ${formatCount(sum(({accepted}) => accepted))} accepted, ${formatCount(sum(({emitted}) => emitted.length))} written after the prefill; samples that still write differ in ${disagreements(spreads)} steps; padded: ${count(rows, "pad row")}, ${count(slots, "pad slot")}`;
}

/** What a step costs vanilla. */
export function padSentence({spreads, padRows, padSlots}: Accepted, step: number): string {
  const {running, least, most} = spreads[step - 1];
  const [rows, slots] = [padRows, padSlots].map((pads) => pads[step - 1].running + pads[step - 1].ended);
  const who = running === 1 ? "the one sample that still writes adds" : `the ${running} samples that still write add`;
  const range = least === most ? count(least, "token") : `${least} to ${most} tokens`;
  return `In this step ${who} ${range}${running > 1 && least === most ? " each" : ""}; vanilla feeds ${count(rows, "pad row")} and adds ${count(slots, "pad slot")}.`;
}

export interface AcceptedRow {
  readonly id: string;
  readonly step: number;
  readonly cell: AcceptedCell | undefined;
  readonly padRows: number;
  readonly padSlots: number;
}

export const acceptedColumns: readonly Column<AcceptedRow>[] = [
  {name: "step", value: ({step}) => step},
  {name: "sample", value: ({id}) => id},
  {name: "drafted", value: ({cell}) => cell?.drafted.length ?? ""},
  {name: "accepted", value: ({cell}) => cell?.accepted ?? ""},
  {name: "written", value: ({cell}) => cell?.emitted.length ?? ""},
  {name: "pad rows of the step", value: ({padRows}) => padRows},
  {name: "pad slots of the step", value: ({padSlots}) => padSlots}
];

/** Step by step, every sample; nothing where it has ended. */
export function acceptedRows({cells, padRows, padSlots}: Accepted, samples: readonly BatchSample[]): AcceptedRow[] {
  const sum = ({running, ended}: Accepted["padRows"][number]): number => running + ended;
  return padRows.flatMap((rows, k) =>
    samples.map(({id}, i) => ({
      id,
      step: k + 1,
      cell: cells[i][k],
      padRows: sum(rows),
      padSlots: sum(padSlots[k])
    }))
  );
}

const count = (n: number, what: string): string => `${formatCount(n)} ${what}${n === 1 ? "" : "s"}`;
