// What the what-if figure shows: curves of predicted and measured speed-ups, bars of a token's time, and how far predictions
// are off.
import {median} from "../../traces/metrics/median.js";
import type {CheckedSpeed, CostData, DeviceCost} from "../costData.js";
import {tabulate} from "./dataTable.js";
import {allDevices, deviceName, fitDevice, flatDevice} from "./deviceCost.js";
import type {DeviceFit} from "./deviceCost.js";
import {formatPercent, html} from "./dom.js";
import type {Picture} from "./frame.js";
import {tokensPerStep} from "./guessing.js";
import {lineChart} from "./lineChart.js";
import type {ChartLine, ChartMark} from "./lineChart.js";
import {timeBars, timeParts, totalOf} from "./timeBars.js";
import {isTimed, recordedOf, shownModes, speedUpOn, timePerToken} from "./whatIfRuns.js";
import type {Counters, Setting} from "./whatIfRuns.js";

/** A device that is only assumed. */
export const FLAT = "flat";

const names = {greedy: "Greedy", vanilla: "Padded", "ems-sd": "EMS-SD"} as const;

/** What is drawn of it. */
export interface Shown {
  /** counters there are by now */
  readonly found: ReadonlyMap<number, Counters>;
  /** batch sizes of the axis */
  readonly order: readonly number[];
  readonly width: number | undefined;
}

export interface Values extends Setting {
  readonly batch: number;
  readonly device: string;
}

/** Predicted and measured speed-ups by batch size, and where the time of a token goes. */
export function whatIfPicture(data: CostData, values: Values, {found, order, width}: Shown): Picture {
  const flat = values.device === FLAT;
  const device = allDevices(data.devices).find(({key}) => key === values.device) ?? data.devices[0];
  const measured = fitDevice(device);
  if (!measured) throw new Error(`whatIf: no target was timed on ${device.key}`);
  const fit = flat ? flatDevice(measured) : measured;
  const {batch} = values;
  const counters = found.get(batch)!;
  if (!isTimed(counters, fit)) return untimed(device);
  const recorded = recordedOf(data, values.guesses);
  const compared =
    recorded && !flat && recorded.draftLength === values.draft
      ? device.checked.filter(({domain, drafter}) => domain === recorded.domain && drafter === recorded.drafter)
      : [];
  const lines = (["ems-sd", "vanilla"] as const).flatMap((mode): ChartLine[] => {
    const marker = mode === "vanilla" ? ("square" as const) : ("disc" as const);
    const own = order.map((size) => compared.find((row) => row.mode === mode && row.batchSize === size));
    const predicted = order.map((size) => {
      const run = found.get(size);
      return run && speedUpOn(run, mode, fit);
    });
    const measured = own.map((row) => row?.speedUp);
    return [
      {name: names[mode], key: mode, marker, dashed: true, values: predicted},
      ...(own.some(Boolean)
        ? [
            {
              name: "measured",
              key: mode,
              marker,
              values: measured,
              bands: own.map((row) => row?.quartiles)
            }
          ]
        : [])
    ];
  });
  const [ems, padded] = (["ems-sd", "vanilla"] as const).map((mode) => speedUpOn(counters, mode, fit));
  const title =
    batch === 1
      ? `With 1 sample there is nothing to pad: drafting would decode ${ratio(ems)} as fast as greedy`
      : `With ${samples(batch)}, EMS-SD would decode ${ratio(ems)} as fast as greedy, padding ${ratio(padded)}`;
  const bars = shownModes.map((mode) => timePerToken(names[mode], counters[mode], fit));
  const at = order.indexOf(batch);
  const marks = (["ems-sd", "vanilla"] as const).map((mode): ChartMark => {
    const value = speedUpOn(counters, mode, fit);
    return {key: mode, at, value, text: value.toFixed(2)};
  });
  const element = html(
    "div",
    {class: "what-if-parts"},
    lineChart(lines, {
      width,
      ticks: order,
      positions: order.map(Math.log2),
      xLabel: "samples in a batch",
      yLabel: "speed over greedy decoding",
      rule: {value: 1, text: "greedy"},
      marks: batch === 1 ? marks.slice(0, 1) : marks,
      missing: false,
      ariaLabel: `Predicted speed over greedy decoding by batch size. ${title}`
    }),
    html("p", {class: "part-title"}, `Where the time of a token goes, with ${samples(batch)}`),
    timeBars(bars, {
      width,
      ariaLabel: `Milliseconds a token: ${bars.map((bar) => `${bar.name} ${totalOf(bar).toPrecision(3)}`).join(", ")}`
    })
  );
  const where = flat
    ? `an assumed device on which a step takes what an empty one takes on ${deviceName(device)}, whatever its rows and its cache; no such device was measured`
    : deviceName(device);
  return {
    element,
    title,
    caption: [
      `Broken lines are predicted for ${where}: ${wordsOf(values, recorded)}. `,
      ...(compared.length > 0 ? ["Filled marks were measured; bands are the quartiles of the repeats. "] : []),
      agreement(flat || device.checked.length === 0 ? data.devices : [device], device)
    ],
    table: () =>
      tabulate(
        order.flatMap((size) => {
          const run = found.get(size);
          return run ? shownModes.map((mode) => ({size, mode, run, fit, compared})) : [];
        }),
        columns,
        `Predicted for ${where}`
      )
  };
}

