// The counters of a lane: what its decode loop has computed and stored so far. Prefill is not counted in the rows, since
// every lane does it once before the race.
import type {StepRecord} from "../../traces/step.js";
import {formatCount, html} from "./dom.js";

export interface LaneCounts {
  readonly steps: number;
  readonly tokens: number;
  readonly rows: number;
  readonly padRows: number;
  readonly slots: number;
  readonly padSlots: number;
  readonly allocated: number;
  /** query-slot pairs that attention has touched */
  readonly slotsRead: number;
}

/** What steps 0 … `step` add up to; step 0 is the prefill. */
export function laneCounts(steps: readonly StepRecord[], step: number): LaneCounts {
  const done = steps.slice(0, step + 1);
  const sum = (value: (record: StepRecord) => number): number =>
    done.reduce((total, record) => total + value(record), 0);
  const now = done.at(-1)?.counts;
  return {
    steps: Math.max(done.length - 1, 0),
    tokens: sum(({samples}) => samples.reduce((n, {emitted}) => n + emitted.length, 0)),
    rows: sum(({step: k, counts}) => (k === 0 ? 0 : counts.rows)),
    padRows: sum(({step: k, counts}) => (k === 0 ? 0 : counts.padRows)),
    slots: now?.slotsUsed ?? 0,
    padSlots: now?.padSlots ?? 0,
    allocated: now?.slotsAllocated ?? 0,
    slotsRead: sum(({step: k, counts}) => (k === 0 ? 0 : counts.attentionSlots))
  };
}

interface Row {
  readonly name: string;
  readonly title: string;
  readonly value: (counts: LaneCounts) => string;
}

const rows: readonly Row[] = [
  {
    name: "rows computed",
    title: "rows through the network's linear layers, pads included; prefill not counted",
    value: ({rows: n}) => formatCount(n)
  },
  {name: "pad rows", title: "rows that hold a pad", value: ({padRows}) => formatCount(padRows)},
  {
    name: "cache slots",
    title: "slots of the key-value cache in use, over all samples",
    value: ({slots}) => formatCount(slots)
  },
  {name: "pad slots", title: "slots in use that hold no live token", value: ({padSlots}) => formatCount(padSlots)},
  {name: "tokens written", title: "new tokens, over all samples", value: ({tokens}) => formatCount(tokens)},
  {name: "steps", title: "forward passes of the network, prefill not counted", value: ({steps}) => formatCount(steps)},
  {
    name: "slots read",
    title: "pairs of row and slot that our rectangular attention touches; prefill not counted",
    value: ({slotsRead}) => formatCount(slotsRead)
  },
  {
    name: "allocated",
    title: "slots reserved for the batch when it began",
    value: ({allocated}) => formatCount(allocated)
  }
];

/** A list of counters that `update` fills. */
export function counters(): {element: HTMLDListElement; update: (counts: LaneCounts) => void} {
  const cells = rows.map(() => html("dd"));
  const element = html(
    "dl",
    {class: "counters"},
    ...rows.map(({name, title}, i) =>
      html("div", {title, class: name.startsWith("pad") ? "part" : undefined}, html("dt", {}, name), cells[i])
    )
  );
  return {
    element,
    update(counts) {
      rows.forEach(({value}, i) => {
        const text = value(counts);
        if (cells[i].textContent !== text) cells[i].textContent = text;
      });
    }
  };
}
