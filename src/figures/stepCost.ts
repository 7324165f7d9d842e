// What a step costs, as measured: rows for each sample, samples and cached slots, nine repeats each, and the line that is
// drawn through the fastest of them. Predicted times on this page come from that line, so its misses are said.
import {predictedMs} from "../traces/metrics/stepCost.js";
import {median} from "../traces/metrics/median.js";
import type {CostData, DeviceCost, NetworkCost, TimedStep} from "./costData.js";
import {bindParameters} from "./kit/address.js";
import type {Address} from "./kit/address.js";
import {tabulate} from "./kit/dataTable.js";
import type {Column} from "./kit/dataTable.js";
import {workOf} from "./kit/decodeMs.js";
import {allDevices, deviceField, deviceName, fitOf, gridStep} from "./kit/deviceCost.js";
import {selectField} from "./kit/fields.js";
import {frame} from "./kit/frame.js";
import type {Picture} from "./kit/frame.js";
import {OWN} from "./kit/ownDevice.js";
import type {Source} from "./kit/source.js";
import {about, choice} from "./kit/urlState.js";
import {pointChart} from "./kit/pointChart.js";
import type {PointSeries} from "./kit/pointChart.js";

export interface StepCostOptions {
  /** where the parameters are kept; default the page's address */
  readonly address?: Address;
  /** CSS pixels; default as wide as there is room */
  readonly width?: number;
}

/** The figure. @throws where no step was timed */
export function stepCost({devices}: CostData, {address, width}: StepCostOptions = {}): HTMLElement {
  if (devices.length === 0) throw new Error("stepCost: no step was timed");
  const {networks, names} = choicesOf(devices);
  const parameters = bindParameters("step-cost", stepCostParameters({devices}), address);
  const {values} = parameters;
  const picture = (): Picture => {
    const device = allDevices(devices).find(({key}) => key === values.device) ?? devices[0];
    const network = device.networks.find(({name}) => name === values.network) ?? device.networks[0];
    return costPicture(device, network, {slots: Number(values.slots), width});
  };
  const bind =
    (name: "device" | "network" | "slots") =>
    (value: string): void => {
      parameters.set(name, value);
      view.update(picture());
    };
  const controls = [
    {name: "device", element: deviceField(devices, values.device, bind("device")).element},
    {
      name: "network",
      element: selectField(
        "Network",
        networks.map((name) => [name, name] as const),
        values.network,
        bind("network")
      ).element
    },
    {
      name: "slots",
      element: selectField(
        "Cached slots",
        names.map((name) => [name, `about ${name}`] as const),
        values.slots,
        bind("slots")
      ).element
    }
  ];
  const view = frame({id: "step-cost", source: sourceOf(devices), parameters, controls}, picture());
  return view.element;
}

/** What an address may set of the figure. @throws where no step was timed */
export function stepCostParameters({devices}: Pick<CostData, "devices">) {
  if (devices.length === 0) throw new Error("stepCost: no step was timed");
  const {networks, names} = choicesOf(devices);
  return {
    device: about("whose steps", choice<string>(devices[0].key, [...devices.map(({key}) => key), OWN])),
    network: about("network whose steps were timed", choice<string>(networks[0], networks)),
    slots: about("slots in each sample's cache, about", choice<string>(names[Math.min(1, names.length - 1)], names))
  };
}

/** Networks that were timed, and the lengths of cache behind which they were. */
function choicesOf(devices: CostData["devices"]): {networks: string[]; names: string[]} {
  const timed = devices.flatMap((device) => device.networks);
  const caches = cacheSizes(timed.flatMap(({steps}) => steps));
  return {networks: [...new Set(timed.map(({name}) => name))], names: caches.map(String)};
}

export interface CostPictureOptions {
  /** show steps behind about so many cached slots */
  readonly slots: number;
  /** CSS pixels; default as wide as there is room */
  readonly width?: number;
}