function wordsOf({draft, find, accept, drafter}: Values, recorded: ReturnType<typeof recordedOf>): string {
  if (!recorded) {
    const which =
      drafter === "lookup"
        ? `${find}% of all steps draft ${draft} tokens at no cost`
        : `every step drafts ${draft} tokens with a network`;
    return `${which}, each right with ${accept}% where those before it are; 24 texts, 128 tokens and 128 new ones each`;
  }
  const {domain, histogram, drafter: name, draftLength} = recorded;
  const cut = draft < draftLength ? `, cut to ${draft}` : "";
  return `each step of each sample draws at random from what ${name === "lookup" ? "the look-up" : name} did on ${domain} texts (${tokensPerStep(histogram).toFixed(2)} tokens a step${cut}), the texts being as long as those that were timed`;
}

/** How well predictions did where something was measured: on the device itself, or else on others, which are named. */
function agreement(devices: readonly DeviceCost[], shown: DeviceCost): string {
  const timed = devices.filter(({checked}) => checked.length > 0);
  const checked = timed.flatMap((device) => device.checked);
  const drafting = checked.filter(({mode}) => mode !== "greedy"); // whose own speed-up is 1
  const misses = (value: (row: CheckedSpeed) => number | undefined): number[] =>
    drafting.flatMap((row) => {
      const predicted = value(row);
      return predicted === undefined ? [] : [Math.abs(predicted / row.speedUp - 1)];
    });
  const modelled = misses((row) => row.modelled);
  const counted = misses((row) => row.predictedSpeedUp);
  const speeds = checked.flatMap(({predicted, measured}) =>
    predicted === undefined ? [] : [Math.abs(predicted / measured - 1)]
  );
  if (modelled.length === 0 || counted.length === 0) return "Nothing has been measured to compare it with.";
  const said = (misses: readonly number[]): string =>
    `${formatPercent(median(misses))} in the median and ${formatPercent(Math.max(...misses))} at most`;
  const names = timed.map(deviceName).join(" and ");
  const where = timed.includes(shown) ? "It" : `No run was timed on it. On ${names} such a prediction`;
  return `${where} misses ${modelled.length} measured speed-ups by ${said(modelled)}; with the exact counters of a replay in place of drawn ones it misses ${counted.length} by ${said(counted)}. Speeds themselves, which also hold what else the device did at the time, are missed by ${said(speeds)}.`;
}

function untimed(device: DeviceCost): Picture {
  const text = `The drafter's network was not timed on ${deviceName(device)}`;
  return {
    element: html("p", {}, `${text}: choose the look-up.`),
    title: text,
    caption: [],
    table: () => ({caption: text, head: [], body: []})
  };
}

const samples = (count: number): string => `${count} sample${count === 1 ? "" : "s"}`;
const ratio = (value: number): string => `${value.toFixed(2)} times`;

interface TableRow {
  readonly size: number;
  readonly mode: (typeof shownModes)[number];
  readonly run: Counters;
  readonly fit: DeviceFit;
  readonly compared: readonly CheckedSpeed[];
}

const columns = [
  {name: "samples", value: ({size}: TableRow) => size},
  {name: "mode", value: ({mode}: TableRow) => mode},
  {name: "predicted over greedy", value: ({run, mode, fit}: TableRow) => Number(speedUpOn(run, mode, fit).toFixed(3))},
  {
    name: "measured over greedy",
    value: ({compared, mode, size}: TableRow) =>
      compared.find((row) => row.mode === mode && row.batchSize === size)?.speedUp.toFixed(3) ?? ""
  },
  {name: "steps", value: ({run, mode}: TableRow) => run[mode].steps},
  {name: "rows", value: ({run, mode}: TableRow) => run[mode].rows},
  {name: "pad rows", value: ({run, mode}: TableRow) => run[mode].padRows},
  {name: "tokens", value: ({run, mode}: TableRow) => run[mode].tokens},
  ...timeParts.map(({key, name}) => ({
    name: `ms a token: ${name}`,
    value: ({run, mode, fit}: TableRow) => Number(timePerToken(mode, run[mode], fit).parts[key].toFixed(4))
  }))
];
