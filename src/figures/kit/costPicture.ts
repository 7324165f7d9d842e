// The timed steps of one network on one device, and the line through them.
import {median} from "../../traces/metrics/median.js";
import {predictedMs, workOf} from "../../traces/metrics/stepCost.js";
import type {DeviceCost, NetworkCost} from "../costData.js";
import {tabulate} from "./dataTable.js";
import type {Column} from "./dataTable.js";
import {deviceName, fitOf, timedSteps} from "./deviceCost.js";
import type {NamedStep} from "./deviceCost.js";
import {formatPercent} from "./dom.js";
import type {Picture} from "./frame.js";
import {pointChart} from "./pointChart.js";
import type {PointSeries} from "./pointChart.js";

export interface CostPictureOptions {
  /** show steps behind about so many cached slots */
  readonly slots: number;
  /** CSS pixels; default as wide as there is room */
  readonly width?: number;
}

/** One network on one device. */
export function costPicture(device: DeviceCost, network: NetworkCost, {slots, width}: CostPictureOptions): Picture {
  const {name, repeats} = network;
  const steps = timedSteps(network);
  const fit = fitOf(network);
  if (!fit) throw new Error(`stepCost: no step of ${name} was timed`);
  const fitted = (step: NamedStep): number => predictedMs(fit, workOf(step));
  const misses = steps.map((step) => Math.abs(fitted(step) / step.fastest - 1));
  const worst = steps[misses.indexOf(Math.max(...misses))];
  const nearest = closest(cacheSizes(steps), slots);
  const shown = steps.filter((step) => isLevel(step) && closest(cacheSizes(steps), step.cachedSlots) === nearest);
  const sizes = [...new Set(shown.map(({batchSize}) => batchSize))].sort((a, b) => b - a);
  const series = sizes.map((batchSize, i): PointSeries => {
    const own = shown.filter((step) => step.batchSize === batchSize).sort(byRows);
    const unit = i === 0 || batchSize === 1 ? ` sample${batchSize === 1 ? "" : "s"}` : "";
    return {
      name: `${batchSize}${unit}`,
      line: own.map((step) => [step.rowsPerSample, fitted(step)] as const),
      points: own.map((step) => {
        const {rowsPerSample, cachedSlots, fastest, middle, slowest} = step;
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
  const uneven = steps.filter((step) => !isLevel(step)).length;
  // late repeats are no reason to squeeze all others
  const top = Math.max(...shown.map((step) => Math.max(step.fastest, fitted(step)))) * 1.3;
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
    [fit.query, "a row of the rectangle that attention makes of them"],
    [fit.slot * 1000, "for 1,000 pairs of query row and slot"],
    [fit.cached * 1000, "for 1,000 cached slots"]
  ] as const;
  const costs = parts.flatMap(([value, of]) => (value > 0 ? [`${ms(value)} ${of}`] : []));
  return {
    element: chart,
    title,
    caption: [
      `Points are the fastest of ${repeats} repeats on ${deviceName(device)}, bars reach to the slowest (those above the frame are cut off). Lines are one fit to all ${steps.length} timed steps of ${name}${uneven > 0 ? `, ${uneven} of them with more rows for one sample than for the others, which are not drawn` : ""}: ${costs.join(", ")}. `,
      `It misses the fastest repeat by ${formatPercent(median(misses), 1)} in the median, and by ${formatPercent(Math.max(...misses), 1)} at most (${plural(worst.batchSize, "sample")}, ${rowWords(worst)}, ${worst.cachedSlots} cached slots).`
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
function finding(name: string, steps: readonly NamedStep[]): string {
  const ends = [Math.min(...steps.map(({batchSize}) => batchSize)), Math.max(...steps.map(({batchSize}) => batchSize))];
  const [small, large] = ends.map((size) => {
    const own = steps.filter(({batchSize}) => batchSize === size).sort(byRows);
    const [least, most] = [own[0], own[own.length - 1]];
    return {size, rows: most.rows / least.rows, longer: times(most.fastest / least.fastest)};
  });
  const first = `A step of ${name} with ${times(small.rows)} the rows takes ${small.longer === "1 times" ? "" : `${small.longer} `}as long for ${plural(small.size, "sample")}`;
  return small.size === large.size || small.rows !== large.rows
    ? first
    : `${first}, and ${large.longer === "1 times" ? "as long" : large.longer} for ${large.size}`;
}

/** Cached slots that the grid distinguishes: the caches of a batch grow by a few while they are timed. */
export function cacheSizes(steps: readonly NamedStep[]): number[] {
  const sorted = [...new Set(steps.map(({cachedSlots}) => cachedSlots))].sort((a, b) => a - b);
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

const isLevel = ({batchSize, rowsPerSample, rows}: NamedStep): boolean => rows === batchSize * rowsPerSample;
const byRows = (a: NamedStep, b: NamedStep): number => a.rows - b.rows;
const rowWords = (step: NamedStep): string =>
  isLevel(step)
    ? `${plural(step.rowsPerSample, "row")} each`
    : `${step.rowsPerSample} rows for one and one for the others`;

const columns: readonly Column<{readonly step: NamedStep; readonly fitted: number}>[] = [
  {name: "samples", value: ({step}) => step.batchSize},
  {name: "rows of the longest", value: ({step}) => step.rowsPerSample},
  {name: "rows", value: ({step}) => step.rows},
  {name: "cached slots each", value: ({step}) => step.cachedSlots},
  {name: "fastest ms", value: ({step}) => step.fastest},
  {name: "median ms", value: ({step}) => step.middle},
  {name: "slowest ms", value: ({step}) => step.slowest},
  {name: "fitted ms", value: ({fitted}) => Number(fitted.toFixed(3))}
];