/** One network on one device. */
export function costPicture(device: DeviceCost, network: NetworkCost, {slots, width}: CostPictureOptions): Picture {
  const {steps, name, repeats} = network;
  const fit = fitOf(network);
  if (!fit) throw new Error(`stepCost: no step of ${name} was timed`);
  const fitted = (step: TimedStep): number => predictedMs(fit, workOf(gridStep(step)));
  const misses = steps.map((step) => Math.abs(fitted(step) / step[3] - 1));
  const worst = steps[misses.indexOf(Math.max(...misses))];
  const nearest = closest(cacheSizes(steps), slots);
  const shown = steps.filter(([, , cached]) => closest(cacheSizes(steps), cached) === nearest);
  const sizes = [...new Set(shown.map(([batchSize]) => batchSize))].sort((a, b) => b - a);
  const series = sizes.map((batchSize, i): PointSeries => {
    const own = shown.filter(([size]) => size === batchSize).sort((a, b) => a[1] - b[1]);
    const unit = i === 0 || batchSize === 1 ? ` sample${batchSize === 1 ? "" : "s"}` : "";
    return {
      name: `${batchSize}${unit}`,
      line: own.map((step) => [step[1], fitted(step)] as const),
      points: own.map((step) => {
        const [, rowsPerSample, cachedSlots, fastest, middle, slowest] = step;
        return {
          x: rowsPerSample,
          y: fastest,
          range: [fastest, slowest] as const,
          words: [
            `${plural(batchSize, "sample")}, ${plural(rowsPerSample, "row")} each`,
            `fastest ${ms(fastest)}`,
            `median ${ms(middle)}`,
            `slowest ${ms(slowest)}`,
            `fitted ${ms(fitted(step))}`,
            `${cachedSlots} cached slots each`
          ]
        };
      })
    };
  });
  const title = finding(name, shown);
  // one late repeat is no reason to squeeze all others
  const top = Math.max(...shown.map((step) => Math.max(step[4], fitted(step)))) * 1.12;
  const chart = pointChart(series, {
    xLabel: "rows for each sample",
    yLabel: "milliseconds a step",
    top,
    ariaLabel: `Milliseconds a step by rows for each sample, one line per batch size. ${title}`,
    width
  });
  const parts = [
    [fit.step, "a step"],
    [fit.row, "a row"],
    [fit.slot * 1000, "for 1,000 pairs of query row and slot"],
    [fit.cached * 1000, "for 1,000 cached slots"]
  ] as const;
  const costs = parts.flatMap(([value, of]) => (value > 0 ? [`${ms(value)} ${of}`] : []));
  return {
    element: chart,
    title,
    caption: [
      `Points are the fastest of ${repeats} repeats on ${deviceName(device)}, bars reach to the slowest (those above the frame are cut off). Lines are one fit to all ${steps.length} timed steps of ${name}: ${costs.join(", ")}. `,
      `It misses the fastest repeat by ${percent(median(misses))} in the median, and by ${percent(Math.max(...misses))} at most (${plural(worst[0], "sample")}, ${plural(worst[1], "row")} each, ${worst[2]} cached slots).`
    ],
    table: () =>
      tabulate(
        steps.map((step) => ({step, fitted: fitted(step)})),
        columns,
        `All timed steps of ${name} on ${deviceName(device)}`
      )
  };
}

/** What more rows cost, at the smallest and the largest batch size. */
function finding(name: string, steps: readonly TimedStep[]): string {
  const ends = [Math.min(...steps.map(([size]) => size)), Math.max(...steps.map(([size]) => size))];
  const [small, large] = ends.map((size) => {
    const own = steps.filter(([batchSize]) => batchSize === size).sort((a, b) => a[1] - b[1]);
    const [least, most] = [own[0], own[own.length - 1]];
    return {size, rows: most[1] / least[1], longer: times(most[3] / least[3])};
  });
  const first = `A step of ${name} with ${times(small.rows)} the rows takes ${small.longer} as long for ${plural(small.size, "sample")}`;
  return small.size === large.size || small.rows !== large.rows
    ? first
    : `${first}, and ${large.longer} for ${large.size}`;
}

/** Cached slots that the grid distinguishes: the caches of a batch grow by a few while they are timed. */
function cacheSizes(steps: readonly TimedStep[]): number[] {
  const sorted = [...new Set(steps.map(([, , cached]) => cached))].sort((a, b) => a - b);
  const groups: number[][] = [];
  for (const cached of sorted) {
    const group = groups.at(-1);
    if (group && cached - group[0] < 24) group.push(cached);
    else groups.push([cached]);
  }
  return groups.map((group) => group[group.length >> 1]);
}

const closest = (sizes: readonly number[], wanted: number): number =>
  sizes.reduce((best, size) => (Math.abs(size - wanted) < Math.abs(best - wanted) ? size : best));

const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? "" : "s"}`;
const ms = (value: number): string => `${value.toFixed(value < 1 ? 3 : 2)} ms`;
const times = (ratio: number): string => `${Number(ratio.toFixed(1))} times`;
const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

function sourceOf(devices: readonly DeviceCost[]): Source {
  const [{networks, provenance}, ...others] = devices;
  return {
    how: "Steps timed one by one on arbitrary tokens",
    models: networks.map(({name, sha256}) => ({name, sha256})),
    provenance,
    more: others.map((device) => [
      "Also",
      `${deviceName(device)}, ${device.provenance.runtime}, ${device.provenance.date}`
    ])
  };
}

const columns: readonly Column<{readonly step: TimedStep; readonly fitted: number}>[] = [
  {name: "samples", value: ({step}) => step[0]},
  {name: "rows each", value: ({step}) => step[1]},
  {name: "cached slots each", value: ({step}) => step[2]},
  {name: "fastest ms", value: ({step}) => step[3]},
  {name: "median ms", value: ({step}) => step[4]},
  {name: "slowest ms", value: ({step}) => step[5]},
  {name: "fitted ms", value: ({fitted}) => Number(fitted.toFixed(3))}
];
